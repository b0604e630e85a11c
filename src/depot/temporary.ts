import { join } from 'node:path';

// Names that this process is writing under. They must differ between all depots of the process, and tell what a dead
// process left from what is at work, so they are kept here and not in a depot.
const active = new Set<string>();
let count = 0;

/** A name for an unfinished pack that nobody else in this process uses. */
export function newTemporary(folder: string): string {
  count += 1;
  const name = `${process.pid}-${count}.tmp`;
  active.add(name);
  return join(folder, name);
}

export const isActive = (name: string): boolean => active.has(name);

/** Says that the file has its own name now or is gone. */
export function endTemporary(file: string): void {
  active.delete(file.slice(file.lastIndexOf('/') + 1));
}
