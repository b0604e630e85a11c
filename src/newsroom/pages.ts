import { isDeepStrictEqual } from 'node:util';
import { parseBody } from '#body';
import type { Doc } from '#body';
import { Changes } from './changes.ts';
import { newId } from './ids.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { getSite, inMenus } from './site.ts';
import type { Page, Refused } from './types.ts';

/** Names of files that the edition has at the same place as its pages. */
const RESERVED = [
  'index',
  'archive',
  'corrections',
  'latest',
  'search',
  'verify',
  'gap',
  'reach',
  'cards',
  'starter',
  'support',
  'sitemap',
  'feed',
  '404',
];

/**
 * Adds or changes a static page; one page has the same id in every language. Refused when another page has the
 * slug (`taken`) or the site itself needs it (`reserved`). Throws `NewsroomError` `invalid_page`, `BodyError`.
 */
export async function putPage(
  room: Room,
  value: Omit<Page, 'id'> & { id?: string },
): Promise<{ ok: true; page: Page } | Refused> {
  const { checkPage } = await import('./borders.ts');
  const { id, ...rest } = checkPage(value);
  const page: Page = { ...rest, id: id ?? newId(room.random), body: parseBody(value.body) };
  if (RESERVED.includes(page.slug) || /^\d{4}$/.test(page.slug)) {
    return refused(
      reason('reserved', `The site needs the address "${page.slug}" itself; choose another slug`),
    );
  }
  return write(room, async (inside) => {
    const same = await inside.db
      .selectFrom('page')
      .select('id')
      .where('lang', '=', page.lang)
      .where('slug', '=', page.slug)
      .where('id', '<>', page.id)
      .executeTakeFirst();
    if (same)
      return refused(reason('taken', `The page "${same.id}" has the slug "${page.slug}"; choose another`));
    const before = await pageOf(inside, page.id, page.lang);
    const row = {
      id: page.id,
      lang: page.lang,
      slug: page.slug,
      kind: page.kind,
      headline: page.headline,
      body_json: JSON.stringify(page.body),
      menu_position: page.menuPosition,
      changed_at: room.now(),
    };
    await inside.db
      .insertInto('page')
      .values(row)
      .onConflict((conflict) => conflict.columns(['id', 'lang']).doUpdateSet(row))
      .execute();
    if (!isDeepStrictEqual(before, page)) await tell(inside, page, before);
    return { ok: true, page };
  });
}

async function tell(room: Room, page: Page, before: Page | null): Promise<void> {
  const changes = new Changes();
  changes.add('page', page.id);
  const label = ({ headline, slug, menuPosition }: Page) => JSON.stringify([headline, slug, menuPosition]);
  const relabelled = !before || label(before) !== label(page);
  const site = await getSite(room);
  // Menus name a page by its slug or its kind.
  const isLinked = [page, before].some(
    (one) => one && (inMenus(site, `page:${one.slug}`) || inMenus(site, `page:${one.kind}`)),
  );
  const menu = page.menuPosition !== null || (before?.menuPosition ?? null) !== null;
  if (relabelled && (menu || isLinked)) changes.add('site', '');
  await changes.record(room);
}

export async function removePage(room: Room, id: string, lang?: string): Promise<{ ok: true }> {
  return write(room, async (inside) => {
    for (const page of await listPages(inside)) {
      if (page.id !== id || (lang !== undefined && page.lang !== lang)) continue;
      await inside.db.deleteFrom('page').where('id', '=', id).where('lang', '=', page.lang).execute();
      await tell(inside, page, null);
    }
    return { ok: true };
  });
}

/** Without a language: the page in any one of its languages. */
export async function pageOf(room: Room, id: string, lang?: string): Promise<Page | null> {
  let query = room.db.selectFrom('page').selectAll().where('id', '=', id).orderBy('lang').limit(1);
  if (lang !== undefined) query = query.where('lang', '=', lang);
  const row = await query.executeTakeFirst();
  return row ? pageFrom(row) : null;
}

/** In the order of the menu, then by slug. */
export async function listPages(room: Room, lang?: string): Promise<Page[]> {
  let query = room.db.selectFrom('page').selectAll().orderBy('lang').orderBy('slug');
  if (lang !== undefined) query = query.where('lang', '=', lang);
  const last = Number.MAX_SAFE_INTEGER;
  return (await query.execute())
    .map(pageFrom)
    .toSorted((a, b) => (a.menuPosition ?? last) - (b.menuPosition ?? last));
}

function pageFrom(row: {
  id: string;
  lang: string;
  slug: string;
  kind: string;
  headline: string;
  body_json: string;
  menu_position: number | null;
}): Page {
  return {
    lang: row.lang,
    slug: row.slug,
    kind: row.kind as Page['kind'],
    headline: row.headline,
    menuPosition: row.menu_position,
    id: row.id,
    body: JSON.parse(row.body_json) as Doc,
  };
}
