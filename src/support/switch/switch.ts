import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema, Store } from '#store';
import type { Contributions } from '../contributions/contributions.ts';
import { STANDING } from '../contributions/contribution.ts';
import { SupportError } from '../contributions/error.ts';
import { dayOf } from '../ledger/days.ts';
import { RailError } from '../rails/error.ts';
import { type CountryCode, countryOf } from '../safety/countries.ts';
import type { Rule } from '../safety/rules.ts';
import type { Safety } from '../safety/safety.ts';
import { addLine, findFault, type SealedLine } from './log.ts';

/** What a signature under a log is: over the bytes of `{"run":…,"number":…,"chain":…}` in this order. */
export type Signature = { keyid: string; sig: string; signed: string };

export type SwitchOptions = {
  store: Store;
  safety: Safety;
  contributions: Contributions;
  /** Milliseconds since 1970. */
  now: () => number;
  random: () => string;
  /** Null where the newsroom has no keys yet: the log is sealed and not signed then. */
  sign: ((text: string) => Promise<{ keyid: string; sig: string }>) | null;
  /** Stops asked for a second at most. Default 80: below what card rails take. */
  pace?: number;
};

export type Run = {
  id: string;
  countries: readonly CountryCode[];
  reason: Rule['ground'];
  begunAt: number;
  endedAt: number | null;
  signature: Signature | null;
  /** How many lines of each kind its log has. */
  counts: Readonly<Record<string, number>>;
};

export type Foreseen = {
  /** Those that a rail charges and that will be stopped, and those that only the supporter can stop. */
  stops: number;
  beyondReach: number;
  /** When the first of them would be charged; null: none is planned. */
  nextAt: number | null;
};

/** At once at a rail. */
const LANES = 12;
/** So many are begun before what the rail was too busy for is asked again. */
const PAGE = 100;

/**
 * The designation switch: from one moment on nothing is taken from these countries any more. A rule refuses what is
 * new, and everything that goes on is stopped, what would be charged next first. Killed at any place, `run` goes on.
 */
export function openSwitch(options: SwitchOptions) {
  const { store, safety, contributions, now, random } = options;

  const affected = (db: Kysely<Schema>, countries: readonly string[]) =>
    db.selectFrom('contribution').where('country', 'in', countries).where('state', 'in', STANDING);

  async function runOf(id: string): Promise<Run> {
    const row = await store.db.selectFrom('switch_run').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new SupportError('unknown', `Nothing was switched under the name "${id}"`);
    const counts = await store.db
      .selectFrom('switch_line')
      .select((eb) => ['event' as const, eb.fn.countAll<number>().as('count')])
      .where('run', '=', id)
      .groupBy('event')
      .execute();
    return {
      id,
      countries: row.countries.split(' ') as CountryCode[],
      reason: row.reason as Rule['ground'],
      begunAt: row.begun_at,
      endedAt: row.ended_at,
      signature: row.signature_json === null ? null : (JSON.parse(row.signature_json) as Signature),
      counts: Object.fromEntries(counts.map(({ event, count }) => [event, Number(count)])),
    };
  }

  async function linesOf(id: string): Promise<SealedLine[]> {
    return store.db.selectFrom('switch_line').selectAll().where('run', '=', id).orderBy('number').execute();
  }

  return {
    /** What it would do; nothing is done. */
    async foresee(countries: readonly CountryCode[]): Promise<Foreseen> {
      const rows = await affected(store.db, countries)
        .select((eb) => [
          'rail' as const,
          eb.fn.countAll<number>().as('count'),
          eb.fn.min('next_at').as('at'),
        ])
        .groupBy('rail')
        .execute();
      const sum = (isKept: boolean): number =>
        rows
          .filter(({ rail }) => (contributions.keeps(rail) === true) === isKept)
          .reduce((all, { count }) => all + Number(count), 0);
      const times = rows.flatMap(({ at }) => (at === null ? [] : [Number(at)]));
      return {
        stops: sum(true),
        beyondReach: sum(false),
        nextAt: times.length === 0 ? null : Math.min(...times),
      };
    },

    /**
     * Refuses what is new from now on, and writes down that the rest is to be stopped; `run` stops it.
     *
     * @param by the account that did so, where it was done at the desk
     * @throws SupportError `setting` for what is no country
     */
    async begin(what: {
      countries: readonly string[];
      reason: Rule['ground'];
      source: Rule['sources'][number];
      by?: string | null;
    }): Promise<string> {
      const countries = [...new Set(what.countries)].map((text) => {
        const country = countryOf(text);
        if (country === null)
          throw new SupportError('setting', `"${text}" is no country; use the two letters of ISO 3166-1`);
        return country;
      });
      if (countries.length === 0) throw new SupportError('setting', 'No country is named');
      const at = now();
      const id = random();
      await store.transaction(async (db) => {
        const { number, set } = await safety.rules();
        const rules = countries.map((country): Rule => ({
          country,
          from: dayOf(at),
          until: null,
          verdict: 'refuse',
          acts: null,
          ground: what.reason,
          sources: [what.source],
          checked: null,
        }));
        await safety.change({ ...set, rules: [...set.rules, ...rules] }, number);
        await db
          .insertInto('switch_run')
          .values({
            id,
            countries: countries.join(' '),
            reason: what.reason,
            account: what.by ?? null,
            begun_at: at,
            ended_at: null,
            signature_json: null,
          })
          .execute();
        await addLine(db, { run: id, at, event: 'begun' });
      });
      return id;
    },

    /**
     * Stops what goes on, until nothing is left; may be called again at any time, by several processes too.
     *
     * @param progress called with how many are settled, and how many there are
     * @throws RailError `not_set_up` where a rail takes no call of ours; what is stopped by then stays so
     */
    async run(
      id: string,
      {
        signal,
        progress = () => undefined,
      }: { signal?: AbortSignal; progress?: (done: number, total: number) => void } = {},
    ): Promise<Run> {
      const { countries } = await runOf(id);
      const total = await left(id, countries);
      let done = 0;
      const pace = openPace(options.pace ?? 80);
      for (;;) {
        signal?.throwIfAborted();
        // They came first because they are charged first: they do not wait for all that are charged later.
        await contributions.goOn(LANES);
        const page = await affected(store.db, countries)
          .select(['id', 'rail'])
          .where('id', 'not in', toldOf(id))
          .where('id', 'not in', (eb) =>
            eb.selectFrom('rail_call').select('contribution').where('state', '=', 'open'),
          )
          // What would be charged next comes first; what has no day comes last.
          .orderBy((eb) => eb.fn.coalesce('next_at', eb.val(Number.MAX_SAFE_INTEGER)))
          .orderBy('id')
          .limit(PAGE)
          .execute();
        if (page.length > 0)
          await inLanes(page, async ({ id: contribution, rail }) => {
            signal?.throwIfAborted();
            await stopOne(id, contribution, rail, pace);
            progress(Math.min(total, (done += 1)), total);
          });
        else if ((await left(id, countries)) > 0) await untilCallsMove(signal);
        else break;
      }
      await end(id);
      return runOf(id);
    },

    runOf,
    /** How many are still to be stopped. */
    async leftOf(id: string): Promise<number> {
      return left(id, (await runOf(id)).countries);
    },
    async runs(): Promise<Run[]> {
      const rows = await store.db.selectFrom('switch_run').select('id').orderBy('begun_at', 'desc').execute();
      return Promise.all(rows.map(({ id }) => runOf(id)));
    },
    /** Those that are to be gone on with: what was killed, and what came back to life since. */
    async unfinished(): Promise<string[]> {
      const all = await store.db.selectFrom('switch_run').select(['id', 'countries', 'ended_at']).execute();
      const due: string[] = [];
      for (const { id, countries, ended_at: ended } of all) {
        const one = await affected(store.db, countries.split(' '))
          .select('id')
          .where('id', 'not in', toldOf(id))
          .limit(1)
          .executeTakeFirst();
        if (ended === null || one !== undefined) due.push(id);
      }
      return due;
    },
    /** The log as it is given out: a line of JSON each, the last the signature. */
    async log(id: string): Promise<string> {
      const { signature } = await runOf(id);
      const lines = (await linesOf(id)).map(({ run, number, at, event, about, chain }) =>
        JSON.stringify({ run, number, at: new Date(at).toISOString(), event, about, chain }),
      );
      return `${[...lines, ...(signature === null ? [] : [JSON.stringify(signature)])].join('\n')}\n`;
    },
    /** What is wrong with the log; null: nothing. */
    check: async (id: string): Promise<string | null> => findFault(await linesOf(id)),
  };

  async function left(id: string, countries: readonly string[]): Promise<number> {
    const { count } = await affected(store.db, countries)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('id', 'not in', toldOf(id))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  function toldOf(id: string) {
    return store.db
      .selectFrom('switch_line')
      .select('about')
      .where('run', '=', id)
      .where('about', 'is not', null)
      .$narrowType<{ about: string }>();
  }

  async function stopOne(run: string, contribution: string, rail: string, pace: Pace): Promise<void> {
    const tell = (event: 'beyond-reach' | 'ended-before' | 'refused'): Promise<void> =>
      store.transaction((db) => addLine(db, { run, at: now(), event, about: contribution }));
    const isKept = contributions.keeps(rail);
    if (isKept === null)
      throw new RailError(
        'not_set_up',
        `"${rail}" is not set up here, and contributions go on there; set it up and go on`,
      );
    if (!isKept) return tell('beyond-reach');
    await pace.turn();
    try {
      const { outcome } = await contributions.stopFor(contribution, run);
      if (outcome === 'later') pace.slower();
    } catch (error) {
      if (error instanceof RailError && error.code === 'refused') return tell('refused');
      if (!(error instanceof SupportError)) throw error;
      // Somebody else has just asked for something; it comes up again when that is over.
      if (error.code === 'busy') return;
      return tell('ended-before');
    }
  }

  /** What did not get through waits for its time and is asked again under its key. */
  async function untilCallsMove(signal: AbortSignal | undefined): Promise<void> {
    if ((await contributions.goOn(LANES)) > 0) return;
    const next = await contributions.nextCall();
    const wait = next === null ? 50 : Math.min(2_000, Math.max(50, next - now()));
    await sleep(wait, undefined, signal === undefined ? {} : { signal });
  }

  async function end(id: string): Promise<void> {
    const last = await store.transaction(async (db) => {
      const row = await db
        .selectFrom('switch_run')
        .select('ended_at')
        .where('id', '=', id)
        .executeTakeFirst();
      const at = now();
      if (row?.ended_at === null) {
        await addLine(db, { run: id, at, event: 'done' });
        await db.updateTable('switch_run').set({ ended_at: at }).where('id', '=', id).execute();
      }
      return db
        .selectFrom('switch_line')
        .select(['number', 'chain'])
        .where('run', '=', id)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
    });
    if (options.sign === null) return;
    const signed = JSON.stringify({ run: id, number: last.number, chain: last.chain });
    const signature: Signature = { ...(await options.sign(signed)), signed };
    await store.db
      .updateTable('switch_run')
      .set({ signature_json: JSON.stringify(signature) })
      .where('id', '=', id)
      .execute();
  }
}
export type DesignationSwitch = ReturnType<typeof openSwitch>;

/** Milliseconds in which refusals count as one, and between two turns at most. */
const SIGN_MS = 250;
const LONGEST_GAP = 100;
/** Turns that may be made up for at once, when the machine had no time: with them a second has no more than a rail takes. */
const MADE_UP = 8;

type Pace = { turn(): Promise<void>; slower(): void };

/** So many turns a second at most, evenly; fewer for a while after a rail asked for that. */
function openPace(perSecond: number): Pace {
  let gap = 1_000 / perSecond;
  let next = performance.now();
  let slowed = -Infinity;
  return {
    async turn() {
      const at = Math.max(performance.now() - MADE_UP * gap, next);
      next = at + gap;
      // Back to the pace that was asked for, in some hundred turns.
      gap = Math.max(1_000 / perSecond, gap * 0.99);
      const wait = at - performance.now();
      if (wait > 0) await sleep(wait);
    },
    slower() {
      // Those that were under way together are one sign.
      const at = performance.now();
      if (at - slowed < SIGN_MS) return;
      slowed = at;
      gap = Math.min(LONGEST_GAP, gap * 1.5);
    },
  };
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let at = 0;
  const lane = async (): Promise<void> => {
    while (at < items.length) await work(items[at++] as T);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
}
