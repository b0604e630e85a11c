import { RailError } from '../error.ts';
import { type Rail, RHYTHMS } from '../rail.ts';
import { begin } from './begin.ts';
import { changeMethod, changePrice, holderOfSubscription, pause, resume, retry, stop } from './change.ts';
import { type ClientOptions, openClient } from './client.ts';
import { forget, look, refund } from './find.ts';
import { type Hint, readHint } from './hint.ts';
import { CARD_CURRENCIES } from './money.ts';
import { readAll } from './read.ts';
import { type Reconciled, reconcilePayout } from './reconcile.ts';
import { holderOfToken, keepProduct, type Room, standingOf, tokenOf } from './room.ts';

export type CardOptions = ClientOptions & {
  /** Milliseconds since 1970. */
  now: () => number;
  /** What signs webhooks (`whsec_…`); null: none is believed, and the rail is read by the clock alone. */
  hintSecret: string | null;
  /**
   * What stands on a supporter's statement behind the account's own short name: 5 to 10 letters, digits and ` .&-`, a
   * letter among them; null: that name alone. Stripe has 22 places for both and refuses payments where they do not do.
   */
  statement: string | null;
  /** Codes of ISO 4217. Default: all that Stripe takes from cards. */
  currencies?: readonly string[];
  /** The product that every subscription is of, and what Stripe calls it on receipts. */
  product?: { id: string; name: string };
};

/** Cards, by Stripe. */
export type Card = Rail & {
  /** Whether a webhook is one of Stripe's, and so a reason to read; null for anything else. Nothing in it is believed. */
  readHint(what: { body: Uint8Array; signature: string | null; at: number }): Hint | null;
  /** Whether a payout is the sum of its lines, to the cent. */
  reconcilePayout(payout: string): Promise<Reconciled>;
};

const PRODUCT = { id: 'longwave-contribution', name: 'Contribution' };

/**
 * Opens the card rail. Nothing is asked of Stripe until something is asked of the rail.
 *
 * @throws RailError `not_set_up` for what is no key, and for words that a statement cannot take
 */
export function openCard(options: CardOptions): Card {
  const { now, hintSecret, statement, currencies = CARD_CURRENCIES, product = PRODUCT } = options;
  if (statement !== null && !/^(?=.*[A-Za-z])[A-Za-z0-9 .&-]{5,10}$/.test(statement))
    throw new RailError(
      'not_set_up',
      `"${statement}" cannot stand on a card's statement; take 5 to 10 letters, digits or " .&-", a letter among them`,
    );
  const stripe = openClient(options);
  const room: Room = { stripe, now, statement, product: keepProduct(stripe, product, statement) };
  return {
    name: 'card',
    rhythms: RHYTHMS,
    currencies,
    asks: 'method',
    keeps: true,
    async holderOf(method) {
      const token = await tokenOf(room, method);
      return token === null ? null : holderOfToken(token);
    },
    async holderOfStanding(standing) {
      const subscription = await standingOf(room, standing);
      const isOver = subscription === null || subscription.status === 'canceled';
      return isOver ? null : holderOfSubscription(subscription);
    },
    begin: (order, method, clearance) => begin(room, order, { method, clearance }),
    look: (contribution, standing = null) => look(room, contribution, standing),
    changeMethod: (standing, method, clearance, key) =>
      changeMethod(room, standing, { method, clearance, key }),
    changePrice: (standing, price, key) => changePrice(room, standing, { price, key }),
    pause: (standing, key) => pause(room, standing, key),
    resume: (standing, clearance, key) => resume(room, standing, { clearance, key }),
    retry: (standing, clearance, key) => retry(room, standing, { clearance, key }),
    stop: (standing) => stop(room, standing),
    refund: (source, amount, key) => refund(room, source, { amount, key }),
    forget: (contribution, standing) => forget(room, contribution, standing),
    read: (cursor) => readAll(room, cursor),
    readHint: (what) => readHint(what, hintSecret ?? ''),
    reconcilePayout: (payout) => reconcilePayout(room, payout),
  };
}
