import { minor, type Minor, negative } from '../../ledger/minor.ts';
import type { Movement } from '../../ledger/movement.ts';
import { dayOf } from '../../ledger/days.ts';
import type { Reading } from '../rail.ts';
import { waysOf } from './begin.ts';
import { type Invoice, type Payment, readWays } from './invoice.ts';
import type { Room } from './list.ts';
import { familyOf, sourceOf } from './movements.ts';

/* What is in the books and not on the chain any more: six blocks were taken back, or somebody said so at BTCPay. */

type Booked = { amount: Minor; kind: string };
type Lost = Pick<Reading, 'movements' | 'questions'>;

/**
 * Takes out of the books what BTCPay says is gone, and back in what has come again. Of what it only leaves out it is
 * asked by name; where it has no answer to that nothing is changed, and a person is told.
 */
export async function lostOf(room: Room, invoices: readonly Invoice[]): Promise<Lost> {
  const lost: { movements: Movement[]; questions: Reading['questions'][number][] } = {
    movements: [],
    questions: [],
  };
  const booked = await bookedOf(room, invoices);
  for (const invoice of invoices) {
    const listed = invoice.ways.flatMap((way) => way.payments);
    let named: readonly Payment[] | null = null;
    for (const [source, { amount, kind }] of booked) {
      if (kind !== 'payment' || !source.startsWith(`${familyOf(invoice)}/`)) continue;
      const isIt = (payment: Payment): boolean => sourceOf(invoice, payment) === source;
      let payment = listed.find(isIt);
      if (payment === undefined) payment = (named ??= await askedByName(room, invoice)).find(isIt);
      const [isOut, isBack] = [booked.has(`${source}/gone`), booked.has(`${source}/back`)];
      const change = (way: 'gone' | 'back'): void => {
        lost.movements.push(adjustment(room, { source, amount, way }));
        lost.questions.push({ source: invoice.id, reason: `payment-${way}` });
      };
      if (payment === undefined) lost.questions.push({ source: invoice.id, reason: 'payment-missing' });
      else if (payment.status === 'Invalid' && !isOut) change('gone');
      else if (payment.status === 'Settled' && isOut && !isBack) change('back');
    }
  }
  return lost;
}

async function bookedOf({ store }: Room, invoices: readonly Invoice[]): Promise<Map<string, Booked>> {
  if (invoices.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('ledger_transaction as entry')
    .innerJoin('ledger_posting as posting', 'posting.transaction_id', 'entry.id')
    .select(['entry.source', 'entry.kind', 'posting.amount'])
    .where('entry.rail', '=', 'bitcoin')
    .where('posting.account', '=', 'assets:rail:bitcoin')
    // "0" is what comes behind "/".
    .where((eb) =>
      eb.or(
        invoices
          .map((invoice) => familyOf(invoice))
          .map((family) =>
            eb.and([eb('entry.source', '>', `${family}/`), eb('entry.source', '<', `${family}0`)]),
          ),
      ),
    )
    .execute();
  return new Map(rows.map(({ source, kind, amount }) => [source, { kind, amount: minor(amount) }]));
}

async function askedByName(room: Room, invoice: Invoice): Promise<readonly Payment[]> {
  const read = readWays(await waysOf(room, invoice.id, { all: true }));
  return 'why' in read ? [] : read.ways.flatMap((way) => way.payments);
}

function adjustment(
  { now }: Room,
  { source, amount, way }: { source: string; amount: Minor; way: 'gone' | 'back' },
): Movement {
  const [out, into] = way === 'gone' ? [negative(amount), amount] : [amount, negative(amount)];
  return {
    kind: 'adjustment',
    rail: 'bitcoin',
    source: `${source}/${way}`,
    about: source,
    day: dayOf(now()),
    reason: way === 'gone' ? 'written-off' : 'found',
    postings: [
      { account: 'assets:rail:bitcoin', currency: 'BTC', amount: out },
      { account: 'income:contributions:bitcoin', currency: 'BTC', amount: into },
    ],
  };
}
