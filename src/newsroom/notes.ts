import { newId } from './ids.ts';
import type { Room } from './room.ts';
import type { Note, NoteKind, StoryId } from './types.ts';

export async function addNote(
  room: Room,
  note: {
    story: StoryId;
    kind: NoteKind;
    at: number;
    text: string;
    before?: string | null;
    after?: string | null;
  },
): Promise<Note> {
  const row = { before: null, after: null, ...note, id: newId(room.random) };
  await room.db.insertInto('note').values(row).execute();
  return row;
}

/** How many corrections a story has. */
export async function correctionsOf(room: Room, story: StoryId): Promise<number> {
  const { count } = await room.db
    .selectFrom('note')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('story', '=', story)
    .where('kind', '=', 'correction')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The notes of these stories, oldest first. */
export async function notesOf(room: Room, stories: readonly string[]): Promise<Note[]> {
  if (stories.length === 0) return [];
  const rows = await room.db
    .selectFrom('note')
    .selectAll()
    .where('story', 'in', stories)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as NoteKind, story: row.story as StoryId }));
}
