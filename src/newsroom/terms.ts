import { sql } from 'kysely';
import { Changes } from './changes.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { getSite, inMenus } from './site.ts';
import type { ByLanguage, Refused, Series, Term } from './types.ts';

type Kind = 'section' | 'tag' | 'series';

/** A section; a new one comes last in the order, an old one keeps its place unless `position` is given. */
export async function putSection(room: Room, value: Term & { position?: number }): Promise<{ ok: true }> {
  const { checkTerm } = await import('./borders.ts');
  const { position, ...rest } = value;
  const term = checkTerm(rest);
  return write(room, async (inside) => {
    const before = await inside.db
      .selectFrom('section')
      .selectAll()
      .where('id', '=', term.id)
      .executeTakeFirst();
    const last = await inside.db
      .selectFrom('section')
      .select(({ fn }) => fn.max('position').as('position'))
      .executeTakeFirst();
    const row = {
      id: term.id,
      names_json: JSON.stringify(term.names),
      position: position ?? before?.position ?? (last?.position ?? -1) + 1,
    };
    await inside.db
      .insertInto('section')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute();
    const same = before && before.names_json === row.names_json && before.position === row.position;
    // Fronts show sections in their order.
    if (!same) await tell(inside, 'section', term.id, !before || before.position !== row.position);
    return { ok: true };
  });
}

export async function putTag(room: Room, value: Term): Promise<{ ok: true }> {
  const { checkTerm } = await import('./borders.ts');
  const term = checkTerm(value);
  return write(room, async (inside) => {
    const before = await inside.db.selectFrom('tag').selectAll().where('id', '=', term.id).executeTakeFirst();
    const row = { id: term.id, names_json: JSON.stringify(term.names) };
    if (before?.names_json === row.names_json) return { ok: true };
    await inside.db
      .insertInto('tag')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute();
    await tell(inside, 'tag', term.id, false);
    return { ok: true };
  });
}

export async function putSeries(room: Room, value: Series): Promise<{ ok: true }> {
  const { checkSeries } = await import('./borders.ts');
  const series = checkSeries(value);
  return write(room, async (inside) => {
    const before = await inside.db
      .selectFrom('series')
      .selectAll()
      .where('id', '=', series.id)
      .executeTakeFirst();
    const row = {
      id: series.id,
      names_json: JSON.stringify(series.names),
      summaries_json: JSON.stringify(series.summaries),
    };
    if (before?.names_json === row.names_json && before.summaries_json === row.summaries_json)
      return { ok: true };
    await inside.db
      .insertInto('series')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute();
    await tell(inside, 'series', series.id, false);
    return { ok: true };
  });
}

async function tell(room: Room, kind: Kind, id: string, site: boolean): Promise<void> {
  const changes = new Changes();
  changes.add(kind, id);
  if (site || inMenus(await getSite(room), `${kind}:${id}`)) changes.add('site', '');
  await changes.record(room);
}

/** In the order in which the site shows them. */
export async function listSections(room: Room): Promise<Term[]> {
  const rows = await room.db.selectFrom('section').selectAll().orderBy('position').orderBy('id').execute();
  return rows.map(({ id, names_json }) => ({ id, names: JSON.parse(names_json) as ByLanguage }));
}

export async function listTags(room: Room): Promise<Term[]> {
  const rows = await room.db.selectFrom('tag').selectAll().orderBy('id').execute();
  return rows.map(({ id, names_json }) => ({ id, names: JSON.parse(names_json) as ByLanguage }));
}

export async function listSeries(room: Room): Promise<Series[]> {
  const rows = await room.db.selectFrom('series').selectAll().orderBy('id').execute();
  return rows.map(({ id, names_json, summaries_json }) => ({
    id,
    names: JSON.parse(names_json) as ByLanguage,
    summaries: JSON.parse(summaries_json) as ByLanguage,
  }));
}

export async function getTerm(room: Room, kind: 'section' | 'tag', id: string): Promise<Term | null> {
  const row = await room.db
    .selectFrom(kind)
    .select(['id', 'names_json'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { id: row.id, names: JSON.parse(row.names_json) as ByLanguage } : null;
}

export async function getSeries(room: Room, id: string): Promise<Series | null> {
  const row = await room.db.selectFrom('series').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    names: JSON.parse(row.names_json) as ByLanguage,
    summaries: JSON.parse(row.summaries_json) as ByLanguage,
  };
}

/** Refused while the newest or the public revision of any story names it (`in_use`), or a menu (`in_menu`). */
export async function removeTerm(room: Room, kind: Kind, id: string): Promise<{ ok: true } | Refused> {
  return write(room, async (inside) => {
    const citing = await citationsOf(inside, kind, id);
    if (citing > 0) {
      return refused(
        reason('in_use', `${citing} stories name the ${kind} "${id}"; take it out of them first`),
      );
    }
    if (inMenus(await getSite(inside), `${kind}:${id}`)) {
      return refused(
        reason('in_menu', `A menu of the site leads to "${id}"; take it out of the menus first`),
      );
    }
    await inside.db.deleteFrom(kind).where('id', '=', id).execute();
    await tell(inside, kind, id, kind === 'section');
    return { ok: true };
  });
}

/** How many stories name this in the revision readers have or in the newest one. */
export async function citationsOf(room: Room, kind: Kind | 'author', id: string): Promise<number> {
  const quoted = `%${JSON.stringify(id)}%`;
  const names = {
    section: sql<boolean>`revision.section = ${id}`,
    series: sql<boolean>`revision.series = ${id}`,
    tag: sql<boolean>`revision.tags_json like ${quoted}`,
    author: sql<boolean>`revision.bylines_json like ${quoted}`,
  };
  const { count } = await room.db
    .selectFrom('story')
    .innerJoin('revision', 'revision.story', 'story.id')
    .select(({ fn }) => fn.count<number>('story.id').distinct().as('count'))
    .where((is) =>
      is.or([
        is('revision.number', '=', is.ref('story.revision')),
        is('revision.number', '=', is.ref('story.live_revision')),
      ]),
    )
    .where(names[kind])
    .executeTakeFirstOrThrow();
  return Number(count);
}
