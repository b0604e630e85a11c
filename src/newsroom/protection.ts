/**
 * A story that names a pseudonym, or ever named one, is protected: who wrote, moved or read it is in no row of the
 * database, from then on and backwards. It stays so when the byline is changed, or the change would tell.
 */
import { forgetAccounts } from '#store';
import type { Room } from './room.ts';
import type { Draft } from './types.ts';

/** Whether a text names a pseudonymous author. */
export async function namesPseudonym(room: Room, draft: Pick<Draft, 'bylines'>): Promise<boolean> {
  if (draft.bylines.length === 0) return false;
  const row = await room.db
    .selectFrom('author')
    .select('id')
    .where('id', 'in', draft.bylines)
    .where('pseudonymous', '=', 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Protects stories and forgets who did what to them until now. */
export async function protect(room: Room, stories: readonly string[]): Promise<void> {
  if (stories.length === 0) return;
  await room.db.updateTable('story').set({ protected: 1 }).where('id', 'in', stories).execute();
  await forgetAccounts(room.db, stories);
}

/** Protects the stories that name an author who was not known as a pseudonym when they were saved. */
export async function protectStoriesOf(room: Room, author: string): Promise<void> {
  const quoted = `%${JSON.stringify(author)}%`;
  const rows = await room.db
    .selectFrom('revision')
    .select('story')
    .where('bylines_json', 'like', quoted)
    .union(room.db.selectFrom('kept_draft').select('story').where('draft_json', 'like', quoted))
    .execute();
  const stories = [...new Set(rows.map(({ story }) => story))];
  for (let at = 0; at < stories.length; at += 500) await protect(room, stories.slice(at, at + 500));
}
