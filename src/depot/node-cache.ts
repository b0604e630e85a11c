const LIMIT = 16 << 20;
const OVERHEAD = 150;

/** Nodes and units that were read and checked, by hash: true for ever, so all shelves of a depot share one. */
export class NodeCache {
  // Two generations: what is asked for again moves to the young one, the old one is dropped when that is full.
  #young = new Map<string, Buffer>();
  #old = new Map<string, Buffer>();
  #bytes = 0;

  get(key: string): Buffer | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, bytes: Buffer): void {
    this.#young.set(key, bytes);
    this.#bytes += bytes.length + OVERHEAD;
    if (this.#bytes < LIMIT / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#bytes = 0;
  }
}
