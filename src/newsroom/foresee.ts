import { correctStory, updateStory } from './corrections.ts';
import { changesAfter, lastChange, listsOf } from './live-query.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { moveStory, withdrawStory } from './states.ts';
import type { Move } from './states.ts';
import type { Change, ListName, Reason, Refused, State, Story } from './types.ts';

/** Something that is only looked at: a move with the states that it passes on the way, or a note to readers. */
export type Foresight = Move & {
  redact?: boolean;
  by?: readonly State[];
  /** A correction or an update of the live story instead of a move. */
  note?: 'correction' | 'update';
  /** What readers would get with the note. Default: the text they have. */
  readers?: 'live' | 'newest';
};

/** What a move would do. `story` is as it would be; null where the move is refused, with the reasons. */
export type Foreseen = {
  reasons: Reason[];
  story: Story | null;
  /** Where readers would find it listed. */
  lists: ListName[];
  /** What the press would be told to make anew. */
  changes: Omit<Change, 'seq'>[];
};

/** Makes the move, looks at what came of it and takes everything back: the answer is that of the real thing. */
export async function foreseeMove(room: Room, foresight: Foresight): Promise<Foreseen> {
  const undo = new Error('The move was only looked at');
  let seen: Foreseen = { reasons: [], story: null, lists: [], changes: [] };
  try {
    await write(room, async (inside) => {
      const before = await lastChange(inside);
      const outcome = await carryOut(inside, foresight);
      seen = outcome.ok ? await look(inside, outcome.story, before) : { ...seen, reasons: outcome.reasons };
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return seen;
}

async function carryOut(room: Room, foresight: Foresight): Promise<{ ok: true; story: Story } | Refused> {
  const { redact = false, by = [], note, readers = 'live', ...move } = foresight;
  if (note !== undefined) {
    const { story, account = null, reason = '' } = move;
    // What it will say is still being written.
    const given = { story, account, text: reason.trim() === '' ? '…' : reason, revision: readers };
    return note === 'correction' ? correctStory(room, given) : updateStory(room, given);
  }
  for (const to of by) {
    const passed = await moveStory(room, { ...move, to });
    if (!passed.ok) return passed;
  }
  return move.to === 'withdrawn'
    ? withdrawStory(room, { ...move, reason: move.reason ?? '', redact })
    : moveStory(room, move);
}

async function look(room: Room, story: Story, before: number): Promise<Foreseen> {
  const lists = await listsOf(room, story.id);
  const changes = await changesAfter(room, before, 1000);
  return {
    reasons: [],
    story,
    lists: lists.map(({ list }) => list),
    changes: changes.map(({ kind, key, at }) => ({ kind, key, at })),
  };
}
