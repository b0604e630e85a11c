import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Every table whose rows say which account did something to a story. */
export const TIES = [
  'revision',
  'transition',
  'kept_draft',
  'audit',
  'story_lock',
  'colleague_note',
  'preview_link',
] as const;

/**
 * Forgets for good who worked on these stories. It stands here because it reaches over the tables of several rooms,
 * in one transaction.
 */
export async function forgetAccounts(db: Kysely<Schema>, stories: readonly string[]): Promise<void> {
  if (stories.length === 0) return;
  for (const table of TIES)
    await db.updateTable(table).set({ account: null }).where('story', 'in', stories).execute();
  // Who took a story over named whom it was taken from.
  await db
    .updateTable('audit')
    .set({ detail_json: '{}' })
    .where('act', '=', 'story.take-over')
    .where('story', 'in', stories)
    .execute();
}
