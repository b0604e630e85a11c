import { factsOf } from './facts.ts';
import { Changes } from './changes.ts';
import { project } from './live.ts';
import { addNote, correctionsOf } from './notes.ts';
import { claimPath, clearTraces, redirectsTo } from './redirects.ts';
import { noStory, reason, refused } from './refusal.ts';
import { revisionOf } from './revisions.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { storyOf } from './stories.ts';
import { leaveTasks } from './tasks.ts';
import { isPublic, landing, refusals } from './transitions.ts';
import type { Case } from './transitions.ts';
import type { Refused, Revision, State, Story, StoryId } from './types.ts';

export type Move = {
  story: StoryId;
  to: State;
  /** When it happens; a time in the past says when it happened (imports). Default: now. */
  at?: number;
  /** With `at` in the past: when the story was last changed for readers. Default: `at`. */
  updatedAt?: number;
  /** When a scheduled or embargoed story goes live. */
  due?: number;
  reason?: string;
  /** Null or left out: the clock, the command line, an import; these may publish without approval. */
  account?: string | null;
};

export type Moved = { ok: true; story: Story };

/**
 * Moves a story to another state, in one transaction with everything that follows from it: the address, what
 * lists show, related links, the change log and a job for the press. A refusal changes nothing and names every
 * reason. Throws `NewsroomError` `no_story`.
 *
 * Going live publishes the newest revision; moving a live story to `live` again publishes the newer one. A story
 * that has corrections lands in `corrected`.
 */
export async function moveStory(room: Room, move: Move): Promise<Moved | Refused> {
  if (move.to === 'withdrawn') {
    return withdrawStory(room, { ...move, reason: move.reason ?? '' });
  }
  return write(room, async (inside) => {
    const story = await storyOf(inside, move.story);
    return tryMove(inside, story, { ...move, revision: story.revision });
  });
}

export type Withdrawal = {
  story: StoryId;
  /** What readers are told at the story's address. */
  reason: string;
  at?: number;
  account?: string | null;
  /** Leave neither headline nor slug nor text anywhere that readers can see. Default false. */
  redact?: boolean;
};

/**
 * Takes a story from readers; a tombstone with the reason stands at its address. Its other languages are asked to look
 * at theirs.
 */
export async function withdrawStory(room: Room, withdrawal: Withdrawal): Promise<Moved | Refused> {
  return write(room, async (inside) => {
    const story = await storyOf(inside, withdrawal.story);
    const revision = story.liveRevision ?? story.revision;
    return tryMove(inside, story, { ...withdrawal, to: 'withdrawn', revision });
  });
}

/**
 * Publishes a scheduled or embargoed story whose time has come, as it stood when it was scheduled: what was saved
 * since waits for a person. One that may not be published after all goes back to `approved` with the reasons.
 * Returns the story as it stands then, or null when nothing was due.
 */
export async function publishDue(room: Room, id: StoryId): Promise<Story | null> {
  return write(room, async (inside) => {
    const story = await storyOf(inside, id);
    const now = room.now();
    if ((story.state !== 'scheduled' && story.state !== 'embargoed') || story.dueAt === null) return null;
    if (story.dueAt > now) {
      await rememberDue(inside, story.id, story.dueAt);
      return null;
    }
    const { revision } = await inside.db
      .selectFrom('transition')
      .select('revision')
      .where('story', '=', id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    const moved = await tryMove(inside, story, { story: id, to: 'live', at: now, revision });
    if (moved.ok) return moved.story;
    const why = `It was due but could not be published. ${moved.reasons.map(({ message }) => message).join('. ')}`;
    const back = await tryMove(inside, story, { story: id, to: 'approved', at: now, reason: why, revision });
    return back.ok ? back.story : null;
  });
}

type Step = Move & { revision: number; redact?: boolean };

async function tryMove(room: Room, story: Story, step: Step): Promise<Moved | Refused> {
  const revision = await revisionOf(room, story.id, step.revision);
  if (!revision) throw noStory(`${story.id}/${step.revision}`);
  const at = step.at ?? room.now();
  const of = await caseOf(room, story, revision, { ...step, at });
  const reasons = refusals(of);
  if ((step.updatedAt ?? at) < at || (step.updatedAt ?? at) > of.now) {
    reasons.push(
      reason('updated', 'The story was changed before it was published or after now; check the times'),
    );
  }
  return reasons.length > 0 ? refused(...reasons) : { ok: true, story: await carryOut(room, of, step) };
}

async function caseOf(
  room: Room,
  story: Story,
  revision: Revision,
  step: Step & { at: number },
): Promise<Case> {
  const due = step.due ?? null;
  const publishes = step.to === 'live' || step.to === 'scheduled' || step.to === 'embargoed';
  const facts = publishes
    ? await factsOf(room, revision)
    : { site: null, unknown: [], pictures: [], media: new Map<never, never>() };
  return {
    ...facts,
    story,
    revision,
    to: step.to,
    at: step.at,
    publicAt: step.to === 'live' ? Math.max(step.updatedAt ?? step.at, step.at) : (due ?? step.at),
    due,
    now: room.now(),
    why: step.reason ?? '',
    operator: (step.account ?? null) === null,
    redact: step.redact ?? false,
  };
}

async function carryOut(room: Room, of: Case, step: Step): Promise<Story> {
  const changes = new Changes();
  const { story } = of;
  const account = step.account ?? null;
  let next: Story = { ...story, dueAt: null, changedAt: room.now() };
  if (of.to === 'live') {
    next = await published(room, of, next, changes);
  } else if (of.to === 'withdrawn') {
    await addNote(room, { story: story.id, kind: 'withdrawal', at: of.at, text: of.why });
    if (story.state !== 'withdrawn' && step.at === undefined)
      await leaveTasks(room, { source: story.id, kind: 'withdrawal', note: of.why });
    next = { ...next, redacted: of.redact };
    if (of.redact) next.path = await clearTraces(room, story, changes);
  } else if (of.to === 'scheduled' || of.to === 'embargoed') {
    next.dueAt = of.due;
    if (of.due !== null) await rememberDue(room, story.id, of.due);
  }
  const corrections = story.firstLiveAt === null ? 0 : await correctionsOf(room, story.id);
  next.state = landing(of.to, corrections);
  await writeState(room, story, next, { at: of.at, account, reason: of.why, revision: of.revision.number });
  if (step.updatedAt !== undefined && step.updatedAt > of.at) {
    const again = { at: step.updatedAt, account, reason: '', revision: of.revision.number };
    await writeState(room, next, next, again);
  }
  if (isPublic(story.state) || isPublic(next.state) || of.to === 'withdrawn') {
    await show(room, {
      before: story,
      after: next,
      changes,
      relate: of.to === 'live',
      revision: of.revision,
    });
  }
  return next;
}

/** Publishes `revision` under a story's address, which is given once and moves only when the slug is changed. */
async function published(room: Room, of: Case, next: Story, changes: Changes): Promise<Story> {
  if (!of.site) throw new Error('A story was about to be published with no site');
  const firstLiveAt = next.firstLiveAt ?? of.at;
  const path = await claimPath(room, of.site, { ...next, firstLiveAt }, of.revision, changes);
  return { ...next, firstLiveAt, liveRevision: of.revision.number, path };
}

/** Brings what is public in line with the story's new state and tells the press. */
export async function show(
  room: Room,
  shown: { before: Story; after: Story; changes: Changes; relate: boolean; revision: Revision | null },
): Promise<void> {
  const { before, after, changes, relate, revision } = shown;
  // A note shows on the story's page even where its card stays the same.
  if (isPublic(before.state) || isPublic(after.state)) changes.add('story', after.id);
  await project(room, after.id, { changes, relate, ...(revision && { revision }) });
  const comesOrGoes = isPublic(before.state) !== isPublic(after.state) || before.redacted !== after.redacted;
  if (comesOrGoes || before.path !== after.path) {
    for (const path of await redirectsTo(room, after.id)) changes.add('redirect', path);
  }
  if (before.state === 'withdrawn' || after.state === 'withdrawn') {
    for (const path of [before.path, after.path]) if (path !== null) changes.add('redirect', path);
  }
  await changes.record(room);
}

/** Writes the story's state and the line in its history. */
export async function writeState(
  room: Room,
  before: Story,
  after: Story,
  step: { at: number; account: string | null; reason: string; revision: number },
): Promise<void> {
  await room.db
    .insertInto('transition')
    .values({
      story: after.id,
      from_state: before.state,
      to_state: after.state,
      ...step,
      account: after.protected ? null : step.account,
    })
    .execute();
  await room.db
    .updateTable('story')
    .set({
      state: after.state,
      live_revision: after.liveRevision,
      path: after.path,
      first_live_at: after.firstLiveAt,
      due_at: after.dueAt,
      redacted: after.redacted ? 1 : 0,
      ...(after.redacted && { search: '' }),
      changed_at: after.changedAt,
    })
    .where('id', '=', after.id)
    .execute();
}

/** A key per time: a story moved to an earlier hour must not wait for the job of the later one. */
async function rememberDue(room: Room, story: StoryId, due: number): Promise<void> {
  const job = { kind: 'story.due', key: `${story}:${due}`, payload: { story }, runAt: due };
  await room.store.jobs.add(job, room.db);
}
