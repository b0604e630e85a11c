import type { Selectable } from 'kysely';
import type { StoryTable } from '#store';
import { foldRevisions } from './fold.ts';
import { newId } from './ids.ts';
import { namesPseudonym, protect } from './protection.ts';
import { reason, refused } from './refusal.ts';
import { diffDrafts, fingerprint, insertRevision, tidy } from './revisions.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { currentRevision, storyFrom, storyOf } from './stories.ts';
import { endTasks } from './tasks.ts';
import { joinGroup } from './translations.ts';
import type { Draft, KeptDraft, Refused, Revision, Story, StoryDiff, StoryId } from './types.ts';

export type NewStory = {
  lang: string;
  draft: Draft;
  account?: string | null;
  /** Default: now. */
  at?: number;
  /** The story and revision this one is a translation of. */
  source?: { story: StoryId; revision: number };
};

export type Save = {
  story: StoryId;
  /** Number of the revision that the text was made from. */
  base: number;
  draft: Draft;
  account?: string | null;
  at?: number;
  /** Records that the text now follows this revision of its source. */
  source?: { story: StoryId; revision: number };
  sitting?: Sitting;
  /** The sitting, and its last text, that this text was taken up from after its tab died. */
  after?: Sitting;
};

/**
 * One stretch of writing in one tab, and when the text was written in it, in milliseconds; the times of one sitting only
 * rise. By it a save whose answer was lost is known again, so that nobody is told of a conflict with herself.
 */
export type Sitting = { id: string; at: number };

/** `kept` names the refused text, which waits in `kept()`; `diff` goes from the current revision to that text. */
export type SaveRefused = Refused & { current: Revision; theirs: Draft; kept: string; diff: StoryDiff };
export type Saved = { ok: true; revision: Revision };

/**
 * A new story in state draft. Throws `NewsroomError` for a malformed draft (`invalid_draft`, `invalid_language`)
 * or a source that has a translation into this language already (`language_taken`).
 */
export async function createStory(room: Room, story: NewStory): Promise<Story> {
  const { checkDraft, checkLang } = await import('./borders.ts');
  const draft = tidy(checkDraft(story.draft));
  const lang = checkLang(story.lang);
  const id = newId(room.random) as StoryId;
  const at = story.at ?? room.now();
  return write(room, async (inside) => {
    const hidden = await namesPseudonym(inside, draft);
    const row: Selectable<StoryTable> = {
      id,
      lang,
      state: 'draft',
      revision: 1,
      live_revision: null,
      translation_group: id,
      source_story: null,
      source_revision: null,
      path: null,
      first_live_at: null,
      due_at: null,
      redacted: 0,
      search: searchText(draft),
      created_at: at,
      changed_at: at,
      protected: hidden ? 1 : null,
      sitting: null,
      sitting_at: null,
    };
    await inside.db.insertInto('story').values(row).execute();
    await insertRevision(inside, {
      story: id,
      number: 1,
      base: null,
      at,
      account: hidden ? null : (story.account ?? null),
      draft,
    });
    if (!story.source) return storyFrom(row);
    await joinGroup(inside, id, story.source);
    return storyOf(inside, id);
  });
}

const FOLD_EVERY = 25;
const REST = 600_000;

/**
 * Saves a text on top of the revision it was made from. When someone saved in between, nothing is overwritten
 * and nothing is lost: the text is kept apart and handed back with the newest revision and the difference.
 * A text equal to the newest revision makes no new one, nor does one that its own sitting has gone beyond.
 * A new one ends what other languages asked to look at.
 */
export async function saveStory(room: Room, save: Save): Promise<Saved | SaveRefused> {
  const { checkDraft } = await import('./borders.ts');
  const draft = tidy(checkDraft(save.draft));
  const at = save.at ?? room.now();
  return write(room, async (inside) => {
    const story = await storyOf(inside, save.story);
    const account = await accountFor(inside, story, { account: save.account ?? null, draft });
    const current = await currentRevision(inside, story);
    const same = fingerprint(current) === fingerprint(draft);
    const last = await sittingOf(inside, story.id);
    if (save.sitting && last?.id === save.sitting.id && last.at > save.sitting.at)
      return { ok: true, revision: current };
    const goesOn = [save.sitting, save.after].some(
      (sitting) => sitting && last?.id === sitting.id && last.at <= sitting.at,
    );
    if (story.state === 'killed' || (!same && !goesOn && save.base !== current.number)) {
      return keep(inside, { ...save, draft, at, account }, story, current);
    }
    if (save.source) await joinGroup(inside, story.id, save.source);
    if (same) return { ok: true, revision: current };
    const number = current.number + 1;
    const revision = await insertRevision(inside, {
      story: story.id,
      number,
      base: current.number,
      at,
      account,
      draft,
    });
    await inside.db
      .updateTable('story')
      .set({
        revision: number,
        changed_at: at,
        search: searchText(draft),
        sitting: save.sitting?.id ?? null,
        sitting_at: save.sitting?.at ?? null,
      })
      .where('id', '=', story.id)
      .execute();
    await endTasks(inside, story.id);
    // Now and then is enough, and whenever somebody begins anew.
    const anew = current.account !== account || at - current.at >= REST;
    if (anew || number % FOLD_EVERY === 0) await foldRevisions(inside, { ...story, revision: number });
    return { ok: true, revision };
  });
}

/** The sitting that wrote the newest revision of a story, and when; null where none said so. Throws for no story. */
export async function sittingOf(room: Room, story: StoryId): Promise<Sitting | null> {
  const { sitting, sitting_at: at } = await room.db
    .selectFrom('story')
    .select(['sitting', 'sitting_at'])
    .where('id', '=', story)
    .executeTakeFirstOrThrow();
  return sitting === null || at === null ? null : { id: sitting, at };
}

/** Who is written down as the one who saved; nobody for a protected story, which this text may make it. */
async function accountFor(
  room: Room,
  story: Story,
  { account, draft }: { account: string | null; draft: Draft },
): Promise<string | null> {
  if (story.protected) return null;
  if (!(await namesPseudonym(room, draft))) return account;
  await protect(room, [story.id]);
  return null;
}

/**
 * Keeps a text apart without saving it, for a person who may not save now because somebody else is at the story.
 * Returns null when the newest revision says the same.
 */
export async function keepDraft(room: Room, save: Save): Promise<string | null> {
  const { checkDraft } = await import('./borders.ts');
  const draft = tidy(checkDraft(save.draft));
  return write(room, async (inside) => {
    const story = await storyOf(inside, save.story);
    const current = await currentRevision(inside, story);
    if (fingerprint(current) === fingerprint(draft)) return null;
    const account = await accountFor(inside, story, { account: save.account ?? null, draft });
    return insertKept(inside, { ...save, draft, at: save.at ?? inside.now(), account });
  });
}

async function insertKept(
  room: Room,
  save: { story: StoryId; base: number; draft: Draft; at: number; account: string | null },
): Promise<string> {
  const id = newId(room.random);
  const { story, base, at, account, draft } = save;
  await room.db
    .insertInto('kept_draft')
    .values({ id, story, base, at, account, draft_json: JSON.stringify(draft) })
    .execute();
  return id;
}

async function keep(
  room: Room,
  save: { base: number; draft: Draft; at: number; account: string | null },
  story: Story,
  current: Revision,
): Promise<SaveRefused> {
  const kept = await insertKept(room, { ...save, story: story.id });
  const why =
    story.state === 'killed'
      ? reason(
          'killed',
          'The story was killed; the text is kept, move the story back to "draft" to go on with it',
        )
      : reason(
          'stale',
          `The text was made from revision ${save.base}, but revision ${current.number} was saved since; the text is kept, merge it with the newest revision and save again`,
        );
  return { ...refused(why), current, theirs: save.draft, kept, diff: diffDrafts(current, save.draft) };
}

/** Texts whose save was refused, newest first. */
export async function keptDrafts(room: Room, story: StoryId): Promise<KeptDraft[]> {
  const rows = await room.db
    .selectFrom('kept_draft')
    .selectAll()
    .where('story', '=', story)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ draft_json, ...row }) => ({
    ...row,
    story: row.story as StoryId,
    draft: JSON.parse(draft_json) as Draft,
  }));
}

export async function dropKeptDraft(room: Room, id: string): Promise<void> {
  await room.db.deleteFrom('kept_draft').where('id', '=', id).execute();
}

function searchText(draft: Draft): string {
  return `${draft.headline} ${draft.slug}`.normalize('NFKC').toLowerCase();
}
