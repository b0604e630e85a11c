import { Changes } from './changes.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { getSite } from './site.ts';
import type { ByLanguage, LegalNotice, LiveCard, StoryId } from './types.ts';

/** Beyond this many stories the press is told to look at everything instead of at each one. */
const NAMED_AT_MOST = 1000;

/**
 * Adds or changes a legal notice. Jobs turn the pages when it begins and when it ends. Throws `NewsroomError`
 * `invalid_notice`.
 */
export async function putNotice(room: Room, value: LegalNotice): Promise<{ ok: true }> {
  const { checkNotice } = await import('./borders.ts');
  const notice = checkNotice(value);
  return write(room, async (inside) => {
    const before = await noticeOf(inside, notice.id);
    const row = {
      id: notice.id,
      jurisdiction: notice.jurisdiction,
      texts_json: JSON.stringify(notice.texts),
      trigger_json: JSON.stringify(notice.trigger),
      placement: notice.placement,
      size_ratio: notice.sizeRatio,
      valid_from: notice.validFrom,
      valid_to: notice.validTo,
    };
    await inside.db
      .insertInto('legal_notice')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute();
    const changes = new Changes();
    changes.add('notice', notice.id);
    // Whoever the old trigger matched has to lose the notice, and the log names only the new one.
    if (before && JSON.stringify(before.trigger) !== JSON.stringify(notice.trigger)) {
      await tellStories(inside, before, changes);
    }
    await changes.record(inside);
    for (const runAt of [notice.validFrom, notice.validTo]) {
      if (runAt === null || runAt <= room.now()) continue;
      const job = {
        kind: 'notice.turn',
        key: `${notice.id}:${runAt}`,
        payload: { notice: notice.id },
        runAt,
      };
      await room.store.jobs.add(job, inside.db);
    }
    return { ok: true };
  });
}

export async function removeNotice(room: Room, id: string): Promise<{ ok: true }> {
  return write(room, async (inside) => {
    const before = await noticeOf(inside, id);
    if (!before) return { ok: true };
    const changes = new Changes();
    changes.add('notice', id);
    await tellStories(inside, before, changes);
    await inside.db.deleteFrom('legal_notice').where('id', '=', id).execute();
    await changes.record(inside);
    return { ok: true };
  });
}

/** A notice began or ended: the pages it concerns are pressed again. */
export async function turnNotice(room: Room, id: string): Promise<void> {
  await write(room, async (inside) => {
    const changes = new Changes();
    changes.add('notice', id);
    await changes.record(inside);
  });
}

async function tellStories(room: Room, notice: LegalNotice, changes: Changes): Promise<void> {
  const stories = await storiesUnder(room, notice, NAMED_AT_MOST + 1);
  if (stories.length > NAMED_AT_MOST) changes.add('site', '');
  else for (const story of stories) changes.add('story', story);
}

export async function noticeOf(room: Room, id: string): Promise<LegalNotice | null> {
  const row = await room.db.selectFrom('legal_notice').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? noticeFrom(row) : null;
}

export async function listNotices(room: Room): Promise<LegalNotice[]> {
  return (await room.db.selectFrom('legal_notice').selectAll().orderBy('id').execute()).map(noticeFrom);
}

/** In force at that time: from `validFrom` up to, and not at, `validTo`. */
export async function noticesAt(room: Room, at: number): Promise<LegalNotice[]> {
  return (await listNotices(room)).filter(
    ({ validFrom, validTo }) => validFrom <= at && (validTo === null || at < validTo),
  );
}

/** Whether a notice stands on a story: everything its trigger names must match; an empty trigger matches all. */
export function noticeApplies(
  notice: LegalNotice,
  card: Pick<LiveCard, 'lang' | 'section' | 'tags' | 'bylines'>,
) {
  const { languages, sections, tags, authors } = notice.trigger;
  return (
    (!languages || languages.includes(card.lang)) &&
    (!sections || (card.section !== null && sections.includes(card.section))) &&
    (!tags || tags.some((tag) => card.tags.includes(tag))) &&
    (!authors || authors.some((author) => card.bylines.includes(author)))
  );
}

/** The live stories that a notice's trigger matches, by id. */
export async function storiesUnder(room: Room, notice: LegalNotice, limit?: number): Promise<StoryId[]> {
  const { languages, sections, tags, authors } = notice.trigger;
  let query = room.db.selectFrom('live').select('live.story').orderBy('live.story');
  if (languages) query = query.where('live.lang', 'in', languages);
  if (sections) query = query.where('live.section', 'in', sections);
  for (const [kind, ids] of [
    ['tag', tags],
    ['author', authors],
  ] as const) {
    if (!ids) continue;
    const langs = (await getSite(room))?.languages ?? [];
    const lists = langs.flatMap((lang) => ids.map((id) => `${lang}/${kind}/${id}`));
    if (lists.length === 0) return [];
    query = query.where('live.story', 'in', (from) =>
      from.selectFrom('listing').select('listing.story').where('listing.list', 'in', lists),
    );
  }
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map(({ story }) => story as StoryId);
}

function noticeFrom(row: {
  id: string;
  jurisdiction: string;
  texts_json: string;
  trigger_json: string;
  placement: string;
  size_ratio: number;
  valid_from: number;
  valid_to: number | null;
}): LegalNotice {
  return {
    id: row.id,
    jurisdiction: row.jurisdiction,
    texts: JSON.parse(row.texts_json) as ByLanguage,
    trigger: JSON.parse(row.trigger_json) as LegalNotice['trigger'],
    placement: row.placement as LegalNotice['placement'],
    sizeRatio: row.size_ratio,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  };
}
