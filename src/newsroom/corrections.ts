import { Changes } from './changes.ts';
import { factsOf } from './facts.ts';
import { addNote, notesOf } from './notes.ts';
import { claimPath } from './redirects.ts';
import { reason, refused } from './refusal.ts';
import { currentRevision, storyOf } from './stories.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { show, writeState } from './states.ts';
import { leaveTasks } from './tasks.ts';
import { isPublic, refusals } from './transitions.ts';
import type { Note, Reason, Refused, Revision, Site, Story, StoryId } from './types.ts';

export type PublicNote = {
  story: StoryId;
  /** What readers are told. */
  text: string;
  at?: number;
  account?: string | null;
  /** `newest` publishes the newest revision with the note; default `live`: readers keep the text they have. */
  revision?: 'live' | 'newest';
};

export type Correction = PublicNote & {
  /** What was wrong, and what is right. */
  before?: string;
  after?: string;
};

export type Noted = { ok: true; story: Story; note: Note };

/**
 * We were wrong: a dated note under a live story, which is `corrected` from then on. Its other languages are asked to
 * look at theirs.
 */
export async function correctStory(room: Room, correction: Correction): Promise<Noted | Refused> {
  return annotate(room, correction, 'correction');
}

/** The news moved: a dated note under a live story. */
export async function updateStory(room: Room, update: PublicNote): Promise<Noted | Refused> {
  return annotate(room, update, 'update');
}

async function annotate(
  room: Room,
  note: Correction,
  kind: 'correction' | 'update',
): Promise<Noted | Refused> {
  return write(room, async (inside) => {
    const story = await storyOf(inside, note.story);
    const at = note.at ?? room.now();
    const text = note.text.trim();
    const newest = note.revision === 'newest' && story.revision !== story.liveRevision;
    const revision = newest ? await currentRevision(inside, story) : null;
    const { reasons, site } = await objections(inside, story, revision, { at, text, kind });
    if (reasons.length > 0) return refused(...reasons);
    if (!newest && (await stands(inside, note, kind)))
      return refused(reason('note_stands', 'Readers were told this already; look at the story'));

    const changes = new Changes();
    const next: Story = {
      ...story,
      changedAt: room.now(),
      state: kind === 'correction' ? 'corrected' : story.state,
    };
    if (revision && site) {
      next.path = await claimPath(inside, site, next, revision, changes);
      next.liveRevision = revision.number;
    }
    const { before = null, after = null } = note;
    const added = await addNote(inside, { story: story.id, kind, at, text, before, after });
    const step = {
      at,
      account: note.account ?? null,
      reason: text,
      revision: next.liveRevision ?? story.revision,
    };
    await writeState(inside, story, next, step);
    // What is dated was told before, as an import does.
    if (kind === 'correction' && note.at === undefined)
      await leaveTasks(inside, { source: story.id, kind, note: text });
    await show(inside, { before: story, after: next, changes, relate: revision !== null, revision });
    return { ok: true, story: next, note: added };
  });
}

/** Whether the last note of the story says the same: whoever never got our answer sends it again. */
async function stands(
  room: Room,
  { story, at, text, before, after }: Correction,
  kind: string,
): Promise<boolean> {
  const last = (await notesOf(room, [story])).findLast((note) => note.kind === kind);
  if (last === undefined || at !== undefined) return false;
  const given = [text.trim(), before ?? null, after ?? null];
  return [last.text, last.before, last.after].every((words, index) => words === given[index]);
}

async function objections(
  room: Room,
  story: Story,
  revision: Revision | null,
  note: { at: number; text: string; kind: string },
): Promise<{ reasons: Reason[]; site: Site | null }> {
  const reasons: Reason[] = [];
  if (!isPublic(story.state)) {
    reasons.push(
      reason(
        'not_public',
        `The story is in state "${story.state}"; only a published story can carry a ${note.kind}`,
      ),
    );
  }
  if (note.text === '')
    reasons.push(reason('text', `The ${note.kind} has no words; tell readers what changed`));
  const now = room.now();
  if (note.at > now)
    reasons.push(reason('future', 'The note is dated in the future; leave its time out to use now'));
  if (reasons.length > 0 || !revision) return { reasons, site: null };
  const facts = await factsOf(room, revision);
  const rest = { at: note.at, publicAt: now, due: null, now, why: note.text, operator: true, redact: false };
  return { reasons: refusals({ ...facts, ...rest, story, revision, to: 'live' }), site: facts.site };
}
