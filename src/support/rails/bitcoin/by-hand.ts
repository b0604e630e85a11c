import type { Store } from '#store';
import { dayOf, requireDay } from '../../ledger/days.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { minor, type Minor, negative } from '../../ledger/minor.ts';
import type { Money, Movement } from '../../ledger/movement.ts';
import { RailError } from '../error.ts';

/* What leaves the newsroom's wallet is seen by no invoice: whoever sends it says so. */

type Sent = {
  /** By which it is known, so that it is booked once: of a sale at the exchange, or of the transaction. */
  name: string;
  /** Satoshi. */
  amount: Minor;
  /** Satoshi that the chain took for sending it. Default: 0 */
  fee?: Minor;
  /** yyyy-mm-dd. Default: today */
  on?: string;
};

export type ByHand = {
  /** Sold, and sent to the bank, where a statement tells that it arrived. `kept`: by the exchange, in the same currency. */
  sold(what: Sent & { sent: Money; kept?: Minor }): Promise<boolean>;
  /** Given back of a payment. */
  gaveBack(what: Sent & { payment: string }): Promise<boolean>;
  /** Paid with for what is no matter of contributions. */
  spent(what: Sent): Promise<boolean>;
};

/** Each answers whether it was new. Throws a RailError `refused`, a LedgerError for what is no day. */
export function bitcoinByHand({
  store,
  ledger,
  now,
}: {
  store: Store;
  ledger: Ledger;
  now: () => number;
}): ByHand {
  const said = (kind: string, { name, amount, on }: Sent) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name))
      throw new RailError('refused', `"${name}" is no name; use letters, digits and "._-", at most 80`);
    if (amount <= 0) throw new RailError('refused', 'The amount has to be above nothing');
    const day = on === undefined ? dayOf(now()) : requireDay(on);
    return { rail: 'bitcoin', source: `${kind}/${name}`, day, amount, currency: 'BTC' } as const;
  };
  const write = async (movements: readonly Movement[]): Promise<boolean> =>
    store.transaction(async () => {
      const results = await ledger.record(movements);
      const refused = results.find(({ outcome }) => outcome === 'refused');
      if (refused?.outcome === 'refused')
        throw new RailError(
          'refused',
          refused.reason === 'other-content'
            ? 'Something else is booked under this name; give it another'
            : `The books do not take it: ${refused.reason}`,
        );
      return results.some(({ outcome }) => outcome === 'recorded');
    });
  return {
    sold({ sent, kept = minor(0), ...what }) {
      const one = said('sold', what);
      const { fee = minor(0) } = what;
      const to = { amount: minor(sent.amount + kept), currency: sent.currency };
      return write([
        { kind: 'exchange', ...one, fee, to },
        { kind: 'payout', ...one, ...sent, source: `${one.source}/payout`, fee: kept, about: one.source },
      ]);
    },
    async gaveBack({ payment, ...what }) {
      const one = said('back', what);
      const left = await leftOf(store, payment, one.source);
      if (left === null) throw new RailError('refused', `No payment called "${payment}" is in the books`);
      if (one.amount > left)
        throw new RailError('refused', `${one.amount} satoshi cannot be given back of it; ${left} are left`);
      return write([{ kind: 'refund', ...one, fee: what.fee ?? minor(0), about: payment }]);
    },
    spent(what) {
      const { amount: _amount, currency, ...one } = said('spent', what);
      const { amount, fee = minor(0) } = what;
      const movements: Movement[] = [
        {
          kind: 'adjustment',
          ...one,
          reason: 'spent',
          postings: [
            { account: 'assets:rail:bitcoin', currency, amount: negative(amount) },
            { account: 'equity:spent', currency, amount },
          ],
        },
      ];
      if (fee > 0)
        movements.push({
          kind: 'fee',
          ...one,
          source: `${one.source}/fee`,
          currency,
          amount: fee,
          about: one.source,
        });
      return write(movements);
    },
  };
}

/** Satoshi of a payment that were not given back, not counting what is known by `source`; null: there is none. */
async function leftOf({ db }: Store, payment: string, source: string): Promise<number | null> {
  const rows = await db
    .selectFrom('ledger_transaction as entry')
    .innerJoin('ledger_posting as posting', 'posting.transaction_id', 'entry.id')
    .select(['entry.kind', 'posting.amount'])
    .where('entry.rail', '=', 'bitcoin')
    .where('entry.source', '!=', source)
    .where((eb) => eb.or([eb('entry.source', '=', payment), eb('entry.about', '=', payment)]))
    .where('posting.account', 'in', ['income:contributions:bitcoin', 'income:refunds:bitcoin'])
    .execute();
  if (!rows.some(({ kind }) => kind === 'payment')) return null;
  return rows.reduce((left, { amount }) => left - amount, 0);
}
