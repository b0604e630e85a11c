import { archivePath, renderArchive, type ArchiveView, type Link } from '#reader';
import type { Gather } from './gather.ts';
import { HTML, type Output } from './output.ts';

/** Days with stories and how many, oldest first: `en/day/2026-11-23` → 2026-11-23. */
async function days(
  gather: Gather,
  lang: string,
  within: string,
): Promise<{ date: string; count: number }[]> {
  const prefix = `${lang}/day/`;
  const lists = await gather.lists(`${prefix}${within}`);
  return lists.map(({ list, count }) => ({ date: list.slice(prefix.length), count }));
}

function page(gather: Gather, lang: string, view: ArchiveView): Output[] {
  return [{ path: view.path, type: HTML, text: renderArchive(gather.site(lang), view) }];
}

/** The nearest values before and after `value` in an ascending list. */
function beside(
  values: readonly string[],
  value: string,
): { older: string | undefined; newer: string | undefined } {
  const place = values.indexOf(value);
  return place === -1
    ? { older: undefined, newer: undefined }
    : { older: values[place - 1], newer: values[place + 1] };
}

export async function dayOutputs(gather: Gather, lang: string, date: string): Promise<Output[]> {
  const { prefix } = gather.site(lang);
  const list = `${lang}/day/${date}`;
  const members = await gather.window(list, 0, await gather.total(list));
  if (members.length === 0) return [];
  const near = await gather.nearestDays(lang, date);
  const link = (day: string | null): Link | null =>
    day === null ? null : { label: day, path: archivePath(prefix, day) };
  return page(gather, lang, {
    kind: 'day',
    path: archivePath(prefix, date),
    date,
    cards: await gather.cards(members.toReversed()),
    older: link(near.older),
    newer: link(near.newer),
  });
}

export async function monthOutputs(gather: Gather, lang: string, month: string): Promise<Output[]> {
  const { prefix } = gather.site(lang);
  const found = await days(gather, lang, month);
  if (found.length === 0) return [];
  const { older, newer } = beside(await monthsOf(gather, lang), month);
  const link = (other: string | undefined): Link | null =>
    other === undefined ? null : { label: other, path: archivePath(prefix, other) };
  const view: ArchiveView = {
    kind: 'month',
    path: archivePath(prefix, month),
    month,
    days: [],
    older: link(older),
    newer: link(newer),
  };
  for (const { date } of found.reverse()) {
    const list = `${lang}/day/${date}`;
    const members = await gather.window(list, 0, await gather.total(list));
    const cards = await gather.cards(members.toReversed());
    const stories = cards.map((card) => ({ label: card.headline, path: card.path }));
    view.days.push({ date, path: archivePath(prefix, date), stories });
  }
  return page(gather, lang, view);
}

/** Months with stories, oldest first. */
export async function monthsOf(gather: Gather, lang: string): Promise<string[]> {
  return [...new Set((await days(gather, lang, '')).map(({ date }) => date.slice(0, 7)))];
}

export async function yearOutputs(gather: Gather, lang: string, year: string): Promise<Output[]> {
  const { prefix } = gather.site(lang);
  const counts = new Map<string, number>();
  for (const { date, count } of await days(gather, lang, `${year}-`)) {
    const month = date.slice(0, 7);
    counts.set(month, (counts.get(month) ?? 0) + count);
  }
  if (counts.size === 0) return [];
  const months = [...counts]
    .reverse()
    .map(([month, count]) => ({ month, path: archivePath(prefix, month), count }));
  return page(gather, lang, { kind: 'year', path: archivePath(prefix, year), year, months });
}

export async function yearsOutputs(gather: Gather, lang: string): Promise<Output[]> {
  const { prefix } = gather.site(lang);
  const counts = new Map<string, number>();
  for (const { date, count } of await days(gather, lang, '')) {
    const year = date.slice(0, 4);
    counts.set(year, (counts.get(year) ?? 0) + count);
  }
  const years = [...counts]
    .reverse()
    .map(([year, count]) => ({ year, path: archivePath(prefix, year), count }));
  return page(gather, lang, { kind: 'years', path: archivePath(prefix, null), years });
}
