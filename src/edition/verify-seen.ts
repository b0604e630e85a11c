/** A set of hashes that needs little more memory than half of each; half of SHA-256 is still too much to find twice. */
export class SeenHashes {
  #slots = new Uint32Array(4 * 1024);
  #size = 0;

  has(hash: Uint8Array): boolean {
    const key = keyOf(hash);
    return !isEmpty(this.#slots, slotOf(this.#slots, key));
  }

  /** Whether it was not there before. */
  add(hash: Uint8Array): boolean {
    if (this.#size * 3 > this.#slots.length / 2) this.#grow();
    const key = keyOf(hash);
    const slot = slotOf(this.#slots, key);
    if (!isEmpty(this.#slots, slot)) return false;
    this.#slots.set(key, slot);
    this.#size += 1;
    return true;
  }

  get size(): number {
    return this.#size;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 4) {
      if (isEmpty(old, at)) continue;
      const key = old.subarray(at, at + 4);
      this.#slots.set(key, slotOf(this.#slots, key));
    }
  }
}

function keyOf(hash: Uint8Array): Uint32Array {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  const key = Uint32Array.of(view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12));
  // Zeros alone mark an empty slot.
  if (isEmpty(key, 0)) key[0] = 1;
  return key;
}

const isEmpty = (slots: Uint32Array, at: number): boolean =>
  slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0;

/** Where a key stands, or the empty slot where it would. */
function slotOf(slots: Uint32Array, key: Uint32Array): number {
  const count = slots.length / 4;
  for (let at = (key[3] ?? 0) % count; ; at = (at + 1) % count) {
    const slot = at * 4;
    const same =
      slots[slot] === key[0] &&
      slots[slot + 1] === key[1] &&
      slots[slot + 2] === key[2] &&
      slots[slot + 3] === key[3];
    if (same || isEmpty(slots, slot)) return slot;
  }
}
