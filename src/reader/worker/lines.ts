/*
 * Requests to one place at the same time. Browsers let further ones wait in a queue of their own, where the time that a
 * request is given runs out unseen.
 */

/** Browsers open six connections to one place; one of them is left for what is not in pieces. */
const MOST = 5;

export class Lines {
  readonly #busy = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Does it as soon as one of the lines to that place is free. */
  async on<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
    const busy = this.#busy.get(place) ?? 0;
    // Whoever leaves hands the line on.
    if (busy >= MOST) await new Promise<void>((free) => this.#queue(place).push(free));
    else this.#busy.set(place, busy + 1);
    try {
      return await work();
    } finally {
      const next = this.#queue(place).shift();
      if (next === undefined) this.#busy.set(place, (this.#busy.get(place) ?? 1) - 1);
      else next();
    }
  }

  #queue(place: string): (() => void)[] {
    const queue = this.#waiting.get(place) ?? [];
    this.#waiting.set(place, queue);
    return queue;
  }
}
