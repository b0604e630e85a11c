import { Changes } from './changes.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import type { Banner, Refused, StoryId } from './types.ts';

export type Slot = { story: StoryId; until: number | null };

/** The chosen stories of a front that readers can open now, in order. */
export async function slotsOf(room: Room, lang: string, at = room.now()): Promise<Slot[]> {
  const rows = await room.db
    .selectFrom('front_slot')
    .innerJoin('live', 'live.story', 'front_slot.story')
    .select(['front_slot.story', 'front_slot.until'])
    .where('front_slot.lang', '=', lang)
    .where((is) => is.or([is('front_slot.until', 'is', null), is('front_slot.until', '>', at)]))
    .orderBy('front_slot.position')
    .execute();
  return rows.map(({ story, until }) => ({ story: story as StoryId, until }));
}

/**
 * Chooses the stories at the top of a front, first the lead. A story that is not live yet takes its place when it
 * is. Refused for a story that does not exist, is of another language or stands twice (`story`), and for an end in
 * the past (`until`).
 */
export async function setSlots(
  room: Room,
  lang: string,
  slots: { story: StoryId; until?: number | null }[],
): Promise<{ ok: true } | Refused> {
  return write(room, async (inside) => {
    const ids = [...new Set(slots.map(({ story }) => story))];
    const known =
      ids.length === 0
        ? []
        : await inside.db
            .selectFrom('story')
            .select('id')
            .where('id', 'in', ids)
            .where('lang', '=', lang)
            .execute();
    if (known.length < slots.length) {
      return refused(reason('story', `Each slot needs a story of its own in "${lang}"; check the ids`));
    }
    if (slots.some(({ until }) => (until ?? null) !== null && (until ?? 0) <= room.now())) {
      return refused(reason('until', 'A slot ends in the past; choose a later time'));
    }
    await inside.db.deleteFrom('front_slot').where('lang', '=', lang).execute();
    const rows = slots.map(({ story, until = null }, position) => ({ lang, position, story, until }));
    if (rows.length > 0) await inside.db.insertInto('front_slot').values(rows).execute();
    for (const { until } of rows) {
      if (until === null) continue;
      const job = { kind: 'front.slot.expire', key: `${lang}:${until}`, payload: { lang }, runAt: until };
      await room.store.jobs.add(job, inside.db);
    }
    await tellFront(inside, lang);
    return { ok: true };
  });
}

/** Clears what has had its time. */
export async function expireSlots(room: Room, lang: string): Promise<void> {
  await write(room, async (inside) => {
    const { numDeletedRows } = await inside.db
      .deleteFrom('front_slot')
      .where('lang', '=', lang)
      .where('until', '<=', room.now())
      .executeTakeFirst();
    if (Number(numDeletedRows) > 0) await tellFront(inside, lang);
  });
}

/** The banner that stands now; null when there is none or its time is over. */
export async function bannerOf(room: Room, lang: string, at = room.now()): Promise<Banner | null> {
  const row = await room.db
    .selectFrom('banner')
    .selectAll()
    .where('lang', '=', lang)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  if (!row) return null;
  return { lang, text: row.text, link: row.link, raisedAt: row.raised_at, expiresAt: row.expires_at };
}

/** Raises the breaking banner, or changes it; a job lowers it when it expires. Throws `invalid_banner`. */
export async function raiseBanner(
  room: Room,
  value: { lang: string; text: string; link?: string | null; expiresAt: number },
): Promise<{ ok: true; banner: Banner } | Refused> {
  const { checkBanner } = await import('./borders.ts');
  const { lang, text, link, expiresAt } = checkBanner({ ...value, link: value.link ?? null });
  const now = room.now();
  if (expiresAt <= now)
    return refused(reason('expires', 'The banner would expire in the past; choose a later time'));
  return write(room, async (inside) => {
    const row = { lang, text, link, raised_at: now, expires_at: expiresAt };
    await inside.db
      .insertInto('banner')
      .values(row)
      .onConflict((same) => same.column('lang').doUpdateSet(row))
      .execute();
    const job = { kind: 'banner.expire', key: `${lang}:${expiresAt}`, payload: { lang }, runAt: expiresAt };
    await room.store.jobs.add(job, inside.db);
    await tellFront(inside, lang);
    return { ok: true, banner: { lang, text, link, raisedAt: now, expiresAt } };
  });
}

export async function lowerBanner(room: Room, lang: string): Promise<void> {
  await dropBanner(room, lang, Number.MAX_SAFE_INTEGER);
}

export async function expireBanner(room: Room, lang: string): Promise<void> {
  await dropBanner(room, lang, room.now());
}

async function dropBanner(room: Room, lang: string, at: number): Promise<void> {
  await write(room, async (inside) => {
    const { numDeletedRows } = await inside.db
      .deleteFrom('banner')
      .where('lang', '=', lang)
      .where('expires_at', '<=', at)
      .executeTakeFirst();
    if (Number(numDeletedRows) > 0) await tellFront(inside, lang);
  });
}

async function tellFront(room: Room, lang: string): Promise<void> {
  const changes = new Changes();
  changes.add('front', lang);
  await changes.record(room);
}
