import type { Doc } from '#body';
import { fingerprint } from '../revisions.ts';
import type { Draft, Story, StoryId } from '../types.ts';
import {
  type Applied,
  buildBody,
  type Desk,
  digestOf,
  ensureNames,
  faultOf,
  type Gathered,
  joined,
  leadHere,
  refusals,
  withoutLead,
} from './apply.ts';
import type { Incoming, IncomingStory } from './incoming.ts';
import type { Remembered } from './memory.ts';

type Step = { desk: Desk; incoming: Incoming; what: IncomingStory; gathered: Gathered; remarks: string[] };

/** Puts a story in, or brings the one that an earlier run put in up to date. Call it in a transaction. */
export async function applyStory(
  desk: Desk,
  incoming: Incoming,
  what: IncomingStory,
  known: Remembered | undefined,
  gathered: Gathered,
): Promise<Applied> {
  const step: Step = { desk, incoming, what, gathered, remarks: [...incoming.remarks] };
  const story =
    known?.targetKind === 'story' && known.target !== null
      ? await desk.newsroom.stories.get(known.target)
      : null;
  return story && known ? update(step, story, known) : create(step);
}

async function create(step: Step): Promise<Applied> {
  const { desk, what } = step;
  await ensureNames(desk, what.names, what.lang);
  const draft = draftOf(step, null);
  const at = Math.min(what.createdAt ?? desk.at, desk.at);
  const story = await desk.newsroom.stories.create({ lang: what.lang, draft, at });
  const held = await settleState(step, story);
  await lead(step, story.id);
  await annotate(step, story.id);
  return done(step, 'imported', story.id, 1, held);
}

async function update(step: Step, story: Story, known: Remembered): Promise<Applied> {
  const { desk, what } = step;
  const keep = (reason: string): Applied => ({
    outcome: 'skipped',
    reason,
    targetKind: 'story',
    target: story.id,
    revision: known.revision,
    digest: known.digest,
  });
  if (story.state === 'killed') return keep('The story was killed here');
  if (story.state === 'withdrawn' && !what.withdrawn) return keep('The story was withdrawn here');
  const newest = await desk.newsroom.stories.revision(story.id, story.revision);
  if (!newest) throw new Error(`Revision ${story.revision} of story "${story.id}" is missing`);
  await ensureNames(desk, what.names, what.lang);
  const draft = { ...draftOf(step, newest.body), picks: newest.picks };
  const same = fingerprint(draft) === fingerprint(newest);
  if (!same && story.revision !== known.revision) {
    return keep(
      `The story was changed here since (revision ${story.revision}); the archive’s new text was not taken`,
    );
  }
  const isPublic = story.state === 'live' || story.state === 'corrected';
  if (isPublic && what.state !== 'live' && what.state !== 'corrected' && what.state !== 'withdrawn') {
    return keep(
      `Readers see the story here, in the archive it is no longer public (${what.state}); withdraw it by hand`,
    );
  }
  if (!same) {
    const saved = await desk.newsroom.stories.save({
      story: story.id,
      base: newest.number,
      draft,
      at: desk.at,
    });
    if (!saved.ok) return keep(joined(saved.reasons.map(({ message }) => message)));
  }
  const before = await stateOf(desk, story.id);
  const held = await settleState(step, { ...story, revision: same ? story.revision : story.revision + 1 });
  const led = await lead(step, story.id);
  const noted = await annotate(step, story.id);
  const changed = !same || led || noted || before !== (await stateOf(desk, story.id));
  return done(
    step,
    changed ? 'updated' : 'unchanged',
    story.id,
    same ? story.revision : story.revision + 1,
    held,
  );
}

async function stateOf(desk: Desk, id: StoryId): Promise<string> {
  const story = await desk.newsroom.stories.get(id);
  return `${story?.state} ${story?.liveRevision}`;
}

function done(
  step: Step,
  outcome: Applied['outcome'],
  story: StoryId,
  revision: number,
  held: string,
): Applied {
  const { desk, incoming, gathered, remarks } = step;
  return {
    outcome,
    reason: joined([held, ...remarks]),
    targetKind: 'story',
    target: story,
    revision,
    digest: digestOf(incoming, gathered, desk),
  };
}

function draftOf(step: Step, base: Doc | null): Draft {
  const { what, gathered, remarks, desk } = step;
  const built = buildBody(what.body, gathered, { lang: what.lang, base, random: desk.random });
  remarks.push(...built.remarks);
  const lead = leadOf(step);
  const body = what.leadTwice ? withoutLead(built.body, lead?.media ?? null) : built.body;
  const twin = body === built.body ? undefined : built.body.content[0];
  if (lead && twin?.type === 'picture') {
    lead.alt ||= twin.attrs.alt;
    lead.caption ||= twin.attrs.caption;
  }
  return { ...what.draft, lead, picks: [], body };
}

function leadOf({ what, gathered, remarks }: Step): Draft['lead'] {
  if (!what.lead || !gathered.lead) return null;
  const fault = faultOf(gathered.lead, what.lead.alt, what.lang);
  if (fault === null && gathered.lead.ok && gathered.lead.settled.kind === 'picture') {
    return {
      media: gathered.lead.settled.media as NonNullable<Draft['lead']>['media'],
      alt: what.lead.alt,
      caption: what.lead.caption,
    };
  }
  remarks.push(`The lead picture was left out: ${fault ?? 'It is no picture'}`);
  return null;
}

/** Moves the story to where the archive has it. What keeps it from there is returned; the story stays what it was. */
async function settleState(step: Step, story: Story): Promise<string> {
  const { what, desk } = step;
  const { state } = what;
  if (state === 'live' || state === 'corrected' || state === 'withdrawn') return publish(step, story);
  if (state === 'draft' || story.state === state) return what.held;
  if (state === 'scheduled' || state === 'embargoed') {
    if (what.due !== null && what.due > desk.at) {
      const moved = await desk.newsroom.stories.move({ story: story.id, to: state, due: what.due });
      return joined([what.held, ...refusals(moved).map(({ message }) => message)]);
    }
    const moved = await desk.newsroom.stories.move({ story: story.id, to: 'approved' });
    const late = 'Its time has passed: approved here, publish it by hand';
    return joined([what.held, late, ...refusals(moved).map(({ message }) => message)]);
  }
  const moved = await desk.newsroom.stories.move({ story: story.id, to: state });
  return joined([what.held, ...refusals(moved).map(({ message }) => message)]);
}

async function publish(step: Step, story: Story): Promise<string> {
  const { what, desk } = step;
  if (story.state === 'withdrawn') return what.held;
  const isPublic = story.state === 'live' || story.state === 'corrected';
  if (isPublic && story.liveRevision === story.revision) return withdraw(step, story.id);
  const at = isPublic
    ? Math.max(what.updatedAt ?? desk.at, story.firstLiveAt ?? 0)
    : (what.publishedAt ?? desk.at);
  const updatedAt = !isPublic && what.updatedAt !== null && what.updatedAt > at ? what.updatedAt : at;
  const moved = await desk.newsroom.stories.move({
    story: story.id,
    to: 'live',
    at: Math.min(at, desk.at),
    updatedAt: Math.min(updatedAt, desk.at),
  });
  if (!moved.ok) return joined(['Not published', ...moved.reasons.map(({ message }) => message)]);
  return withdraw(step, story.id);
}

/** A withdrawal of the archive comes after the notes that were public before it. */
async function withdraw(step: Step, story: StoryId): Promise<string> {
  const { what, desk } = step;
  if (!what.withdrawn) return what.held;
  await annotate(step, story);
  const withdrawn = await desk.newsroom.stories.withdraw({
    story,
    reason: what.withdrawn.reason,
    at: Math.min(what.withdrawn.at, desk.at),
  });
  return joined([what.held, ...refusals(withdrawn).map(({ message }) => message)]);
}

/** Corrections and updates that the story does not carry yet. */
async function annotate(step: Step, story: StoryId): Promise<boolean> {
  const { what, desk, remarks } = step;
  if (what.notes.length === 0) return false;
  const now = await desk.newsroom.stories.get(story);
  if (now?.state !== 'live' && now?.state !== 'corrected') return false;
  const standing = await desk.newsroom.stories.notes(story);
  let added = false;
  for (const note of what.notes.toSorted((a, b) => a.at - b.at)) {
    if (
      standing.some(
        (other) => other.kind === note.kind && other.at === note.at && other.text === note.text.trim(),
      )
    )
      continue;
    const { text, at, before, after } = note;
    const words = { story, text, at, ...(before !== null && { before }), ...(after !== null && { after }) };
    const noted =
      note.kind === 'correction'
        ? await desk.newsroom.stories.correct(words)
        : await desk.newsroom.stories.update({ story, text, at });
    added ||= noted.ok;
    remarks.push(...refusals(noted).map(({ message }) => message));
  }
  return added;
}

/** Old addresses lead to a story once it has been public, and not before. */
async function lead({ what, desk, remarks }: Step, story: StoryId): Promise<boolean> {
  if (what.aliases.length === 0) return false;
  const now = await desk.newsroom.stories.get(story);
  if (now?.firstLiveAt === null) return false;
  const led = await leadHere(desk, what.aliases, { story });
  remarks.push(...led.remarks);
  return led.added;
}
