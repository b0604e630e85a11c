import { prefixOf } from '../address.ts';
import { slugOf } from '../slug.ts';
import type { Page } from '../types.ts';
import { type Applied, buildBody, type Desk, digestOf, type Open, leadHere } from './apply.ts';
import type { IncomingPage } from './incoming.ts';
import { reasonSaid, refusalsSaid, remark, type Said } from './remark.ts';

const TRIES = 20;

/** Puts a static page in, or brings the one that an earlier run put in up to date. Call it in a transaction. */
export async function applyPage(desk: Desk, ready: Open, what: IncomingPage): Promise<Applied> {
  const { incoming, opened, known, gathered } = ready;
  const { lang } = what.page;
  const remarks = [...opened.remarks];
  const id = known?.targetKind === 'page' ? known.target : null;
  const before = id === null ? null : await desk.newsroom.pages.get(id, lang);
  if (before && known && (await changedAt(desk, before)) > known.at) {
    const text = 'The page was changed here since; the archive’s new text was not taken';
    const said = [remark('page_changed_here', text)];
    const { digest, at } = known;
    return { outcome: 'skipped', said, targetKind: 'page', target: before.id, revision: null, digest, at };
  }
  const built = buildBody(what.body, gathered, { lang, base: before?.body ?? null, random: desk.random });
  remarks.push(...built.remarks);
  const page = { ...what.page, body: built.body };
  const put = before ? await replace(desk, before, page) : await add(desk, what, page);
  if ('said' in put)
    return {
      outcome: 'skipped',
      said: put.said,
      targetKind: null,
      target: null,
      revision: null,
      digest: incoming.digest,
    };
  if ('moved' in put) remarks.unshift(put.moved);
  const site = await desk.newsroom.site.get();
  const path = `${site ? prefixOf(site, lang) : ''}${put.page.slug}.html`;
  const led = await leadHere(desk, what.aliases, { path }, before === null);
  remarks.push(...led.remarks);
  return {
    outcome: before ? (put.changed || led.added ? 'updated' : 'unchanged') : 'imported',
    said: remarks,
    targetKind: 'page',
    target: put.page.id,
    revision: null,
    digest: digestOf(incoming, gathered, desk),
  };
}

type Put = { page: Page; changed: boolean; moved?: Said } | { said: Said[] };

async function replace(desk: Desk, before: Page, page: Omit<Page, 'id'>): Promise<Put> {
  const next = { ...page, id: before.id, slug: before.slug };
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(next)))
    return { page: before, changed: false };
  const put = await desk.newsroom.pages.put(next);
  return put.ok ? { page: put.page, changed: true } : { said: refusalsSaid(put) };
}

function sorted(page: Page): unknown[] {
  return [page.id, page.lang, page.slug, page.kind, page.headline, page.menuPosition, page.body];
}

/** The first of slug, slug-2, slug-3 … that is free: two pages of an archive may bear one slug under two parents. */
async function add(desk: Desk, what: IncomingPage, page: Omit<Page, 'id'>): Promise<Put> {
  const base = (await slugOf(page.slug || page.headline, page.lang)).slice(0, 60).replace(/-+$/, '');
  let last: Said[] = [];
  let reserved = false;
  for (let at = 1; at <= TRIES; at++) {
    const slug = at === 1 ? base : `${base}-${at}`;
    const id = what.id ?? slug;
    const standing = await desk.newsroom.pages.get(id, page.lang);
    if (standing) {
      const text = `A page "${id}" stands here already; remove it or rename the archive’s`;
      last = [remark('page_stands', text, { name: id })];
      if (what.id !== null) return { said: last };
      continue;
    }
    const put = await desk.newsroom.pages.put({ ...page, id, slug });
    if (put.ok) {
      const why = reserved ? 'is kept for a page of the site itself' : 'is another page’s already';
      const text = `It stands at "${slug}.html", for "${base}" ${why}; links to it by its old name lead elsewhere`;
      const moved = remark('page_moved', text, { name: `${slug}.html`, old: base });
      return { page: put.page, changed: true, ...(slug !== base && { moved }) };
    }
    last = put.reasons.map(reasonSaid);
    reserved ||= put.reasons.some(({ code }) => code === 'reserved');
    if (!put.reasons.every(({ code }) => code === 'taken' || code === 'reserved')) break;
  }
  return { said: last };
}

async function changedAt(desk: Desk, page: Page): Promise<number> {
  const row = await desk.store.db
    .selectFrom('page')
    .select('changed_at')
    .where('id', '=', page.id)
    .where('lang', '=', page.lang)
    .executeTakeFirst();
  return row?.changed_at ?? 0;
}
