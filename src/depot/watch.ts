import { statSync, watch } from 'node:fs';
import { errno } from './error.ts';
import { headFile, readHeadText } from './head.ts';

/** Some file systems tell nobody about changes; there the head is looked at this often, milliseconds. */
const LOOK_EVERY = 1_000;

/** Calls `look` when the head pointer may have changed; gives the function that ends it. */
export function watchHead(folder: string, look: () => void): () => void {
  let last = stamp(folder);
  const timer = setInterval(() => {
    const next = stamp(folder);
    if (next === last) return;
    last = next;
    look();
  }, LOOK_EVERY);
  timer.unref();
  let watcher: ReturnType<typeof watch> | null = null;
  try {
    watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === 'head') look();
    });
    watcher.on('error', () => watcher?.close());
  } catch (error) {
    // No folder yet, or a system without notices: the timer is there.
    if (errno(error) === '') throw error;
  }
  return () => {
    clearInterval(timer);
    watcher?.close();
  };
}

function stamp(folder: string): string {
  const found = statSync(headFile(folder), { throwIfNoEntry: false, bigint: true });
  return found === undefined ? (readHeadText(folder) ?? '') : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
