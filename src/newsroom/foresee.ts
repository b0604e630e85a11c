import { changesAfter, lastChange, listsOf } from './live-query.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { moveStory, withdrawStory } from './states.ts';
import type { Move, Moved } from './states.ts';
import type { Change, ListName, Reason, Refused, Story } from './types.ts';

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
export async function foreseeMove(room: Room, move: Move & { redact?: boolean }): Promise<Foreseen> {
  const undo = new Error('The move was only looked at');
  let seen: Foreseen = { reasons: [], story: null, lists: [], changes: [] };
  try {
    await write(room, async (inside) => {
      const before = await lastChange(inside);
      const outcome = await carryOut(inside, move);
      seen = outcome.ok ? await look(inside, outcome.story, before) : { ...seen, reasons: outcome.reasons };
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return seen;
}

function carryOut(room: Room, { redact = false, ...move }: Move & { redact?: boolean }) {
  return move.to === 'withdrawn'
    ? withdrawStory(room, { ...move, reason: move.reason ?? '', redact })
    : (moveStory(room, move) satisfies Promise<Moved | Refused>);
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
