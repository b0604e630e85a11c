/** A piece of memory that holds the bytes of several owners, one after the other. */
type Slab<Owner> = { memory: Buffer; filled: number; owners: Set<Owner>; cost: number };

const LARGEST = 256 << 10;

/**
 * Memory for many small byte strings that come and go, taken from the machine in few large pieces. The oldest piece
 * goes first and whole, so what is counted here is what the process holds: single buffers, freed here and there, leave
 * holes that the C library keeps.
 */
export class Slabs<Owner> {
  readonly #size: number;
  readonly #slabs = new Set<Slab<Owner>>();
  #open: Slab<Owner> | null = null;
  #cost = 0;

  /** @param budget bytes that its user means to stay within; pieces are a small part of it */
  constructor(budget: number) {
    this.#size = Math.min(LARGEST, Math.max(1, budget >> 4));
  }

  /** Bytes held, room not yet filled and what was said with {@link keep} to be beside them included. */
  get cost(): number {
    return this.#cost;
  }

  /**
   * Keeps a copy of `bytes` for `owner`.
   *
   * @param beside bytes of memory that go with them elsewhere
   * @returns the copy
   */
  keep(owner: Owner, bytes: Buffer, beside: number): Buffer {
    const slab = this.#roomFor(bytes.length);
    const start = slab.filled;
    slab.filled += bytes.length;
    slab.owners.add(owner);
    slab.cost += beside;
    this.#cost += beside;
    bytes.copy(slab.memory, start);
    return slab.memory.subarray(start, slab.filled);
  }

  /** Lets go of the oldest piece. @returns its memory and those who had bytes in it; null when there is none */
  dropOldest(): { memory: ArrayBufferLike; owners: Iterable<Owner> } | null {
    const [oldest] = this.#slabs;
    if (oldest === undefined) return null;
    this.#slabs.delete(oldest);
    if (this.#open === oldest) this.#open = null;
    this.#cost -= oldest.cost;
    return { memory: oldest.memory.buffer, owners: oldest.owners };
  }

  #roomFor(length: number): Slab<Owner> {
    const open = this.#open;
    if (open !== null && open.filled + length <= open.memory.length) return open;
    // What is large gets a piece of its own, and the open one stays open for the next.
    const own = length > this.#size / 4;
    const memory = Buffer.allocUnsafeSlow(own ? length : this.#size);
    const slab: Slab<Owner> = { memory, filled: 0, owners: new Set(), cost: memory.length };
    this.#slabs.add(slab);
    this.#cost += slab.cost;
    if (!own) this.#open = slab;
    return slab;
  }
}
