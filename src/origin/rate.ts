/** Counts what each asks, in memory and within bounds: nothing of it is written anywhere. */
export class Rate {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #most: number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** @param most buckets kept at once; the one that was used longest ago goes first */
  constructor({ burst, perMinute, most = 10_000 }: { burst: number; perMinute: number; most?: number }) {
    this.#burst = burst;
    this.#perSecond = perMinute / 60;
    this.#most = most;
  }

  /**
   * @param asking an address of a visitor, or whatever else is to be told apart
   * @returns 0, or the seconds to wait
   */
  take(asking: string, now: number): number {
    const key = visitorKey(asking);
    const before = this.#buckets.get(key);
    const gained = before ? ((now - before.at) / 1000) * this.#perSecond : 0;
    const left = Math.min(this.#burst, (before?.left ?? this.#burst) + Math.max(0, gained));
    this.#buckets.delete(key);
    const allowed = left >= 1;
    this.#buckets.set(key, { left: allowed ? left - 1 : left, at: now });
    if (this.#buckets.size > this.#most) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return allowed ? 0 : Math.max(1, Math.ceil((1 - left) / this.#perSecond));
  }

  get size(): number {
    return this.#buckets.size;
  }
}

/** One household of IPv6 counts once. */
function visitorKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const filled = [
    ...before,
    ...Array.from({ length: 8 - before.length - after.length }, () => '0'),
    ...after,
  ];
  return filled.slice(0, 4).join(':');
}
