import type { Insertable, Selectable } from 'kysely';
import { bodyText, diffBodies, parseBody, wordCount } from '#body';
import type { Doc } from '#body';
import type { RevisionTable } from '#store';
import type { Draft, MediaId, Revision, StoryDiff, StoryId } from './types.ts';
import type { Room } from './room.ts';

type Row = Selectable<RevisionTable>;
type Lead = { alt: string; caption: string };

/** The same content gives the same text, whatever order its keys came in. */
export function fingerprint(draft: Draft): string {
  return JSON.stringify(draftColumns(draft));
}

/** A draft as the border hands it over, with its body checked and trimmed lines. Throws `BodyError`. */
export function tidy(draft: Draft): Draft {
  const line = (text: string) => text.replace(/\s+/g, ' ').trim();
  return {
    ...draft,
    headline: line(draft.headline),
    standfirst: line(draft.standfirst),
    kicker: line(draft.kicker),
    summary: line(draft.summary),
    tags: [...new Set(draft.tags)],
    bylines: [...new Set(draft.bylines)],
    picks: [...new Set(draft.picks)],
    body: parseBody(draft.body),
  };
}

export async function insertRevision(
  room: Room,
  revision: {
    story: StoryId;
    number: number;
    base: number | null;
    at: number;
    account: string | null;
    draft: Draft;
  },
): Promise<Revision> {
  const { draft, ...rest } = revision;
  const words = wordCount(draft.body);
  const row: Insertable<RevisionTable> = { ...rest, ...draftColumns(draft), words };
  await room.db.insertInto('revision').values(row).execute();
  return { ...draft, ...rest, words };
}

export async function revisionOf(room: Room, story: string, number: number): Promise<Revision | null> {
  const row = await room.db
    .selectFrom('revision')
    .selectAll()
    .where('story', '=', story)
    .where('number', '=', number)
    .executeTakeFirst();
  return row ? revisionFrom(row) : null;
}

function draftColumns(draft: Draft) {
  return {
    headline: draft.headline,
    standfirst: draft.standfirst,
    kicker: draft.kicker,
    summary: draft.summary,
    slug: draft.slug,
    dateline_place: draft.dateline.place,
    dateline_date: draft.dateline.date,
    section: draft.section,
    series: draft.series?.id ?? null,
    series_part: draft.series?.part ?? null,
    lead: draft.lead?.media ?? null,
    lead_json: JSON.stringify(draft.lead ? { alt: draft.lead.alt, caption: draft.lead.caption } : {}),
    tags_json: JSON.stringify(draft.tags),
    bylines_json:
      draft.unsigned === true && draft.bylines.length === 0 ? 'null' : JSON.stringify(draft.bylines),
    picks_json: JSON.stringify(draft.picks),
    body_json: JSON.stringify(draft.body),
  };
}

/** A row as we wrote it: its body was checked then and is not checked again. */
export function revisionFrom(row: Row): Revision {
  const lead = JSON.parse(row.lead_json) as Lead;
  const bylines = JSON.parse(row.bylines_json) as string[] | null;
  return {
    story: row.story as StoryId,
    number: row.number,
    base: row.base,
    at: row.at,
    account: row.account,
    headline: row.headline,
    standfirst: row.standfirst,
    kicker: row.kicker,
    summary: row.summary,
    slug: row.slug,
    dateline: { place: row.dateline_place, date: row.dateline_date },
    section: row.section,
    tags: JSON.parse(row.tags_json) as string[],
    series: row.series === null ? null : { id: row.series, part: row.series_part },
    bylines: bylines ?? [],
    ...(bylines === null && { unsigned: true }),
    lead: row.lead === null ? null : { media: row.lead as MediaId, alt: lead.alt, caption: lead.caption },
    picks: JSON.parse(row.picks_json) as StoryId[],
    body: JSON.parse(row.body_json) as Doc,
    words: row.words,
  };
}

const FIELDS = [
  'headline',
  'standfirst',
  'kicker',
  'summary',
  'slug',
  'dateline',
  'section',
  'tags',
  'series',
  'bylines',
  'unsigned',
  'lead',
  'picks',
] as const;

/** What stands differently in `after`. */
export function diffDrafts(before: Draft, after: Draft): StoryDiff {
  const fields = FIELDS.flatMap((field) => {
    const a = before[field] ?? null;
    const b = after[field] ?? null;
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field, before: a, after: b }];
  });
  return { fields, body: diffBodies(before.body, after.body) };
}

/** Whether a body has nothing for a reader: no words, no picture, file, sound, table or embed. */
export function isEmpty(body: Doc): boolean {
  return (
    bodyText(body).trim() === '' &&
    !body.content.some(({ type }) => ['picture', 'gallery', 'embed', 'attachment', 'audio'].includes(type))
  );
}
