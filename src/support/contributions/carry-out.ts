import type { Kysely } from 'kysely';
import type { Schema, Store } from '#store';
import { dayOf } from '../ledger/days.ts';
import { minor } from '../ledger/minor.ts';
import { RailError } from '../rails/error.ts';
import type { Begun, Changed, Decline, Holder, Rail, Report, Step } from '../rails/rail.ts';
import type { Clearance } from '../safety/clearance.ts';
import { countryOf } from '../safety/countries.ts';
import type { Act } from '../safety/rules.ts';
import type { Refused, Safety } from '../safety/safety.ts';
import { askPerson } from './questions.ts';
import { type Call, type Calls, isTooOld } from './calls.ts';
import { keyOf } from '../letters/due.ts';
import { addLine } from '../switch/log.ts';
import { leaveWall } from '../wall/shown.ts';
import { type Contribution, contributionOf } from './contribution.ts';
import { markRefund } from './refunds.ts';

export type Outcome =
  | { outcome: 'done' }
  | { outcome: 'waiting'; step: Step }
  | { outcome: 'declined'; reason: Decline }
  | { outcome: 'not-cleared'; refused: Refused }
  | { outcome: 'no-method' }
  | { outcome: 'later' };

export type Parts = {
  store: Store;
  safety: Safety;
  calls: Calls;
  railOf: (name: string) => Rail;
  now: () => number;
};

/** What a call found out; `apply` writes it down together with the end of the call. */
type Found = { outcome: Outcome; apply?: (db: Kysely<Schema>) => Promise<unknown> };

/**
 * Asks a rail for what a call says, under its key, and writes down what became of it. The rules are asked anew each
 * time, since they may have changed since the call was written.
 *
 * @throws RailError `refused` and `not_set_up`, once the call is ended
 */
export async function carryOut(parts: Parts, call: Call): Promise<Outcome> {
  const { store, calls } = parts;
  const row = await store.db
    .selectFrom('contribution')
    .selectAll()
    .where('id', '=', call.contribution)
    .executeTakeFirst();
  if (row === undefined) {
    await calls.end(store.db, call, 'gone');
    return { outcome: 'done' };
  }
  if (isTooOld(call, parts.now())) {
    await store.transaction(async (db) => {
      await askPerson(
        db,
        { rail: call.rail, source: call.contribution, reason: `gave-up-${call.ask.kind}` },
        parts,
      );
      if (call.ask.kind === 'refund') await markRefund(db, { rail: call.rail, ...call.ask }, 'given-up');
      await calls.end(db, call, 'given-up');
    });
    return { outcome: 'later' };
  }
  let found: Found;
  try {
    found = await askRail(parts, call, contributionOf(row));
  } catch (error) {
    if (!(error instanceof RailError)) throw error;
    if (error.isPassing) {
      await calls.later(call, error.after);
      return { outcome: 'later' };
    }
    const { code } = error;
    await store.transaction(async (db) => {
      if (call.ask.kind === 'refund') await markRefund(db, { rail: call.rail, ...call.ask }, 'refused');
      await calls.end(db, call, code);
    });
    throw error;
  }
  const { ask } = call;
  // Whoever named no country may name one yet.
  const isSlip =
    ask.kind === 'begin' && countryOf(ask.country) === null && parts.railOf(call.rail).asks === 'said';
  const isRefused = found.outcome.outcome === 'not-cleared' && ask.kind === 'begin' && !isSlip;
  await store.transaction(async (db) => {
    await found.apply?.(db);
    if (isRefused) await leaveNothing(db, parts, call);
    else await calls.end(db, call, found.outcome.outcome);
  });
  if (isRefused) await store.wipe();
  return found.outcome;
}

async function askRail(parts: Parts, call: Call, contribution: Contribution): Promise<Found> {
  const rail = parts.railOf(call.rail);
  const { ask, key } = call;
  const standing = (): string => {
    if (contribution.standing !== null) return contribution.standing;
    throw new RailError('refused', `Nothing goes on at "${rail.name}" for this contribution`);
  };
  const settled = (report: Report): Found => ({
    outcome: { outcome: 'done' },
    apply: (db) => write(db, parts, contribution.id, { ...stateOf(report) }),
  });
  switch (ask.kind) {
    case 'begin':
      return begin(parts, { rail, call, contribution, ask });
    case 'change-method': {
      const holder = await rail.holderOf(ask.method);
      if (holder === null) return { outcome: { outcome: 'no-method' } };
      const cleared = await clear(parts, ['card-change'], holder);
      if ('refused' in cleared) return refused(cleared.refused);
      const changed = await rail.changeMethod(standing(), ask.method, cleared.clearance, key);
      return afterCharge(parts, contribution, changed, { country: holder.country });
    }
    case 'change-price': {
      const { price, cover } = ask;
      const report = await rail.changePrice(standing(), { ...price, amount: minor(price.amount) }, key);
      const { rhythm, amount } = price;
      return {
        outcome: { outcome: 'done' },
        apply: (db) => write(db, parts, contribution.id, { ...stateOf(report), rhythm, amount, cover }),
      };
    }
    case 'pause':
      return settled(await rail.pause(standing(), key));
    case 'resume':
    case 'retry': {
      const holder = await rail.holderOfStanding(standing());
      const cleared = await clear(parts, [ask.kind], holder);
      if ('refused' in cleared) return refused(cleared.refused);
      if (ask.kind === 'resume') return settled(await rail.resume(standing(), cleared.clearance, key));
      return afterCharge(parts, contribution, await rail.retry(standing(), cleared.clearance, key), {});
    }
    case 'stop': {
      const report = await rail.stop(standing(), key);
      const { run } = ask;
      const state = run === null ? report.state : 'stopped';
      return {
        outcome: { outcome: 'done' },
        apply: async (db) => {
          await write(db, parts, contribution.id, { ...stateOf(report), state });
          if (run === null) return;
          // Whoever was named is not, from the next edition on.
          await leaveWall(db, parts, contribution.id);
          await addLine(db, { run, at: parts.now(), event: 'stopped', about: contribution.id });
        },
      };
    }
    case 'refund':
      await rail.refund(ask.source, minor(ask.amount), key);
      return { outcome: { outcome: 'done' } };
    case 'forget':
      await rail.forget(contribution.id, contribution.standing, key);
      return { outcome: { outcome: 'done' }, apply: (db) => forget(db, parts, contribution.id) };
  }
}

async function begin(
  parts: Parts,
  {
    rail,
    call,
    contribution,
    ask,
  }: {
    rail: Rail;
    call: Call;
    contribution: Contribution;
    ask: Extract<Call['ask'], { kind: 'begin' }>;
  },
): Promise<Found> {
  const { id, rhythm, currency, amount, lang, reference } = contribution;
  const known = call.attempts > 1 ? await rail.look(id, contribution.standing) : null;
  // It got through the last time, and only its answer was lost.
  if (known !== null && known.state !== 'open')
    return { outcome: { outcome: 'done' }, apply: (db) => write(db, parts, id, stateOf(known)) };
  let [holder, clearance]: [Holder | null, Clearance | null] = [null, null];
  if (rail.asks !== 'nothing') {
    const isSaid = rail.asks === 'said';
    holder = isSaid ? { country: ask.country, wallet: false } : await rail.holderOf(ask.method ?? '');
    if (holder === null) return { outcome: { outcome: 'no-method' } };
    const cleared = await clear(parts, [isSaid ? 'transfer-details' : rhythm], holder);
    if ('refused' in cleared) return refused(cleared.refused);
    ({ clearance } = cleared);
  }
  const { standing: left } = contribution;
  const order = { contribution: id, rhythm, currency, amount, lang, key: call.key, reference, left };
  const begun = await rail.begin(order, ask.method, clearance);
  const country = holder?.country ?? null;
  return {
    outcome: outcomeOf(begun),
    apply: async (db) => {
      if (begun.outcome === 'declined') return countDecline(db, id);
      const { standing } = begun;
      const isPaid = begun.outcome === 'paid';
      const state = isPaid ? { state: rhythm === 'once' ? 'given' : 'active', next_at: begun.nextAt } : {};
      await write(db, parts, id, { standing, country, ...state });
    },
  };
}

/** All of these are asked; the clearance is that of the first. A card in a wallet has a rule of its own. */
async function clear(
  { safety }: Parts,
  [first, ...more]: [Act, ...Act[]],
  holder: Holder | null,
): Promise<{ clearance: Clearance } | { refused: Refused }> {
  const country = holder?.country ?? null;
  for (const act of holder?.wallet === true ? [...more, 'wallet' as const] : more) {
    const answer = await safety.clear({ act, country });
    if (!answer.clear) return { refused: answer };
  }
  const answer = await safety.clear({ act: first, country });
  return answer.clear ? { clearance: answer.clearance } : { refused: answer };
}

const refused = (why: Refused): Found => ({ outcome: { outcome: 'not-cleared', refused: why } });

function outcomeOf(begun: Begun): Outcome {
  if (begun.outcome === 'paid') return { outcome: 'done' };
  if (begun.outcome === 'waiting') return { outcome: 'waiting', step: begun.step };
  return begun;
}

function afterCharge(
  parts: Parts,
  { id, state }: Contribution,
  changed: Changed,
  values: { country?: string | null },
): Found {
  if (changed.outcome === 'declined') return { outcome: changed, apply: (db) => countDecline(db, id) };
  if (changed.outcome === 'waiting') return { outcome: changed };
  const mended = state === 'past-due' ? { state: 'active' } : {};
  return { outcome: { outcome: 'done' }, apply: (db) => write(db, parts, id, { ...values, ...mended }) };
}

const stateOf = ({ state, nextAt, standing, country }: Report) => ({
  state,
  next_at: nextAt,
  ...(standing !== null && { standing }),
  ...(country !== undefined && { country }),
});

type Values = Partial<{
  state: string;
  standing: string | null;
  country: string | null;
  next_at: number | null;
  rhythm: string;
  amount: number;
  cover: number;
}>;

export async function write(
  db: Kysely<Schema>,
  { now }: Pick<Parts, 'now'>,
  id: string,
  values: Values,
): Promise<void> {
  await db
    .updateTable('contribution')
    .set({ ...values, changed_on: dayOf(now()) })
    .where('id', '=', id)
    .execute();
}

async function countDecline(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('contribution')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Of a first payment that the rules refused nothing stays: neither that it was tried, nor what was to be given. */
async function leaveNothing(db: Kysely<Schema>, parts: Parts, { id, contribution }: Call): Promise<void> {
  await db.deleteFrom('rail_call').where('id', '=', id).execute();
  const asked = await db
    .selectFrom('rail_call')
    .select('id')
    .where('contribution', '=', contribution)
    .executeTakeFirst();
  if (asked === undefined) await forget(db, parts, contribution);
}

/** The ledger keeps its movements, which name nobody; nothing here ties them together any more. */
async function forget(db: Kysely<Schema>, parts: Parts, id: string): Promise<void> {
  await leaveWall(db, parts, id);
  await db.deleteFrom('failure_notice').where('contribution', '=', id).execute();
  for (const kind of ['failed', 'receipt'] as const) await parts.store.outbox.withdraw(keyOf(kind, id), db);
  await db.deleteFrom('contribution_payment').where('contribution', '=', id).execute();
  await db.deleteFrom('rail_call').where('contribution', '=', id).execute();
  await db.deleteFrom('contribution').where('id', '=', id).execute();
}
