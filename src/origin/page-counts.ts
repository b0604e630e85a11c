import type { FileEntry } from '#edition';

/**
 * How often each page was sent: a path and a figure, nothing of who asked. Pages that came from a mirror, a reader's
 * own store or a cache in front of the server are not among them.
 */
export class PageCounts {
  #counts = new Map<string, number>();

  add({ path, type }: FileEntry): void {
    if (type.startsWith('text/html')) this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1);
  }

  /** What was counted since the last call, by path. */
  take(): ReadonlyMap<string, number> {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }
}
