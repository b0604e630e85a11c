import { sql } from 'kysely';
import type { ByLanguage, MediaId, Revision } from './types.ts';
import type { Case } from './transitions.ts';
import { storyMedia } from './pictures-used.ts';
import type { Room } from './room.ts';
import { getSite } from './site.ts';

type Facts = Pick<Case, 'site' | 'unknown' | 'pictures' | 'media'>;

/** What the guards need to know about everything a revision names. At most three queries. */
export async function factsOf(room: Room, revision: Revision): Promise<Facts> {
  const site = await getSite(room);
  const { unknown, portraits } = await namesOf(room, revision);
  const pictures = storyMedia(revision, portraits);
  return {
    site,
    unknown,
    pictures,
    media: await mediaOf(room, [...new Set(pictures.map(({ media }) => media))]),
  };
}

async function namesOf(room: Room, revision: Revision) {
  const named = [
    ...(revision.section === null ? [] : [{ kind: 'section' as const, id: revision.section }]),
    ...revision.tags.map((id) => ({ kind: 'tag' as const, id })),
    ...(revision.series ? [{ kind: 'series' as const, id: revision.series.id }] : []),
    ...revision.bylines.map((id) => ({ kind: 'author' as const, id })),
  ];
  if (named.length === 0) return { unknown: [], portraits: [] };
  const lookups = named.map(({ kind, id }) =>
    kind === 'author'
      ? sql`select 'author' as kind, id, portrait from author where id = ${id}`
      : sql`select ${sql.lit(kind)} as kind, id, cast(null as text) as portrait from ${sql.table(kind)} where id = ${id}`,
  );
  const { rows } = await sql<{ kind: string; id: string; portrait: MediaId | null }>`${sql.join(
    lookups,
    sql` union all `,
  )}`.execute(room.db);
  const found = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  return {
    unknown: named.filter(({ kind, id }) => !found.has(`${kind} ${id}`)),
    portraits: rows.flatMap(({ portrait }) => (portrait === null ? [] : [portrait])),
  };
}

async function mediaOf(room: Room, ids: MediaId[]): Promise<Case['media']> {
  if (ids.length === 0) return new Map();
  const rows = await room.db
    .selectFrom('media')
    .select(['id', 'kind', 'alts_json', 'credit', 'licence_expires'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id as MediaId,
      {
        kind: row.kind,
        alts: JSON.parse(row.alts_json) as ByLanguage,
        credit: row.credit,
        expires: row.licence_expires,
      },
    ]),
  );
}
