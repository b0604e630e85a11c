/*
 * Requests to one place at the same time. Browsers let further ones wait in a queue of their own, where the time that a
 * request is given runs out unseen.
 */

/** Browsers open six connections to one place; one of them is left for what is not in pieces. */
const MOST = 5;

export class Lines {
  /** What was done last on each line to a place. */
  readonly #lines = new Map<string, Promise<unknown>[]>();
  #turn = 0;

  /** Does it as soon as what was given to the same line before is done. */
  on<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
    const lines = this.#lines.get(place) ?? [];
    this.#lines.set(place, lines);
    const line = this.#turn++ % MOST;
    const done = (lines[line] ?? Promise.resolve()).then(work);
    lines[line] = done.catch(() => undefined);
    return done;
  }
}
