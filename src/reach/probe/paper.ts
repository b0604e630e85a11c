import type { Depot } from '#depot';
import { metadataPath, parseRecord } from '#edition';

/** What the newsroom itself knows of its paper; a mirror is held against it. */
export type OwnPaper = {
  /** The first root of the paper's keys, from this machine. */
  root: Uint8Array;
  /** The current edition, looked up anew. */
  current(): { number: number; tree: string };
  /** When the edition after this number was published: milliseconds since 1970; null where there is none. */
  succeeded(number: number): number | null;
  /** Hash of the bytes that stand at a path of the current edition, in hexadecimal; null where there are none. */
  rawOf(path: string): string | null;
};

/** @returns null where no edition is signed yet, so that nothing could prove what a mirror shows */
export function ownPaper(depot: Depot): OwnPaper | null {
  const root = depot.reserved(metadataPath('root', 1));
  if (root === null || depot.head() === null || depot.log().size === 0) return null;
  return {
    root: root.kind === 'made' ? root.bytes : depot.readRaw(root.entry),
    current() {
      depot.refresh();
      const head = depot.head();
      return { number: head?.edition ?? 0, tree: head?.root ?? '' };
    },
    succeeded: (number) => succeeded(depot, number),
    rawOf: (path) => depot.lookup(path)?.raw ?? null,
  };
}

/** Numbers in the log only rise, but may leave gaps: halves it until the first that is higher. */
function succeeded(depot: Depot, number: number): number | null {
  const log = depot.log();
  const recordAt = (at: number) => parseRecord(log.entry(at).record);
  let [low, high] = [0, log.size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (recordAt(middle).number > number) high = middle;
    else low = middle + 1;
  }
  return low === log.size ? null : Date.parse(recordAt(low).published);
}
