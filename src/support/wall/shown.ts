import type { Kysely } from 'kysely';
import type { Schema, Store } from '#store';
import { countriesShown } from '../appeals/shown.ts';
import { STANDING } from '../contributions/contribution.ts';
import { dayOf } from '../ledger/days.ts';
import { minor, type Minor } from '../ledger/minor.ts';
import type { Rhythm } from '../rails/rail.ts';
import type { RuleSet } from '../safety/rules.ts';
import { pressSoon } from '../settings.ts';

/** A supporter on the wall, as she wants to be seen. */
export type WallShown = {
  name: string;
  /** yyyy-mm: since when she gives. No day is told. */
  month: string;
  /** Null: she does not wish it, or it was long ago. */
  gift: { amount: Minor; currency: string; rhythm: Rhythm } | null;
};

/** More names than these are not shown; the newest are. */
const MOST = 1_000;
/** Days after which an amount is not told any more, and somebody who gives no more is not named. */
const YEAR = 365;
const DAY = 86_400_000;

/** Countries of which the rules say anything: nobody is named who is there. */
export const toldOf = (set: RuleSet, at: number): Set<string> =>
  new Set(countriesShown(set, at).map(({ country }) => country));

/** What pages show: the newest month first, and within a month by name, so that no order tells of a day. */
export async function wallShown(db: Kysely<Schema>, rules: RuleSet, at: number): Promise<WallShown[]> {
  const since = dayOf(at - YEAR * DAY);
  const rows = await db
    .selectFrom('wall_name')
    .innerJoin('contribution', 'contribution.id', 'wall_name.contribution')
    .select(['name', 'month', 'shows_amount', 'country', 'amount', 'cover', 'currency', 'rhythm', 'begun_on'])
    .where('wall_name.state', '=', 'shown')
    .where('contribution.visibility', '=', 'public')
    .where((eb) =>
      eb.or([
        eb('contribution.state', 'in', [...STANDING]),
        eb.and([
          eb('contribution.state', 'in', ['given', 'lapsed', 'cancelled']),
          eb('contribution.changed_on', '>=', since),
        ]),
      ]),
    )
    .orderBy('month', 'desc')
    .orderBy('name')
    .execute();
  const told = toldOf(rules, at);
  return rows
    .filter(({ country }) => country === null || !told.has(country))
    .slice(0, MOST)
    .map(({ name, month, shows_amount: shows, amount, cover, currency, rhythm, begun_on: begun }) => ({
      name,
      month,
      gift:
        shows === 1 && begun >= since
          ? { amount: minor(amount - cover), currency, rhythm: rhythm as Rhythm }
          : null,
    }));
}

/** Takes a name off, in the transaction that it is called in; the next edition is without it. @returns whether one was there */
export async function leaveWall(
  db: Kysely<Schema>,
  options: { store: Store; now: () => number },
  contribution: string,
): Promise<boolean> {
  const row = await db
    .deleteFrom('wall_name')
    .where('contribution', '=', contribution)
    .returning('state')
    .executeTakeFirst();
  if (row?.state === 'shown') await pressSoon(options)(db);
  return row !== undefined;
}
