import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { INSTANCE, isRunning, self } from './owner.ts';

/*
 * An unfinished file bears its owner's name, since a sweep writes without the folder's lock: whoever clears up must
 * tell what a dead process left from what another is at work on.
 */

/** An unfinished file of another machine or container is left when it was not written to for this long, milliseconds. */
const SILENCE = 3_600_000;

const NAME = /^([0-9a-f]+)-(\d+)-(\d*)-([0-9a-f]+)-\d+\.tmp$/;

// Names that this process is writing under: a name of ours that is not among them could not be given back.
const active = new Set<string>();
let count = 0;

/** A name in `folder` for a file that is not finished; nobody else uses it, and nobody clears it until it is ended. */
export function newTemporary(folder: string): string {
  count += 1;
  const { place, pid, started } = self();
  const name = `${place}-${pid}-${started}-${INSTANCE}-${count}.tmp`;
  active.add(name);
  return join(folder, name);
}

/** Says that the file has its own name now or is gone. */
export function endTemporary(file: string): void {
  active.delete(basename(file));
}

export const isTemporary = (name: string): boolean => NAME.test(name);

/** Whether somebody may still be writing this file. `at`: milliseconds since 1970. */
export function isAtWork(file: string, at: number): boolean {
  const [name, place = '', pid = '', started = '', instance] = NAME.exec(basename(file)) ?? [];
  if (name === undefined) return false;
  if (instance === INSTANCE) return active.has(name);
  const running = isRunning({ place, pid: Number(pid), started });
  if (running !== 'unknown') return running;
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && at - touched < SILENCE;
}
