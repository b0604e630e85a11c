/*
 * Requests to one host at the same time. Browsers let further ones wait in a queue of their own, where the time that a
 * request is given runs out unseen, and a host that many connections come to at once from one reader draws attention.
 */

/** A browser has six connections for one host. Chromium opens two by itself when it is sent there, and one may be closing. */
const MOST = 3;

type Line = { busy: number; waiting: Set<() => void> };

export class Lines {
  readonly #lines = new Map<string, Line>();

  /** Does it as soon as fewer than three are under way to the same host. @throws what `signal` was aborted with meanwhile */
  async on<Result>(host: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(host) ?? { busy: 0, waiting: new Set() };
    this.#lines.set(host, line);
    while (line.busy >= MOST && !signal.aborted) await turn(line, signal);
    line.busy += 1;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      line.busy -= 1;
      const [next] = line.waiting;
      next?.();
    }
  }
}

/** Until another is done; whoever gives up does not take a turn from those behind. */
function turn({ waiting }: Line, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      waiting.delete(go);
      signal.removeEventListener('abort', go);
      resolve();
    };
    waiting.add(go);
    signal.addEventListener('abort', go);
  });
}
