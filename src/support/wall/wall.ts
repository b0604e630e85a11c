import type { Store } from '#store';
import type { Contribution } from '../contributions/contribution.ts';
import { monthOf } from '../ledger/days.ts';
import { countryOf } from '../safety/countries.ts';
import type { Ground } from '../safety/rules.ts';
import type { Safety } from '../safety/safety.ts';
import { pressSoon } from '../settings.ts';
import { countriesShown } from '../appeals/shown.ts';
import { wallName } from './name.ts';
import { leaveWall } from './shown.ts';

export type WallOptions = {
  store: Store;
  safety: Safety;
  /** Whether a gift of a contribution came from where the rules refuse. */
  isDenied: (contribution: string) => Promise<boolean>;
  now: () => number;
};

export type WallState = 'waiting' | 'shown' | 'refused';

/** What a supporter asked for, and how it stands. */
export type OnWall = { name: string; showsAmount: boolean; state: WallState };

export type ChosenName =
  | { kind: 'waiting' }
  /** The name is none, too long, or leads somewhere. */
  | { kind: 'wrong' }
  /** Being named could do harm: why, as far as the rules tell; `unknown`: no country was said. */
  | { kind: 'refused'; unknown: boolean; grounds: Ground[] };

/** A name that a person has to look at before anybody sees it. */
export type WaitingName = {
  contribution: string;
  name: string;
  month: string;
  showsAmount: boolean;
  lang: string;
};

/** Supporters who want to be named. Nobody is named before a person at the desk has looked at the name. */
export type Wall = {
  /**
   * Takes the name that a supporter chose, and makes her contribution public. Whoever lives or banks in a country of
   * which the rules say anything is not named.
   *
   * @param country where she says that she lives; null: she would rather not say
   */
  choose(
    contribution: Contribution,
    wish: { name: string; showsAmount: boolean; country: string | null },
  ): Promise<ChosenName>;
  of(contribution: string): Promise<OnWall | null>;
  leave(contribution: string): Promise<void>;
  /** The oldest month first. */
  waiting(): Promise<WaitingName[]>;
  /** Those that were looked at and are shown, in the same order; `refuse` takes one off. */
  standing(): Promise<WaitingName[]>;
  /** @param name as it was looked at. @returns false where it is another by now, or not there any more */
  approve(contribution: string, name: string): Promise<boolean>;
  refuse(contribution: string, name: string): Promise<boolean>;
};

export function openWall(options: WallOptions): Wall {
  const { store, safety, now } = options;
  const decide = (state: WallState) => (contribution: string, name: string) =>
    store.transaction(async (db): Promise<boolean> => {
      const row = await db
        .updateTable('wall_name')
        .set({ state })
        .where('contribution', '=', contribution)
        .where('name', '=', name)
        .returning('contribution')
        .executeTakeFirst();
      if (row !== undefined) await pressSoon(options)(db);
      return row !== undefined;
    });
  return {
    async choose({ id, country: bank, begunOn }, { name: text, showsAmount, country }) {
      const name = wallName(text);
      if (name === null) return { kind: 'wrong' };
      const lives = countryOf(country);
      if (lives === null) return { kind: 'refused', unknown: true, grounds: [] };
      const rules = countriesShown((await safety.rules()).set, now());
      const against = rules.filter((rule) => rule.country === lives || rule.country === bank);
      if (against.length > 0 || (await options.isDenied(id)))
        return {
          kind: 'refused',
          unknown: false,
          grounds: [...new Set(against.flatMap((one) => one.grounds))],
        };
      const row = {
        contribution: id,
        name,
        shows_amount: showsAmount ? 1 : 0,
        state: 'waiting',
        month: monthOf(begunOn),
      };
      await store.transaction(async (db) => {
        const before = await db
          .selectFrom('wall_name')
          .select(['name', 'state'])
          .where('contribution', '=', id)
          .executeTakeFirst();
        // A name that was looked at is looked at once; whether an amount stands beside it is hers to say.
        const state = before?.name === name ? before.state : row.state;
        await db
          .insertInto('wall_name')
          .values({ ...row, state })
          .onConflict((same) => same.column('contribution').doUpdateSet({ ...row, state }))
          .execute();
        await db.updateTable('contribution').set({ visibility: 'public' }).where('id', '=', id).execute();
        if (before?.state === 'shown') await pressSoon(options)(db);
      });
      return { kind: 'waiting' };
    },
    async of(contribution) {
      const row = await store.db
        .selectFrom('wall_name')
        .select(['name', 'shows_amount', 'state'])
        .where('contribution', '=', contribution)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { name: row.name, showsAmount: row.shows_amount === 1, state: row.state as WallState };
    },
    async leave(contribution) {
      const left = await store.transaction((db) => leaveWall(db, options, contribution));
      if (left) await store.wipe();
    },
    waiting: () => named('waiting'),
    standing: () => named('shown'),
    approve: decide('shown'),
    refuse: decide('refused'),
  };
  async function named(state: WallState): Promise<WaitingName[]> {
    const rows = await store.db
      .selectFrom('wall_name')
      .innerJoin('contribution', 'contribution.id', 'wall_name.contribution')
      .select(['wall_name.contribution', 'name', 'month', 'shows_amount', 'lang'])
      .where('wall_name.state', '=', state)
      .where('contribution.state', 'not in', ['open', 'stopped'])
      .where('contribution.visibility', '=', 'public')
      .orderBy('month')
      .orderBy('name')
      .execute();
    return rows.map(({ shows_amount: shows, ...row }) => ({ ...row, showsAmount: shows === 1 }));
  }
}
