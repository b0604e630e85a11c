import { rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * SQLite knows no queue: a process that writes without a pause, such as an import, would keep every other one out for
 * seconds. So who waits puts an empty file beside the database, and who is about to write again lets him go first.
 */
export interface Courtesy {
  /** Waits a moment if another process is waiting; not for longer, and not again for one that has died. */
  giveWay(): Promise<void>;
  /** Asks the others to give way; to be repeated while it is of no use. */
  ask(): void;
  /** To be called when the wait has ended, well or not. */
  thank(): void;
}

const MOMENT = 50;
const AGAIN = 100;

export function createCourtesy(file: string): Courtesy {
  const mark = `${file}-waiting`;
  let asked: number | null = null;
  let outlived: string | null = null;
  const waiting = (): string | null => {
    const found = statSync(mark, { throwIfNoEntry: false });
    return found === undefined ? null : `${found.ino} ${found.mtimeMs}`;
  };
  return {
    async giveWay() {
      const other = waiting();
      if (other === null || other === outlived) return;
      const deadline = performance.now() + MOMENT;
      do await wait(2);
      while (waiting() === other && performance.now() < deadline);
      if (waiting() === other) outlived = other;
    },
    ask() {
      if (asked !== null && performance.now() - asked < AGAIN) return;
      asked = performance.now();
      politely(() => writeFileSync(mark, ''));
    },
    thank() {
      if (asked === null) return;
      asked = null;
      politely(() => rmSync(mark, { force: true }));
    },
  };
}

// What cannot be asked for is waited for as before.
function politely(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
