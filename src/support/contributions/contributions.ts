import { randomBytes } from 'node:crypto';
import type { Store } from '#store';
import type { Rail as RailName } from '../ledger/chart.ts';
import { dayOf } from '../ledger/days.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { RailError } from '../rails/error.ts';
import type { Decline, Rail, Rhythm, Step } from '../rails/rail.ts';
import type { Refused, Safety } from '../safety/safety.ts';
import { type Ask, type Call, keepCalls } from './calls.ts';
import { carryOut, type Outcome } from './carry-out.ts';
import { hashCode, makeCode, readCode } from './code.ts';
import {
  type Contribution,
  contributionOf,
  type Purpose,
  type State,
  STANDING,
  type Visibility,
} from './contribution.ts';
import { SupportError } from './error.ts';
import {
  listContributions,
  listed,
  type ListedContribution,
  type ListFilter,
  type ListPage,
  type Payment,
  paymentsOf,
} from './listing.ts';
import { type Decided, decideQuestion, openQuestions, type Question } from './questions.ts';
import { readRail, type ReadRail } from './read-rail.ts';
import { addRefund, type Refund, refundsOf, type RefundWish } from './refunds.ts';
import { forgetEnded } from '../letters/due.ts';
import { leaveWall } from '../wall/shown.ts';
import { keepTerms, priceOf } from './terms.ts';

export type ContributionsOptions = {
  store: Store;
  ledger: Ledger;
  safety: Safety;
  /** Those that are set up. */
  rails: readonly Rail[];
  /** Those on which something new is taken. Default: all. */
  offered?: readonly RailName[];
  /** Milliseconds since 1970. */
  now: () => number;
  /** As many bytes as asked for, that nobody can guess. Default: those of the system. */
  random?: (bytes: number) => Uint8Array;
};

/** What a supporter chooses before anything is asked of anybody. */
export type Wish = {
  rail: RailName;
  rhythm: Rhythm;
  currency: string;
  /** Minor units, without what covers the fees. */
  amount: number;
  cover: boolean;
  purpose: Purpose;
  visibility: Visibility;
  /** BCP 47 */
  lang: string;
};

/** How a payment went. */
export type Paid =
  | { outcome: 'paid'; contribution: Contribution }
  | { outcome: 'waiting'; step: Step }
  | { outcome: 'declined'; reason: Decline; triesLeft: number }
  /** The rules say no, and no bank has heard of it. */
  | { outcome: 'not-cleared'; refused: Refused }
  /** The means of paying is not known to the rail, or was used up. */
  | { outcome: 'no-method' }
  /** No answer yet; it is asked again by itself, and done once. */
  | { outcome: 'later' };

/** What opens with a code. */
export type Opened = {
  contribution: Contribution;
  /** What is being asked of the rail for it; null: nothing. */
  underWay: Ask['kind'] | null;
  /** The newest first. */
  payments: readonly Payment[];
};

/** What the desk shows of one. */
export type ContributionFile = {
  contribution: ListedContribution;
  /** What is being asked of the rail for it; null: nothing. */
  underWay: Ask['kind'] | null;
  /** The newest first. */
  payments: readonly Payment[];
  refunds: readonly Refund[];
};

/** How often one contribution may be declined: whoever tries stolen cards needs many. */
const TRIES = 4;
/** Days for which something that was not paid is kept: a transfer may take weeks. */
const KEPT_OPEN: Record<RailName, number> = { card: 3, till: 3, bitcoin: 90, transfer: 400 };

/** Contributions of all rails: made, paid, changed, stopped, read. */
export function openContributions(options: ContributionsOptions) {
  const { store, now, rails, random = randomBytes } = options;
  const offered = options.offered ?? rails.map((rail) => rail.name);
  const terms = keepTerms({ store, now });
  const name = (): string => Buffer.from(random(16)).toString('hex');
  const calls = keepCalls({ store, now, random: name });
  const parts = { ...options, calls, railOf };

  function railOf(wanted: string): Rail {
    const found = rails.find((rail) => rail.name === wanted);
    if (found === undefined) throw new SupportError('rail', `"${wanted}" is not set up here`);
    return found;
  }

  async function find(code: string): Promise<Contribution> {
    const printed = readCode(code);
    const row =
      printed === null
        ? undefined
        : await store.db
            .selectFrom('contribution')
            .selectAll()
            .where('code_hash', '=', hashCode(printed))
            .executeTakeFirst();
    if (row === undefined)
      throw new SupportError(
        'unknown',
        'No contribution has this code; look whether it is typed as it was given',
      );
    return contributionOf(row);
  }

  /** Writes down what is asked, in the state in which it may be, and asks. */
  async function ask(code: string, from: readonly State[], what: Ask): Promise<Outcome> {
    const { id } = await find(code);
    return askFor(id, from, what);
  }

  async function askFor(
    id: string,
    from: readonly State[],
    what: Ask | ((rail: string) => Promise<Ask>),
  ): Promise<Outcome> {
    const call = await store.transaction(async (db) => {
      const row = await db.selectFrom('contribution').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw new SupportError('unknown', 'There is no such contribution any more');
      if (!from.includes(row.state as State))
        throw new SupportError('state', `This cannot be asked for a contribution that is "${row.state}"`);
      const ask = typeof what === 'function' ? await what(row.rail) : what;
      return calls.open(db, { contribution: id, rail: row.rail, ask });
    });
    return carryOut(parts, call);
  }

  return {
    terms,
    rails: rails.map((rail) => rail.name),
    offered,
    /** What can be paid by, as the support page offers it. */
    ways: rails
      .filter((rail) => offered.includes(rail.name))
      .map(({ name: rail, rhythms, currencies }) => ({ name: rail, rhythms, currencies })),

    /** Makes one that nobody has paid yet. @returns the code that alone opens it; it is kept nowhere */
    async begin(wish: Wish): Promise<{ code: string; contribution: Contribution }> {
      const rail = railOf(wish.rail);
      if (!offered.includes(wish.rail))
        throw new SupportError('rail', `Nothing new is taken on "${wish.rail}" here`);
      if (!rail.rhythms.includes(wish.rhythm))
        throw new SupportError('rhythm', `"${wish.rail}" cannot do "${wish.rhythm}"`);
      if (rail.currencies !== null && !rail.currencies.includes(wish.currency))
        throw new SupportError('currency', `"${wish.rail}" does not take "${wish.currency}"`);
      const { price, cover } = priceOf((await terms.now()).value, wish);
      const code = makeCode(random);
      const today = dayOf(now());
      const row = {
        id: name(),
        code_hash: hashCode(code),
        rail: wish.rail,
        state: 'open' as const,
        ...price,
        cover,
        purpose: wish.purpose,
        visibility: wish.visibility,
        lang: wish.lang,
        country: null,
        reference: rail.makeReference?.() ?? null,
        standing: null,
        begun_on: today,
        changed_on: today,
        next_at: null,
        tries: 0,
      };
      await store.db.insertInto('contribution').values(row).execute();
      return { code, contribution: contributionOf(row) };
    },

    /**
     * Pays one that was begun. Asks the rules first; nothing reaches a bank where they refuse.
     *
     * @param method the rail's own name of a means of paying, for a rail that asks by it
     * @param said the country of her bank, for a rail that asks for it
     * @throws SupportError `unknown`, `state`, `busy`
     */
    async pay(
      code: string,
      { method = null, said = null }: { method?: string | null; said?: string | null },
    ): Promise<Paid> {
      const contribution = await find(code);
      if (contribution.tries >= TRIES)
        throw new SupportError('state', 'This contribution was declined too often; begin another one');
      const outcome = await ask(code, ['open'], { kind: 'begin', method, country: said });
      return outcome.outcome === 'not-cleared' ? outcome : paidOf(await find(code), outcome);
    },

    /** Asks the rail how one stands that waits for the supporter's bank or for the chain. */
    async look(code: string): Promise<Contribution> {
      const { id, rail, standing } = await find(code);
      const report = await railOf(rail).look(id, standing);
      if (report !== null) await readRail(parts).apply([report]);
      return find(code);
    },

    async open(code: string): Promise<Opened> {
      const contribution = await find(code);
      return {
        contribution,
        underWay: (await calls.isOpen(contribution.id)) as Ask['kind'] | null,
        payments: await paymentsOf(store, contribution.id),
      };
    },

    stop: (code: string): Promise<Outcome> => ask(code, STANDING, { kind: 'stop', run: null }),
    pause: (code: string): Promise<Outcome> => ask(code, ['active', 'past-due'], { kind: 'pause' }),
    resume: (code: string): Promise<Outcome> => ask(code, ['paused'], { kind: 'resume' }),
    retry: (code: string): Promise<Outcome> => ask(code, ['past-due'], { kind: 'retry' }),
    changeMethod: (code: string, method: string): Promise<Outcome> =>
      ask(code, STANDING, { kind: 'change-method', method }),
    async changePrice(
      code: string,
      wish: { rhythm: 'monthly' | 'yearly'; amount: number; cover: boolean },
    ): Promise<Outcome> {
      const { currency } = await find(code);
      const { price, cover } = priceOf((await terms.now()).value, { ...wish, currency });
      return ask(code, STANDING, { kind: 'change-price', price, cover });
    },
    async setVisibility(code: string, visibility: Visibility): Promise<void> {
      const { id } = await find(code);
      await store.transaction(async (db) => {
        await db.updateTable('contribution').set({ visibility }).where('id', '=', id).execute();
        if (visibility !== 'public') await leaveWall(db, options, id);
      });
    },
    /** Stops it where it goes on, and lets go of everything but what the books need, which name nobody. */
    forget: (code: string): Promise<Outcome> =>
      ask(code, ['open', 'given', 'lapsed', 'cancelled', 'stopped', ...STANDING], { kind: 'forget' }),

    /** For the designation switch and the desk, which know contributions by their id. */
    stopFor: (id: string, run: string | null): Promise<Outcome> =>
      askFor(id, STANDING, { kind: 'stop', run }),
    /** Whether a rail charges again by itself, so that there is something to stop; null: it is not set up. */
    keeps: (rail: string): boolean | null => rails.find(({ name: one }) => one === rail)?.keeps ?? null,
    /**
     * Gives a payment back, or a part of it, once: whoever has not seen what was given back before is refused.
     *
     * @param written called in the transaction in which it is written down, before the rail is asked
     * @throws SupportError `unknown`, `state`, `changed`, `amount`, `busy`
     */
    refund: (id: string, wish: RefundWish, written?: () => Promise<unknown>): Promise<Outcome> =>
      askFor(id, ['given', 'lapsed', 'cancelled', 'stopped', ...STANDING], async (rail) => {
        const { source, amount } = wish;
        const number = await addRefund(store, { rail, contribution: id, wish, at: now() });
        await written?.();
        return { kind: 'refund', source, amount, number };
      }),
    list: (filter: ListFilter, page: { limit: number; before: string | null }): Promise<ListPage> =>
      listContributions(store, filter, page),
    /** One with its receipts, for the desk, which knows it by its id; null: there is none. */
    async file(id: string): Promise<ContributionFile | null> {
      const row = await store.db
        .selectFrom('contribution')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return null;
      const payments = await paymentsOf(store, id);
      const sources = payments.map(({ source }) => source);
      return {
        contribution: listed(contributionOf(row), row.changed_on),
        underWay: (await calls.isOpen(id)) as Ask['kind'] | null,
        payments,
        refunds: await refundsOf(store.db, { rail: row.rail, sources }),
      };
    },
    /** What was asked of rails and not answered yet, the next first. */
    owed: () => calls.list(),
    questions: () => openQuestions(store),
    decide: (question: Pick<Question, 'rail' | 'source' | 'reason'>, decided: Decided): Promise<void> =>
      decideQuestion(store, question, decided),

    /** Asks again what did not get through, so many at once, until nothing is due. @returns how many were carried out */
    async goOn(lanes = 1): Promise<number> {
      let done = 0;
      const lane = async (): Promise<void> => {
        for (;;) {
          const call: Call | null = await calls.take(now());
          if (call === null) return;
          // Whoever asked for it is gone: a refusal stands in the call itself.
          await carryOut(parts, call).catch((error: unknown) => {
            if (!(error instanceof RailError)) throw error;
          });
          done += 1;
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return done;
    },
    nextCall: () => calls.next(),

    /** Reads what a rail has listed since the last time. */
    read: (rail: RailName): ReturnType<ReadRail['read']> => readRail(parts).read(railOf(rail)),

    /** Removes what was begun and never paid, and addresses that are for nothing any more. @returns how many */
    async sweep(): Promise<number> {
      let swept = 0;
      await forgetEnded(store.db, now());
      for (const [rail, days] of Object.entries(KEPT_OPEN)) {
        const before = dayOf(now() - days * 86_400_000);
        const { numDeletedRows } = await store.db
          .deleteFrom('contribution')
          .where('rail', '=', rail)
          .where('state', '=', 'open')
          .where('begun_on', '<', before)
          .where('id', 'not in', (eb) =>
            eb.selectFrom('rail_call').select('contribution').where('state', '=', 'open'),
          )
          .executeTakeFirstOrThrow();
        swept += Number(numDeletedRows);
      }
      return swept;
    },
  };
}
export type Contributions = ReturnType<typeof openContributions>;

function paidOf(contribution: Contribution, outcome: Outcome): Paid {
  if (outcome.outcome === 'done') return { outcome: 'paid', contribution };
  if (outcome.outcome === 'declined')
    return { ...outcome, triesLeft: Math.max(0, TRIES - contribution.tries) };
  return outcome;
}
