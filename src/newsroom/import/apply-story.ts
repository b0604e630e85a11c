import type { Doc } from '#body';
import { fingerprint, tidy } from '../revisions.ts';
import { isPublic } from '../transitions.ts';
import type { Draft, Story, StoryId } from '../types.ts';
import {
  type Applied,
  buildBody,
  type Desk,
  digestOf,
  ensureNames,
  faultOf,
  leadHere,
  type Open,
  withoutLead,
} from './apply.ts';
import type { IncomingStory } from './incoming.ts';
import type { Remembered } from './memory.ts';
import { reasonSaid, refusalsSaid, remark, type Said, textOf } from './remark.ts';

type Step = Open & { desk: Desk; what: IncomingStory; remarks: Said[] };

/** Puts a story in, or brings the one that an earlier run put in up to date. Call it in a transaction. */
export async function applyStory(desk: Desk, ready: Open, what: IncomingStory): Promise<Applied> {
  const { known, opened } = ready;
  const step: Step = { ...ready, desk, what, remarks: [...opened.remarks] };
  const target = known?.targetKind === 'story' ? known.target : null;
  const story = target === null ? null : await desk.newsroom.stories.get(target);
  return story && known ? update(step, story, known) : create(step);
}

async function create(step: Step): Promise<Applied> {
  const { desk, what } = step;
  await ensureNames(desk, what.names, what.lang);
  const draft = draftOf(step, null);
  const at = Math.min(what.createdAt ?? desk.at, desk.at);
  const story = await desk.newsroom.stories.create({ lang: what.lang, draft, at });
  const settled = await settleState(step, story);
  await lead(step, settled.story, true);
  await annotate(step, settled.story);
  return done(step, 'imported', story.id, 1, settled.held);
}

async function update(step: Step, story: Story, known: Remembered): Promise<Applied> {
  const { desk, what } = step;
  const keep = (...said: Said[]): Applied => ({
    outcome: 'skipped',
    said,
    targetKind: 'story',
    target: story.id,
    revision: known.revision,
    digest: known.digest,
  });
  if (story.state === 'killed') return keep(remark('killed_here', 'The story was killed here'));
  if (story.state === 'withdrawn' && !what.withdrawn)
    return keep(remark('withdrawn_here', 'The story was withdrawn here'));
  const newest = await desk.newsroom.stories.revision(story.id, story.revision);
  if (!newest) throw new Error(`Revision ${story.revision} of story "${story.id}" is missing`);
  await ensureNames(desk, what.names, what.lang);
  const draft = tidy({ ...draftOf(step, newest.body), picks: newest.picks });
  const same = fingerprint(draft) === fingerprint(newest);
  if (!same && story.revision !== known.revision) {
    return keep(
      remark(
        'changed_here',
        `The story was changed here since (revision ${story.revision}); the archive’s new text was not taken`,
        { count: story.revision },
      ),
    );
  }
  if (
    isPublic(story.state) &&
    what.state !== 'live' &&
    what.state !== 'corrected' &&
    what.state !== 'withdrawn'
  ) {
    return keep(
      remark(
        'not_public_there',
        `Readers see the story here, in the archive it is no longer public (${what.state}); withdraw it by hand`,
      ),
    );
  }
  if (!same) {
    const saved = await desk.newsroom.stories.save({
      story: story.id,
      base: newest.number,
      draft,
      at: desk.at,
    });
    if (!saved.ok) return keep(...saved.reasons.map(reasonSaid));
  }
  const revision = same ? story.revision : story.revision + 1;
  const settled = await settleState(step, { ...story, revision });
  const moved = story.state !== settled.story.state || story.liveRevision !== settled.story.liveRevision;
  const led = await lead(step, settled.story, false);
  const noted = await annotate(step, settled.story);
  return done(
    step,
    !same || led || noted || moved ? 'updated' : 'unchanged',
    story.id,
    revision,
    settled.held,
  );
}

function done(
  step: Step,
  outcome: Applied['outcome'],
  story: StoryId,
  revision: number,
  held: readonly Said[],
): Applied {
  const { desk, incoming, gathered, remarks } = step;
  return {
    outcome,
    said: [...held, ...remarks],
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
  const why = fault ?? remark('no_picture', 'It is no picture');
  remarks.push(remark('lead_left_out', `The lead picture was left out: ${textOf(why)}`, {}, why));
  return null;
}

/** `held` says what keeps a story from where the archive has it; it stays what it was. */
type Settled = { story: Story; held: Said[] };

async function settleState(step: Step, story: Story): Promise<Settled> {
  const { what, desk } = step;
  const { state } = what;
  const held = [what.held];
  if (state === 'live' || state === 'corrected' || state === 'withdrawn') return publish(step, story);
  if (state === 'draft' || story.state === state) return { story, held };
  const waits = state === 'scheduled' || state === 'embargoed';
  const late = waits && (what.due === null || what.due <= desk.at);
  const to = late ? 'approved' : state;
  const moved = await desk.newsroom.stories.move({
    story: story.id,
    to,
    ...(waits && !late && { due: what.due ?? 0 }),
  });
  if (late) held.push(remark('time_passed', 'Its time has passed: approved here, publish it by hand'));
  held.push(...refusalsSaid(moved));
  return { story: moved.ok ? moved.story : story, held };
}

async function publish(step: Step, story: Story): Promise<Settled> {
  const { what, desk } = step;
  const held = [what.held];
  if (story.state === 'withdrawn') return { story, held };
  if (isPublic(story.state) && story.liveRevision === story.revision) return withdraw(step, story);
  const first = story.firstLiveAt ?? what.publishedAt ?? desk.at;
  const at = Math.min(isPublic(story.state) ? Math.max(what.updatedAt ?? desk.at, first) : first, desk.at);
  const updatedAt = Math.min(Math.max(what.updatedAt ?? at, at), desk.at);
  const moved = await desk.newsroom.stories.move({ story: story.id, to: 'live', at, updatedAt });
  if (!moved.ok) return { story, held: [remark('not_published', 'Not published'), ...refusalsSaid(moved)] };
  return withdraw(step, moved.story);
}

/** A withdrawal of the archive comes after the notes that were public before it. */
async function withdraw(step: Step, story: Story): Promise<Settled> {
  const { what, desk } = step;
  if (!what.withdrawn) return { story, held: [what.held] };
  await annotate(step, story);
  const { reason } = what.withdrawn;
  const at = Math.min(what.withdrawn.at, desk.at);
  const withdrawn = await desk.newsroom.stories.withdraw({ story: story.id, reason, at });
  return { story: withdrawn.ok ? withdrawn.story : story, held: [what.held, ...refusalsSaid(withdrawn)] };
}

/** Corrections and updates that the story does not carry yet. */
async function annotate(step: Step, story: Story): Promise<boolean> {
  const { what, desk, remarks } = step;
  if (what.notes.length === 0 || !isPublic(story.state)) return false;
  const standing = await desk.newsroom.stories.notes(story.id);
  let added = false;
  for (const note of what.notes.toSorted((a, b) => a.at - b.at)) {
    const { kind, text, at, before, after } = note;
    if (standing.some((other) => other.kind === kind && other.at === at && other.text === text.trim()))
      continue;
    const words = { story: story.id, text, at };
    const sides = { ...(before !== null && { before }), ...(after !== null && { after }) };
    const { correct, update: updateWith } = desk.newsroom.stories;
    const noted = kind === 'correction' ? await correct({ ...words, ...sides }) : await updateWith(words);
    added ||= noted.ok;
    remarks.push(...refusalsSaid(noted));
  }
  return added;
}

/** Old addresses lead to a story once it has been public, and not before. */
async function lead({ what, desk, remarks }: Step, story: Story, fresh: boolean): Promise<boolean> {
  if (what.aliases.length === 0 || story.firstLiveAt === null) return false;
  const led = await leadHere(desk, what.aliases, { story: story.id }, fresh);
  remarks.push(...led.remarks);
  return led.added;
}
