import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Schema, Store } from '#store';
import type { Rail } from './chart.ts';
import { dayOf } from './days.ts';
import { createContentHash, digestOf } from './digest.ts';
import { entryOf } from './entry.ts';
import { minor } from './minor.ts';
import type { Movement } from './movement.ts';

/* What the tests of the ledger start from: histories as a rail would list them, and faults at every write. */

export const TODAY = Date.UTC(2026, 10, 23, 8);
const FIRST = Date.UTC(2026, 7, 1);

/** One thing that happens at a rail; what it happens to is picked from what was there before. */
const step = fc.record({
  what: fc.constantFrom(
    'pay',
    'pay',
    'pay',
    'pay',
    'refund',
    'refund-failed',
    'dispute',
    'won',
    'lost',
    'payout',
    'arrived',
    'payout-failed',
    'fee',
    'exchange',
    'adjust',
  ),
  rail: fc.constantFrom<Rail>('card', 'card', 'transfer', 'bitcoin', 'till'),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'BTC'),
  amount: fc.integer({ min: 1, max: 2_000_000 }),
  fee: fc.integer({ min: -50, max: 400 }),
  pick: fc.nat(1000),
  days: fc.nat(4),
});

/** The list of movements that a rail would show in the end, in its order; the seed of fast-check gives it again. */
export const histories: fc.Arbitrary<Movement[]> = fc
  .array(step, { minLength: 1, maxLength: 18, size: 'max' })
  .map((steps) => {
    let at = FIRST;
    const list: Movement[] = [];
    for (const each of steps) {
      at += each.days * 86_400_000;
      list.push(happened(each, list, dayOf(at)));
    }
    return list;
  });

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function happened(
  { what, rail, currency, amount, fee, pick }: Step,
  list: Movement[],
  day: string,
): Movement {
  const source = `${what}_${list.length}`;
  const of = (kind: Movement['kind']) => {
    const found = list.filter((movement) => movement.kind === kind);
    return found[pick % Math.max(1, found.length)];
  };
  const money = { amount: minor(amount), currency };
  const plain: Movement = { kind: 'payment', rail, source, day, ...money, fee: minor(fee) };
  /** The same money once more, of the same rail; where there is none yet, a payment. */
  const again = (kind: FollowUp, before: Movement['kind']): Movement => {
    const first = of(before);
    if (first === undefined || first.kind === 'adjustment') return plain;
    const { amount: same, currency: code } = first;
    return { kind, rail: first.rail, source, day, about: first.source, amount: same, currency: code };
  };
  switch (what) {
    case 'refund':
      return again('refund', 'payment');
    case 'refund-failed':
      return again('refund-failed', 'refund');
    case 'dispute':
      return { ...again('dispute-opened', 'payment'), ...(fee > 0 && { fee: minor(fee) }) };
    case 'won':
      return again('dispute-won', 'dispute-opened');
    case 'lost':
      return again('dispute-lost', 'dispute-opened');
    case 'payout':
      return { kind: 'payout', rail: rail === 'transfer' ? 'card' : rail, source, day, ...money };
    case 'payout-failed':
      return again('payout-failed', 'payout');
    case 'arrived': {
      const sent = of('payout');
      if (sent?.kind !== 'payout') return plain;
      const { rail: from, amount: same, currency: code } = sent;
      return { kind: 'payout-arrived', rail: 'transfer', source, day, from, amount: same, currency: code };
    }
    case 'fee':
      return { kind: 'fee', rail, source, day, ...money };
    case 'exchange': {
      const to = { amount: minor(pick + 1), currency: currency === 'EUR' ? 'USD' : 'EUR' };
      return { kind: 'exchange', rail, source, day, ...money, to };
    }
    case 'adjust': {
      const [gave, got] = [minor(-amount), minor(amount)];
      const postings = [
        { account: 'equity:opening', currency, amount: gave } as const,
        { account: `assets:rail:${rail}`, currency, amount: got } as const,
      ];
      return { kind: 'adjustment', rail, source, day, reason: 'opening-balance', postings };
    }
    case 'pay':
      return plain;
  }
}

type FollowUp =
  'refund' | 'refund-failed' | 'dispute-opened' | 'dispute-won' | 'dispute-lost' | 'payout-failed';

/** The content hash that a ledger of these movements must have, computed without one. */
export function expectedHash(movements: readonly Movement[]): string {
  const digests = new Map<string, string>();
  for (const movement of movements) {
    const entry = entryOf(movement, dayOf(TODAY));
    if (typeof entry === 'string') throw new Error(`The history has a movement without ${entry}`);
    digests.set(`${entry.rail}\0${entry.source}`, digestOf(entry));
  }
  const hash = createContentHash();
  for (const [, digest] of [...digests].sort(([one], [other]) => (one < other ? -1 : 1))) hash.add(digest);
  return hash.end();
}

/** Currencies, and entries, that do not add up, by what the database itself says; empty when all is well. */
export async function unbalanced(store: Store): Promise<unknown[]> {
  const whole = sql`SELECT currency, sum(amount) FROM ledger_posting GROUP BY currency HAVING sum(amount) <> 0`;
  const each = sql`SELECT p.transaction_id FROM ledger_posting AS p
    LEFT JOIN ledger_transaction AS t ON t.id = p.transaction_id
    GROUP BY p.transaction_id, p.currency, t.id HAVING sum(p.amount) <> 0 OR t.id IS NULL`;
  return [...(await whole.execute(store.db)).rows, ...(await each.execute(store.db)).rows];
}

export class Fault extends Error {}

/**
 * The store with something happening at one place of its next transaction: before its first, second … call of the
 * database, before it is committed, or after that, when the answer is lost. `came` tells whether the place was reached.
 */
export function interrupted(
  store: Store,
  place: number | 'commit' | 'answer',
  act: () => void,
): { store: Store; came: () => boolean } {
  let came = false;
  let calls = 0;
  const at = (where: number | 'commit' | 'answer'): void => {
    if (came || where !== place) return;
    came = true;
    act();
  };
  const watched = (db: Kysely<Schema>): Kysely<Schema> =>
    new Proxy(db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]): unknown => {
          if (CALLS.has(name)) at((calls += 1));
          return Reflect.apply(value, target, parameters);
        };
      },
    });
  const transaction: Store['transaction'] = async (work) => {
    const result = await store.transaction(async (db) => {
      const done = await work(watched(db));
      at('commit');
      return done;
    });
    at('answer');
    return result;
  };
  return { store: { ...store, transaction }, came: () => came };
}

const CALLS = new Set<string | symbol>(['selectFrom', 'insertInto', 'executeQuery']);
