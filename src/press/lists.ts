import {
  correctionsPath,
  feedPaths,
  listPath,
  renderCorrections,
  renderList,
  type Card,
  type Link,
  type ListKind,
  type ListView,
} from '#reader';
import type { StoryId } from '#newsroom';
import type { Gather } from './gather.ts';
import { noteView } from './notes.ts';
import { parseList } from './keys.ts';
import { inLanguage } from './in-language.ts';
import { prefixOf } from './labels.ts';
import { HTML, type Output } from './output.ts';
import { neighbours, windowOf } from './paging.ts';

const KINDS: readonly string[] = ['section', 'tag', 'series', 'author', 'latest'] satisfies ListKind[];

function isListKind(kind: string): kind is ListKind {
  return KINDS.includes(kind);
}

/** The path of a page of a list such as `en/tag/tariffs`. */
export function pathOfList(gather: Gather, list: string, number: number | null): string {
  const { lang, kind, id } = parseList(list);
  if (!isListKind(kind)) throw new Error(`List "${list}" has no pages of its own`);
  return listPath(prefixOf(gather.labels.site, lang), kind, id, number);
}

/** Stories of a page of a list, newest first; a series by its parts. Null when the page is not there. */
async function members(
  gather: Gather,
  list: string,
  number: number | null,
): Promise<{ cards: Card[]; total: number }> {
  const { lang, kind, id } = parseList(list);
  const { live } = gather.newsroom;
  if (kind === 'series') {
    const order = await live.seriesOrder(lang, id);
    const { from, count } = windowOf(order.length, number);
    return { cards: await gather.cards(order.slice(from, from + count)), total: order.length };
  }
  const total = await gather.total(list);
  const { from, count } = windowOf(total, number);
  const found = count > 0 ? await gather.window(list, from, count) : [];
  return { cards: await gather.cards(found.toReversed()), total };
}

/** Which lists keep their landing page even when no story stands in them. */
function staysEmpty(kind: ListKind): boolean {
  return kind === 'section' || kind === 'author' || kind === 'latest';
}

function heading(
  gather: Gather,
  kind: ListKind,
  id: string,
  lang: string,
): { heading: string; description: string } {
  const { labels } = gather;
  switch (kind) {
    case 'section':
      return { heading: labels.section(id, lang).label, description: '' };
    case 'tag':
      return { heading: labels.tag(id, lang).label, description: '' };
    case 'series': {
      const series = labels.series(id, lang);
      return { heading: series.label, description: series.summary };
    }
    case 'author':
      return {
        heading: labels.author(id, lang).label,
        description: inLanguage(labels.authors.get(id)?.bios ?? {}, lang),
      };
    case 'latest':
      return { heading: '', description: '' };
  }
}

async function alternates(
  gather: Gather,
  kind: ListKind,
  id: string,
  lang: string,
): Promise<ListView['alternates']> {
  const others = [...gather.labels.sites.keys()].filter((other) => other !== lang);
  const found: ListView['alternates'] = [];
  for (const other of others) {
    const list = kind === 'latest' ? `${other}/latest` : `${other}/${kind}/${id}`;
    if (staysEmpty(kind) || (await gather.total(list)) > 0) {
      found.push({ lang: other, path: listPath(prefixOf(gather.labels.site, other), kind, id, null) });
    }
  }
  return found;
}

/** Renders one page of a list; nothing when the page is no longer there. */
export async function listOutputs(gather: Gather, list: string, number: number | null): Promise<Output[]> {
  const { lang, kind, id } = parseList(list);
  if (!isListKind(kind)) throw new Error(`List "${list}" has no pages of its own`);
  const site = gather.site(lang);
  const { cards, total } = await members(gather, list, number);
  if (cards.length === 0 && (number !== null || !staysEmpty(kind))) return [];
  const beside = neighbours(total, number);
  const link = (page: number | null | undefined): Link | null =>
    page === undefined
      ? null
      : { label: page === null ? '' : String(page), path: pathOfList(gather, list, page) };
  const portrait = kind === 'author' ? (gather.labels.authors.get(id)?.portrait ?? null) : null;
  const view: ListView = {
    kind,
    ...heading(gather, kind, id, lang),
    portrait: portrait ? ((await gather.media([portrait], lang)).pictures.get(portrait) ?? null) : null,
    path: pathOfList(gather, list, number),
    cards,
    number,
    newer: link(beside.newer),
    older: link(beside.older),
    banner: kind === 'section' && number === null ? await bannerOf(gather, lang) : null,
    feeds: feedsOf(site.prefix, kind, id),
    alternates: number === null ? await alternates(gather, kind, id, lang) : [],
  };
  return [{ path: view.path, type: HTML, text: renderList(site, view) }];
}

export async function bannerOf(gather: Gather, lang: string): Promise<ListView['banner']> {
  const banner = await gather.newsroom.front.banner(lang);
  // One that was raised while this press waited for its turn stands all the same.
  if (!banner || banner.expiresAt <= gather.at) return null;
  const { text, link, raisedAt, expiresAt } = banner;
  return { text, link, raisedAt, expiresAt };
}

/** One page of the corrections page: stories corrected or updated, newest note first. */
export async function correctionsOutputs(
  gather: Gather,
  lang: string,
  number: number | null,
): Promise<Output[]> {
  const site = gather.site(lang);
  const list = `${lang}/corrections`;
  const total = await gather.total(list);
  const { from, count } = windowOf(total, number);
  if (number !== null && count === 0) return [];
  const ids: StoryId[] = count > 0 ? (await gather.window(list, from, count)).toReversed() : [];
  const cards = new Map((await gather.cards(ids)).map((card) => [card.story, card]));
  const notes = await gather.newsroom.live.notes(ids);
  const beside = neighbours(total, number);
  const link = (page: number | null | undefined): Link | null =>
    page === undefined
      ? null
      : { label: page === null ? '' : String(page), path: correctionsPath(site.prefix, page) };
  const entries = ids.flatMap((id) => {
    const card = cards.get(id);
    if (!card) return [];
    return notes
      .filter((note) => note.story === id)
      .map((note) => ({ note: noteView(note), headline: card.headline, path: card.path }));
  });
  entries.sort((a, b) => b.note.at - a.note.at);
  const path = correctionsPath(site.prefix, number);
  const view = { path, entries, newer: link(beside.newer), older: link(beside.older), number };
  return [{ path, type: HTML, text: renderCorrections(site, view) }];
}

/** Sections have feeds of their own; the newest stories share the language's. */
function feedsOf(prefix: string, kind: ListKind, id: string): ListView['feeds'] {
  if (kind === 'section') return feedPaths(prefix, { kind, id });
  return kind === 'latest' ? feedPaths(prefix, null) : null;
}
