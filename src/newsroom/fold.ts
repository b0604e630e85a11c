import type { Room } from './room.ts';
import type { Story } from './types.ts';

/** Milliseconds for which every save stands; only what is older is thinned. */
const WHOLE = 600_000;
/** Milliseconds without a save after which somebody begins anew. */
const PAUSE = 600_000;
/** Of an unbroken stretch of writing one save stands for each of these, milliseconds. */
const STEP = 300_000;
/** Words that somebody may take out before the text from before is kept. */
const LOSS = 10;
/** How far back one save looks; what is older has been thinned by those before it. */
const REACH = 500;

export type FoldCard = {
  number: number;
  at: number;
  account: string | null;
  words: number;
  /** Who signs, as one text. */
  bylines: string;
};

/**
 * Which saves of a story may go: those on the way to what somebody had written when they paused. The first, the
 * newest, what is named elsewhere, what the last ten minutes brought, and what anybody unknown saved stay.
 *
 * @param cards oldest first
 */
export function foldable(
  cards: readonly FoldCard[],
  { now, named }: { now: number; named: ReadonlySet<number> },
): number[] {
  return cards.flatMap((card, index) => {
    const next = cards[index + 1];
    const stays =
      next === undefined ||
      card.number === 1 ||
      named.has(card.number) ||
      card.at >= now - WHOLE ||
      card.account === null ||
      card.account !== next.account ||
      next.at - card.at >= PAUSE ||
      Math.floor(card.at / STEP) !== Math.floor(next.at / STEP) ||
      card.bylines !== next.bylines ||
      isPeak(cards, index);
    return stays ? [] : [card.number];
  });
}

/** Whether much was taken out of the text from here on. */
function isPeak(cards: readonly FoldCard[], index: number): boolean {
  const wordsAt = (place: number): number | undefined => cards[place]?.words;
  const top = wordsAt(index) ?? 0;
  if ((wordsAt(index - 1) ?? 0) > top || (wordsAt(index + 1) ?? top) >= top) return false;
  let bottom = top;
  for (let place = index + 1; (wordsAt(place) ?? Number.POSITIVE_INFINITY) <= bottom; place += 1)
    bottom = wordsAt(place) ?? bottom;
  return top - bottom > LOSS;
}

/** Thins the saves of a story. Call it in the transaction of a save. */
export async function foldRevisions(room: Room, story: Story): Promise<void> {
  const rows = await room.db
    .selectFrom('revision')
    .select(['number', 'at', 'account', 'words', 'bylines_json as bylines'])
    .where('story', '=', story.id)
    .orderBy('number', 'desc')
    .limit(REACH)
    .execute();
  const cards = rows.toReversed();
  const gone = foldable(cards, { now: room.now(), named: await namedOf(room, story) });
  if (gone.length === 0) return;
  await room.db.deleteFrom('revision').where('story', '=', story.id).where('number', 'in', gone).execute();
  const left = new Set(gone);
  let before: number | null = null;
  let broken = false;
  for (const { number } of cards) {
    if (left.has(number)) {
      broken = true;
      continue;
    }
    // It was made from what went, which was made from this.
    if (broken && before !== null)
      await room.db
        .updateTable('revision')
        .set({ base: before })
        .where('story', '=', story.id)
        .where('number', '=', number)
        .execute();
    broken = false;
    before = number;
  }
}

/** Numbers that something else speaks of: moves, what readers have or had, translations, texts kept apart. */
async function namedOf(room: Room, story: Story): Promise<Set<number>> {
  const { db } = room;
  const moves = await db.selectFrom('transition').select('revision').where('story', '=', story.id).execute();
  const kept = await db.selectFrom('kept_draft').select('base').where('story', '=', story.id).execute();
  const followed = await db
    .selectFrom('story')
    .select('source_revision as followed')
    .where('source_story', '=', story.id)
    .where('source_revision', 'is not', null)
    .execute();
  return new Set([
    story.revision,
    ...(story.liveRevision === null ? [] : [story.liveRevision]),
    ...moves.map(({ revision }) => revision),
    ...kept.map(({ base }) => base),
    ...followed.map((row) => row.followed ?? 0),
  ]);
}
