import { createHash } from 'node:crypto';
import type { Store } from '#store';

/** What a form carries so that it is taken once, however often it is sent: 32 random bytes as base64url. */
export const FORM_TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Longer than anybody has a page open. */
const KEPT = 2 * 86_400_000;
const HOUR = 3_600_000;

/**
 * Takes a form, in the transaction that it is called in.
 *
 * @param at milliseconds since 1970
 * @returns false where it was taken before
 */
export async function takeForm(store: Store, { token, at }: { token: string; at: number }): Promise<boolean> {
  return store.transaction(async (db) => {
    const added = await db
      .insertInto('form_token')
      .values({ id: createHash('sha256').update(token).digest('hex'), at: at - (at % HOUR) })
      .onConflict((same) => same.doNothing())
      .returning('id')
      .executeTakeFirst();
    return added !== undefined;
  });
}

/** Forgets forms that nobody has open any more. The hour of the rest is known, and no more. */
export async function forgetForms(store: Store, at: number): Promise<void> {
  await store.db
    .deleteFrom('form_token')
    .where('at', '<', at - KEPT)
    .execute();
}
