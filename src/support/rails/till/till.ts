import type { Kysely } from 'kysely';
import type { Schema, Store, TillStandingTable } from '#store';
import { dayOf } from '../../ledger/days.ts';
import { minor, type Minor } from '../../ledger/minor.ts';
import type { Movement } from '../../ledger/movement.ts';
import { type Clearance, requireClearance } from '../../safety/clearance.ts';
import type { Act } from '../../safety/rules.ts';
import { RailError } from '../error.ts';
import {
  type Begun,
  type Changed,
  type Decline,
  type Order,
  type Rail,
  type Reading,
  type Report,
  type Rhythm,
  RHYTHMS,
} from '../rail.ts';
import { chargeAt, periodsAfter } from './calendar.ts';
import { type Method, PLAY_CARDS, type PlayCard, readMethod } from './cards.ts';

export type TillOptions = {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A name that nobody else draws: letters and digits. */
  random: () => string;
};

/** The rail that moves play money, for trying everything out. It never touches a bank, and its books stand apart. */
export type Till = Rail & {
  /** Charges what is due, as a rail does by itself. @returns how many were charged or failed */
  tick(): Promise<number>;
  /** When the next is due; null: nothing goes on. */
  next(): Promise<number | null>;
};

/** Days between the attempts to charge what failed, and how many attempts there are. */
const AGAIN_DAYS = 4;
const ATTEMPTS = 4;
const DAY = 86_400_000;
const PAGE = 200;

export function openTill({ store, now, random }: TillOptions): Till {
  /** Once for each key, whoever asks and how often. */
  async function once<T>(key: string, work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    return store.transaction(async (db) => {
      const before = await db
        .selectFrom('till_call')
        .select('answer_json')
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      if (before !== undefined) return JSON.parse(before.answer_json) as T;
      const answer = await work(db);
      const row = { idempotency_key: key, answer_json: JSON.stringify(answer ?? null), at: now() };
      await db.insertInto('till_call').values(row).execute();
      return answer;
    });
  }

  async function standingOf(db: Kysely<Schema>, id: string): Promise<TillStandingTable> {
    const row = await db.selectFrom('till_standing').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new RailError('refused', `The till knows nothing called "${id}"`);
    return row;
  }

  async function set(db: Kysely<Schema>, id: string, values: Partial<TillStandingTable>): Promise<Report> {
    await db.updateTable('till_standing').set(values).where('id', '=', id).execute();
    return reportOf(await standingOf(db, id));
  }

  async function move(
    db: Kysely<Schema>,
    row: { kind: string; contribution: string; about?: string; currency: string; amount: number },
  ): Promise<string> {
    const source = `${row.kind}_${random()}`;
    await db
      .insertInto('till_movement')
      .values({ about: null, ...row, source, at: now() })
      .execute();
    return source;
  }

  /** Charges a standing thing, which is what a rail's clock, a new card and another try do. */
  async function charge(db: Kysely<Schema>, row: TillStandingTable): Promise<Decline | null> {
    const card = row.card as PlayCard;
    const decline = card === 'pays-once' && row.periods > 0 ? 'declined' : PLAY_CARDS[card];
    const at = now();
    if (decline !== null) {
      const failures = row.failures + 1;
      const isOver = failures >= ATTEMPTS;
      const next = isOver ? null : at + AGAIN_DAYS * DAY;
      await set(db, row.id, { failures, next_at: next, state: isOver ? 'lapsed' : 'past-due' });
      return decline;
    }
    const { contribution, currency, amount, anchor_on: anchor } = row;
    await move(db, { kind: 'payment', contribution, currency, amount });
    const rhythm = row.rhythm as Rhythm;
    const periods = Math.max(row.periods + 1, periodsAfter(anchor, rhythm, at));
    const next = chargeAt(anchor, rhythm, periods);
    const state = rhythm === 'once' ? 'given' : 'active';
    await set(db, row.id, { failures: 0, periods, next_at: next, state });
    return null;
  }

  async function beginWith(db: Kysely<Schema>, order: Order, method: Method): Promise<Begun> {
    const { contribution, rhythm, currency, amount, left = null } = order;
    if (left !== null)
      await db.deleteFrom('till_standing').where('id', '=', left).where('state', '=', 'open').execute();
    const decline = PLAY_CARDS[method.card];
    if (decline !== null) return { outcome: 'declined', reason: decline };
    const row: TillStandingTable = {
      id: `till_${random()}`,
      contribution,
      rhythm,
      currency,
      amount,
      card: method.card,
      country: method.country ?? '??',
      state: 'open',
      anchor_on: dayOf(now()),
      periods: 0,
      next_at: null,
      failures: 0,
    };
    await db.insertInto('till_standing').values(row).execute();
    if (method.card === 'asks')
      return { outcome: 'waiting', standing: row.id, step: { kind: 'approve', secret: `approve_${row.id}` } };
    await charge(db, row);
    const { standing, nextAt } = reportOf(await standingOf(db, row.id));
    return { outcome: 'paid', standing, nextAt };
  }

  const usable = (method: string): Method => {
    const found = readMethod(method);
    if (found === null) throw new RailError('refused', `"${method}" is no play card`);
    return found;
  };
  /** Nothing is charged before the rules were asked, play money or not. */
  const cleared = (clearance: Clearance, act: Act, country: string | null): void =>
    requireClearance(clearance, { act, at: now(), country });

  return {
    name: 'till',
    rhythms: RHYTHMS,
    currencies: null,
    asks: 'method',
    keeps: true,
    holderOf: (method) => {
      const found = readMethod(method);
      return Promise.resolve(found === null ? null : { country: found.country, wallet: found.wallet });
    },
    async holderOfStanding(standing) {
      const row = await store.db
        .selectFrom('till_standing')
        .select('country')
        .where('id', '=', standing)
        .executeTakeFirst();
      return row === undefined ? null : { country: row.country, wallet: false };
    },
    begin(order, method, clearance) {
      const card = usable(method ?? '');
      if (clearance === null)
        throw new RailError('refused', 'The till asks for a clearance as every rail does');
      cleared(clearance, order.rhythm, card.country);
      return once(order.key, (db) => beginWith(db, order, card));
    },
    async look(contribution) {
      return store.transaction(async (db) => {
        const row = await db
          .selectFrom('till_standing')
          .selectAll()
          .where('contribution', '=', contribution)
          .executeTakeFirst();
        if (row === undefined) return null;
        // Her bank is asked by looking: it says yes.
        if (row.state === 'open' && row.card === 'asks') await charge(db, row);
        return reportOf(await standingOf(db, row.id));
      });
    },
    changeMethod(standing, method, clearance, key) {
      const card = usable(method);
      cleared(clearance, 'card-change', card.country);
      return once<Changed>(key, async (db) => {
        const reason = PLAY_CARDS[card.card];
        if (reason !== null) return { outcome: 'declined', reason };
        const before = await standingOf(db, standing);
        await set(db, standing, { card: card.card, country: card.country ?? '??' });
        if (before.state === 'past-due') await charge(db, await standingOf(db, standing));
        return { outcome: 'changed' };
      });
    },
    changePrice: (standing, { rhythm, currency, amount }, key) =>
      once(key, async (db) => {
        const row = await standingOf(db, standing);
        if (currency !== row.currency)
          throw new RailError('refused', `The till does not turn ${row.currency} into ${currency}`);
        if (rhythm === row.rhythm) return set(db, standing, { amount });
        // What was paid for is kept: the new rhythm begins where the old one would have charged.
        const anchor = dayOf(row.next_at ?? now());
        const next = chargeAt(anchor, rhythm, 0);
        return set(db, standing, {
          amount,
          rhythm,
          anchor_on: anchor,
          periods: 0,
          ...(row.next_at !== null && { next_at: next }),
        });
      }),
    pause: (standing, key) => once(key, (db) => set(db, standing, { state: 'paused', next_at: null })),
    async resume(standing, clearance, key) {
      const { country } = await standingOf(store.db, standing);
      cleared(clearance, 'resume', country);
      return once(key, async (db) => {
        const row = await standingOf(db, standing);
        const rhythm = row.rhythm as Rhythm;
        const periods = periodsAfter(row.anchor_on, rhythm, now());
        return set(db, standing, {
          state: 'active',
          failures: 0,
          periods,
          next_at: chargeAt(row.anchor_on, rhythm, periods),
        });
      });
    },
    async retry(standing, clearance, key) {
      const { country } = await standingOf(store.db, standing);
      cleared(clearance, 'retry', country);
      return once<Changed>(key, async (db) => {
        const row = await standingOf(db, standing);
        if (row.state !== 'past-due') return { outcome: 'changed' };
        const reason = await charge(db, row);
        return reason === null ? { outcome: 'changed' } : { outcome: 'declined', reason };
      });
    },
    stop: (standing, key) => once(key, (db) => set(db, standing, { state: 'cancelled', next_at: null })),
    refund: (source, amount, key) => once(key, (db) => refund(db, source, amount)),
    forget: (contribution, _standing, key) =>
      once(key, async (db) => {
        await db.deleteFrom('till_standing').where('contribution', '=', contribution).execute();
      }),
    read,
    async tick() {
      for (let done = 0; ; done++) {
        const at = now();
        const charged = await store.transaction(async (db) => {
          const row = await db
            .selectFrom('till_standing')
            .selectAll()
            .where('next_at', '<=', at)
            .orderBy('next_at')
            .limit(1)
            .executeTakeFirst();
          if (row === undefined) return false;
          await charge(db, row);
          return true;
        });
        if (!charged) return done;
      }
    },
    async next() {
      const row = await store.db
        .selectFrom('till_standing')
        .select((eb) => eb.fn.min('next_at').as('at'))
        .executeTakeFirst();
      return row?.at ?? null;
    },
  };

  async function refund(db: Kysely<Schema>, source: string, amount: Minor): Promise<void> {
    const payment = await db
      .selectFrom('till_movement')
      .selectAll()
      .where('source', '=', source)
      .where('kind', '=', 'payment')
      .executeTakeFirst();
    if (payment === undefined) throw new RailError('refused', `The till took nothing called "${source}"`);
    const back = await db
      .selectFrom('till_movement')
      .select((eb) => eb.fn.sum<number>('amount').as('amount'))
      .where('about', '=', source)
      .executeTakeFirst();
    const left = payment.amount - Number(back?.amount ?? 0);
    if (amount <= 0 || amount > left)
      throw new RailError('refused', `${amount} cannot be given back of "${source}"; ${left} are left`);
    const { contribution, currency } = payment;
    await move(db, { kind: 'refund', contribution, about: source, currency, amount });
  }

  async function* read(cursor: string | null): AsyncIterable<Reading> {
    let moved = Number(cursor ?? 0);
    for (;;) {
      const rows = await store.db
        .selectFrom('till_movement')
        .selectAll()
        .where('id', '>', moved)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      const last = rows.at(-1);
      if (last === undefined) break;
      moved = last.id;
      const standing = await store.db
        .selectFrom('till_standing')
        .selectAll()
        .where(
          'contribution',
          'in',
          rows.map(({ contribution }) => contribution),
        )
        .execute();
      yield {
        movements: rows.map(movementOf),
        payments: rows
          .filter(({ kind }) => kind === 'payment')
          .map(({ source, contribution, at }) => ({ source, contribution, at })),
        reports: standing.map(reportOf),
        questions: [],
        cursor: String(moved),
      };
    }
    // What failed has moved nothing.
    const rest = await store.db
      .selectFrom('till_standing')
      .selectAll()
      .where('state', 'in', ['past-due', 'lapsed'])
      .execute();
    const reports = rest.map(reportOf);
    yield { movements: [], payments: [], reports, questions: [], cursor: String(moved) };
  }
}

function reportOf(row: TillStandingTable): Report {
  return {
    contribution: row.contribution,
    standing: row.rhythm === 'once' ? null : row.id,
    state: row.state as Report['state'],
    nextAt: row.next_at,
  };
}

function movementOf(row: {
  source: string;
  kind: string;
  about: string | null;
  currency: string;
  amount: number;
  at: number;
}): Movement {
  const { source, currency, at } = row;
  const said = { rail: 'till', source, day: dayOf(at), amount: minor(row.amount), currency } as const;
  if (row.kind === 'payment') return { kind: 'payment', ...said };
  return { kind: 'refund', ...said, ...(row.about !== null && { about: row.about }) };
}
