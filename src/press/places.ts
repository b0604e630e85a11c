import type { ListName, Newsroom, StoryId } from '#newsroom';
import { parseList } from './keys.ts';

/** Where stories stand. What was read once is kept, so the answers of one press agree with each other. */
export type Places = {
  /** How many stories stand in a list. */
  total(list: ListName): Promise<number>;
  /** Stories of a list, oldest first, `from` counted from the oldest. */
  window(list: ListName, from: number, count: number): Promise<StoryId[]>;
  /** Lists of one language whose names begin like this, such as `en/day/2026`, by name. */
  lists(prefix: string): Promise<{ list: ListName; count: number }[]>;
  /** The nearest days with stories before and after a day (`2026-11-23`). */
  nearestDays(lang: string, day: string): Promise<{ older: string | null; newer: string | null }>;
};

/** Asks for each thing alone: for a press of a few pages. */
export function openPlaces({ live }: Newsroom, stretch = 1): Places {
  const totals = new Map<ListName, number>();
  let ahead: { list: ListName; from: number; ids: StoryId[] } = { list: '', from: 0, ids: [] };
  return {
    lists: (prefix) => live.lists(prefix),
    nearestDays: (lang, day) => live.nearestDays(lang, day),
    async total(list) {
      const counted = totals.get(list) ?? (await live.count(list));
      totals.set(list, counted);
      return counted;
    },
    async window(list, from, count) {
      const held = ahead.list === list && from >= ahead.from && from + count <= ahead.from + ahead.ids.length;
      if (!held) {
        const found = await live.list(list, { from, limit: Math.max(count, stretch) });
        ahead = { list, from, ids: found.map((one) => one.story) };
      }
      return ahead.ids.slice(from - ahead.from, from - ahead.from + count);
    },
  };
}

/** Places of a list that are read at once where every page is wanted. */
const STRETCH = 1000;

type Named = { list: ListName; count: number };

/** Reads far ahead: for a full press, which asks for every list and for each day on its own page, its month's and a sitemap. */
export function openAllPlaces(newsroom: Newsroom): Places {
  const ahead = openPlaces(newsroom, STRETCH);
  const languages = new Map<string, Promise<Language>>();
  const days = new Map<ListName, StoryId[]>();
  const language = (lang: string): Promise<Language> => {
    const known = languages.get(lang) ?? newsroom.live.lists(`${lang}/`).then(languageOf);
    languages.set(lang, known);
    return known;
  };
  return {
    async lists(prefix) {
      const { named } = await language(parseList(prefix).lang);
      return named.filter(({ list }) => list.startsWith(prefix));
    },
    async nearestDays(lang, day) {
      const known = (await language(lang)).days;
      const place = known.findIndex((other) => other >= day);
      const after = place === -1 ? known.length : place;
      const newer = known[after] === day ? known[after + 1] : known[after];
      return { older: known[after - 1] ?? null, newer: newer ?? null };
    },
    total: async (list) => (await language(parseList(list).lang)).totals.get(list) ?? 0,
    async window(list, from, count) {
      if (parseList(list).kind !== 'day') return ahead.window(list, from, count);
      const all = days.get(list) ?? (await ahead.window(list, 0, STRETCH));
      if (from + count > all.length) return ahead.window(list, from, count);
      days.set(list, all);
      return all.slice(from, from + count);
    },
  };
}

type Language = { named: Named[]; totals: Map<ListName, number>; days: string[] };

function languageOf(lists: readonly Named[]): Language {
  const named = lists.map(({ list, count }) => ({ list, count }));
  const days = named.map(({ list }) => parseList(list)).filter(({ kind }) => kind === 'day');
  return {
    named,
    totals: new Map(named.map(({ list, count }) => [list, count])),
    days: days.map(({ id }) => id).toSorted(),
  };
}
