import { Hono } from 'hono';
import { z } from 'zod';
import type { Newsroom, StoryId } from '#newsroom';
import type { Store } from '#store';
import { figure, id, query } from './checked.ts';
import type { Env, Parts } from './parts.ts';

/** What is written down, each by a word that the app has words for. */
export type Audited =
  | 'story.create'
  | 'story.submit'
  | 'story.approve'
  | 'story.schedule'
  | 'story.embargo'
  | 'story.publish'
  | 'story.correct'
  | 'story.update'
  | 'story.withdraw'
  | 'story.redact'
  | 'story.kill'
  | 'story.restore'
  | 'story.take-over'
  | 'story.preview'
  | 'story.link'
  | 'story.unlink'
  | 'story.task-done'
  | 'story.drop-kept'
  | 'media.add'
  | 'media.describe'
  | 'media.remove'
  | 'front.slots'
  | 'front.banner'
  | 'front.banner-lowered'
  | 'site.set'
  | 'section.put'
  | 'section.remove'
  | 'tag.put'
  | 'tag.remove'
  | 'series.put'
  | 'series.remove'
  | 'author.put'
  | 'author.remove'
  | 'page.put'
  | 'page.remove'
  | 'notice.put'
  | 'notice.remove'
  | 'appeal.set'
  | 'offer.set'
  | 'safety.set'
  | 'import.upload'
  | 'import.run'
  | 'quarantine.mend'
  | 'quarantine.retry'
  | 'quarantine.purge'
  | 'money.refund'
  | 'money.question'
  | 'money.match'
  | 'money.statements'
  | 'money.bank'
  | 'money.costs'
  | 'money.wall'
  | 'money.switch'
  | 'money.close'
  | 'money.export'
  | 'mirror.state'
  | 'mirror.remove'
  | 'people.add'
  | 'people.change'
  | 'people.link'
  | 'people.end'
  | 'passkey.add'
  | 'passkey.remove'
  | 'session.end'
  | 'session.end-all'
  | 'sign-in'
  | 'sign-in.link'
  | 'sign-out'
  | 'panic';

export type Entry = {
  /** Who did it; null where that must not be known. */
  account: string | null;
  act: Audited;
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

export function auditRoutes({ store, newsroom, act }: Parts) {
  return new Hono<Env>().get(
    '/audit',
    act('audit.read'),
    query(
      z.object({
        story: id.optional(),
        /** An account's id. */
        who: id.optional(),
        /** The first word of acts: `story`, `people` … */
        kind: z
          .string()
          .regex(/^[a-z-]{1,40}$/)
          .optional(),
        before: figure.optional(),
        limit: figure.optional(),
      }),
    ),
    async (c) => {
      const { story, who, kind, before, limit = 100 } = c.req.valid('query');
      let rows = store.db
        .selectFrom('audit')
        .leftJoin('account', 'account.id', 'audit.account')
        .selectAll('audit')
        .leftJoin('account as meant', 'meant.id', 'audit.subject')
        .select(['account.name as name', 'meant.name as meant'])
        .orderBy('audit.id', 'desc')
        .limit(Math.min(Math.max(limit, 1), 500));
      if (story !== undefined) rows = rows.where('audit.story', '=', story);
      if (who !== undefined) rows = rows.where('audit.account', '=', who);
      if (kind !== undefined)
        rows = rows.where((is) => is.or([is('audit.act', '=', kind), is('audit.act', 'like', `${kind}.%`)]));
      if (before !== undefined) rows = rows.where('audit.id', '<', before);
      const found = await rows.execute();
      const headlines = await headlinesOf(newsroom, found);
      const entries = found.map((row) => ({
        id: row.id,
        at: row.at,
        name: row.name,
        act: row.act as Audited,
        story: row.story,
        headline: row.story === null ? null : (headlines.get(row.story) ?? null),
        /** Of an act on people, the name of whom it is about. */
        subject: row.meant ?? row.subject,
        detail: JSON.parse(row.detail_json) as Record<string, string | number | boolean | null>,
      }));
      return c.json({ entries });
    },
  );
}

/** What the stories of some lines are called now. */
async function headlinesOf(
  newsroom: Newsroom,
  rows: readonly { story: string | null }[],
): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(({ story }) => (story === null ? [] : [story as StoryId])))];
  const found = new Map<string, string>();
  for (const id of ids) {
    const story = await newsroom.stories.get(id);
    const revision = story && (await newsroom.stories.revision(id, story.revision));
    if (revision) found.set(id, revision.headline);
  }
  return found;
}
