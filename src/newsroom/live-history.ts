/** What readers could see of a story, and when: its published revisions and no other. */
import type { Doc } from '#body';
import { revisionFrom } from './revisions.ts';
import type { Room } from './room.ts';
import { isPublic } from './transitions.ts';
import type { Note, PublicEvent, PublicVersion, Revision, State, StoryId } from './types.ts';

type Step = { story: string; to: State; revision: number; at: number; reason: string };

/** A step of a story's public life; `version` is the number of the revision that readers got by it. */
type Line =
  | { kind: 'published' | 'changed' | 'restored'; at: number; version: number; notes: Note[] }
  | { kind: 'noted'; at: number; notes: Note[] }
  | { kind: 'withdrawn'; at: number; reason: string };

/**
 * The public life of these stories, oldest first; one that was published once and never touched has no entry here.
 *
 * @param notes all notes of these stories
 */
export async function historiesOf(
  room: Room,
  stories: readonly StoryId[],
  notes: readonly Note[],
): Promise<Map<StoryId, PublicEvent[]>> {
  const found = new Map<StoryId, PublicEvent[]>();
  if (stories.length === 0) return found;
  const byStory = Map.groupBy(notes, ({ story }) => story);
  const lines = new Map<StoryId, Line[]>();
  for (const [story, steps] of Map.groupBy(await publicSteps(room, stories), (step) => step.story)) {
    const own = linesOf(steps, byStory.get(story as StoryId) ?? []);
    if (own.length > 1) lines.set(story as StoryId, own);
  }
  const versions = await versionsOf(room, lines);
  for (const [story, own] of lines) {
    const events = own.map((line): PublicEvent => {
      if (!('version' in line)) return line;
      const version = versions.get(`${story} ${line.version}`);
      if (!version) throw new Error(`Revision ${line.version} of story "${story}" is missing`);
      return { ...line, version };
    });
    found.set(story, events);
  }
  return found;
}

/**
 * When a story was published, changed, withdrawn and brought back, oldest first, without any of its words. Nothing for
 * one that was redacted.
 */
export async function timesOf(
  room: Room,
  story: StoryId,
): Promise<{ kind: PublicEvent['kind']; at: number }[]> {
  const row = await room.db.selectFrom('story').select('redacted').where('id', '=', story).executeTakeFirst();
  if (row?.redacted !== 0) return [];
  const lines = linesOf(await publicSteps(room, [story]), []);
  return lines.map(({ kind, at }) => ({ kind, at }));
}

async function publicSteps(room: Room, stories: readonly StoryId[]): Promise<Step[]> {
  const rows = await room.db
    .selectFrom('transition')
    .select(['story', 'to_state', 'revision', 'at', 'reason'])
    .where('story', 'in', stories)
    .where('to_state', 'in', ['live', 'corrected', 'withdrawn'])
    .orderBy('story')
    .orderBy('id')
    .execute();
  return rows.map(({ to_state, ...row }) => ({ ...row, to: to_state as State }));
}

function linesOf(steps: readonly Step[], notes: readonly Note[]): Line[] {
  const lines: Line[] = [];
  const left = new Set(notes.filter(({ kind }) => kind !== 'withdrawal'));
  let shown: number | null = null;
  let away = false;
  for (const { to, revision, at, reason } of steps) {
    if (!isPublic(to)) {
      if (!away) lines.push({ kind: 'withdrawn', at, reason });
      away = true;
      continue;
    }
    const own = [...left].filter((note) => note.at === at && note.text === reason).slice(0, 1);
    for (const note of own) left.delete(note);
    if (shown === null || away || revision !== shown) {
      const kind = shown === null ? 'published' : away ? 'restored' : 'changed';
      lines.push({ kind, at, version: revision, notes: own });
    } else if (own.length > 0) {
      lines.push({ kind: 'noted', at, notes: own });
    }
    [shown, away] = [revision, false];
  }
  return lines;
}

async function versionsOf(
  room: Room,
  lines: ReadonlyMap<StoryId, readonly Line[]>,
): Promise<Map<string, PublicVersion>> {
  const found = new Map<string, PublicVersion>();
  for (const [story, own] of lines) {
    const numbers = new Set(own.flatMap((line) => ('version' in line ? [line.version] : [])));
    const rows = await room.db
      .selectFrom('revision')
      .selectAll()
      .where('story', '=', story)
      .where('number', 'in', [...numbers])
      .execute();
    for (const row of rows) found.set(`${story} ${row.number}`, versionFrom(revisionFrom(row)));
  }
  return found;
}

function versionFrom(revision: Revision): PublicVersion {
  const { number, headline, standfirst, kicker, summary, dateline, section, tags, series } = revision;
  const { bylines, lead, body }: { bylines: string[]; lead: Revision['lead']; body: Doc } = revision;
  return {
    revision: number,
    headline,
    standfirst,
    kicker,
    summary,
    dateline,
    section,
    tags,
    series,
    bylines,
    lead,
    body,
  };
}
