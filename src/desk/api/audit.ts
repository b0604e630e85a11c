import { Hono } from 'hono';
import { z } from 'zod';
import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import { figure, id, query } from './checked.ts';
import type { Env, Parts } from './parts.ts';

export type Entry = {
  /** Who did it; null where that must not be known. */
  account: string | null;
  act: string;
  story?: string;
  /** What it was done to, other than a story. */
  subject?: string;
  detail?: Record<string, unknown>;
};

export type Auditor = (entry: Entry) => Promise<void>;

/**
 * Writes down what was done. Call it in the transaction in which it is done. At a protected story the account is left
 * out, and so it is for pictures, which may come to stand in one.
 */
export function openAudit({
  store,
  newsroom,
  now,
}: {
  store: Store;
  newsroom: Newsroom;
  now: () => number;
}): Auditor {
  return async ({ account, act, story, subject = '', detail = {} }) => {
    const hidden = story !== undefined && (await newsroom.stories.get(story))?.protected === true;
    await store.db
      .insertInto('audit')
      .values({
        at: now(),
        account: hidden || act.startsWith('media.') ? null : account,
        act,
        story: story ?? null,
        subject,
        detail_json: JSON.stringify(detail),
      })
      .execute();
  };
}

export function auditRoutes({ store, act }: Parts) {
  return new Hono<Env>().get(
    '/audit',
    act('audit.read'),
    query(z.object({ story: id.optional(), before: figure.optional(), limit: figure.optional() })),
    async (c) => {
      const { story, before, limit = 100 } = c.req.valid('query');
      let rows = store.db
        .selectFrom('audit')
        .leftJoin('account', 'account.id', 'audit.account')
        .selectAll('audit')
        .select('account.name as name')
        .orderBy('audit.id', 'desc')
        .limit(Math.min(Math.max(limit, 1), 500));
      if (story !== undefined) rows = rows.where('audit.story', '=', story);
      if (before !== undefined) rows = rows.where('audit.id', '<', before);
      const entries = (await rows.execute()).map((row) => ({
        id: row.id,
        at: row.at,
        name: row.name,
        act: row.act,
        story: row.story,
        subject: row.subject,
        detail: JSON.parse(row.detail_json) as Record<string, string | number | boolean | null>,
      }));
      return c.json({ entries });
    },
  );
}
