import type { Seal, Store } from '#store';
import { bounceAddress } from './bounce.ts';
import { type KeptLetter, MAIL, openLetter } from './letter.ts';
import type { Mailer } from './mailer.ts';
import { renderLetter } from './render.ts';
import { addSum, type What } from './sums.ts';

export type PostmanOptions = {
  store: Store;
  seal: Seal;
  mailer: Mailer;
  /** Address to which bounces go, such as `bounces@example.org`; null: to the sender. */
  bounces: string | null;
  /** Messages in any minute, all servers of the newsroom together. */
  perMinute: number;
  /** A name that no other process has. */
  holder: string;
  now: () => number;
  /** Told of what could not be sent for now, without an address. */
  failed: (why: string) => void;
};

export type Postman = {
  /** Sends what is due, as far as the minute allows. @returns how many letters left or were given up */
  round(): Promise<number>;
};

const MINUTE = 60_000;
/** Longer than one message may take. */
const LEASE = 2 * MINUTE;
const POST = 'post';

/** One process at a time sends, so that the limit holds for all of them. */
export function openPostman(options: PostmanOptions): Postman {
  const { store, seal, mailer, now, holder, failed } = options;
  const minute = new Minute(options.perMinute);
  let unwiped = false;
  const deliver = async (letter: KeptLetter): Promise<What> => {
    const at = now();
    if (at > letter.until) return 'given-up';
    minute.add(at);
    const outcome = await mailer.send({
      ...renderLetter(letter),
      to: letter.to,
      returnTo:
        bounceAddress(options.bounces, { seal, kind: letter.kind, id: letter.id }) ?? mailer.from.address,
      id: letter.id,
      at,
    });
    if (outcome.kind === 'later') throw new Error(outcome.why);
    return outcome.kind;
  };
  return {
    async round() {
      const due = await store.outbox.next([MAIL]);
      if (unwiped) unwiped = !(await store.wipe());
      if (due === null || due > now() || minute.isFull(now())) return 0;
      if (!(await store.lease(POST, holder, LEASE))) return 0;
      const stop = new AbortController();
      let ended = 0;
      const sender = async (payload: unknown): Promise<void> => {
        const letter = openLetter(seal, payload);
        const what = await deliver(letter);
        ended++;
        await addSum(store, { kind: letter.kind, what, at: now() });
        if (minute.isFull(now()) || !(await store.lease(POST, holder, LEASE))) stop.abort();
      };
      try {
        await store.outbox.drain({ [MAIL]: sender }, now(), {
          signal: stop.signal,
          onError: ({ error }) => {
            failed(error instanceof Error ? error.message : String(error));
            if (minute.isFull(now())) stop.abort();
          },
        });
      } finally {
        await store.release(POST, holder);
      }
      if (ended > 0) unwiped = !(await store.wipe());
      return ended;
    },
  };
}

/** When what was sent in the last minute was sent. */
class Minute {
  readonly #most: number;
  #times: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(at: number): void {
    this.#times.push(at);
  }

  isFull(at: number): boolean {
    this.#times = this.#times.filter((time) => time > at - MINUTE);
    return this.#times.length >= this.#most;
  }
}
