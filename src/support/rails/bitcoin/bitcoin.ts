import type { Store } from '#store';
import { RailError } from '../error.ts';
import type { Rail } from '../rail.ts';
import { begin } from './begin.ts';
import { type ClientOptions, openClient } from './client.ts';
import { checkKey, invoicesOf, type Room } from './list.ts';
import { isGiven, mattering, payToOf, type PayTo } from './pay-to.ts';
import { readAll } from './read.ts';

export type BitcoinOptions = ClientOptions & {
  /** The newsroom's database: what is open there, and what is in the books. */
  database: Store;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** Bitcoin, on the chain and over Lightning, into the newsroom's own wallet by its own BTCPay. */
export type Bitcoin = Rail & {
  /** @throws RailError `not_set_up` with every permission that the key lacks, or with what else is wrong */
  check(): Promise<void>;
  /** How a contribution is paid now; null: no invoice was made for it. Throws a RailError. */
  payTo(contribution: string): Promise<PayTo | null>;
};

/** Opens the rail. Nothing is asked of BTCPay until something is asked of the rail. */
export function openBitcoin({ database, now, ...options }: BitcoinOptions): Bitcoin {
  const room: Room = { client: openClient(options), store: database, now };
  const never = (what: string) => (): Promise<never> => Promise.reject(new RailError('refused', what));
  const once = never('Nothing goes on in bitcoin: each payment is sent by hand');
  let checked: Promise<void> | null = null;
  const check = (): Promise<void> => checkKey(room);
  /** Once a process; a key that did not do is tried again. */
  const checkOnce = (): Promise<void> =>
    (checked ??= check().catch((error: unknown) => {
      checked = null;
      throw error;
    }));
  return {
    name: 'bitcoin',
    rhythms: ['once'],
    currencies: null,
    asks: 'said',
    keeps: false,
    holderOf: () => Promise.resolve(null),
    holderOfStanding: () => Promise.resolve(null),
    begin: (order, _method, clearance) => begin(room, order, clearance),
    async look(contribution) {
      const invoices = await invoicesOf(room, contribution);
      if (invoices.length === 0) return null;
      const state = invoices.some((one) => isGiven(one)) ? 'given' : 'open';
      return { contribution, standing: null, state, nextAt: null };
    },
    changeMethod: once,
    changePrice: once,
    pause: once,
    resume: once,
    retry: once,
    stop: once,
    refund: never(
      'Bitcoin cannot be called back, and nobody here knows where it came from; at BTCPay, "Issue refund" on the invoice makes a link by which she claims it',
    ),
    // BTCPay was told nothing of her: its invoice bears a number that leads nowhere once it is gone here.
    forget: () => Promise.resolve(),
    async *read(cursor) {
      await checkOnce();
      yield* readAll(room, cursor);
    },
    check,
    async payTo(contribution) {
      const invoice = mattering(await invoicesOf(room, contribution));
      return invoice === null ? null : payToOf(invoice, now());
    },
  };
}
