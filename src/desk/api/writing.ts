import { Hono } from 'hono';
import { z } from 'zod';
import type { Story, StoryId } from '#newsroom';
import { id, json, words } from './checked.ts';
import { draft, tab } from './drafts.ts';
import { DeskError, notFound } from './errors.ts';
import { namesOf, revisionView } from './names.ts';
import { isOwn, mayWrite, storyFor } from './own.ts';
import type { Env, Parts, Who } from './parts.ts';
import { mayHandOver, releaseLock, takeLock } from './presence.ts';

/** A name that a tab draws for a stretch of writing, and when the text was written by the tab's clock. */
const sitting = z.strictObject({ id: z.string().regex(/^[0-9a-f-]{8,64}$/), at: z.number().int().min(0) });

const save = z.strictObject({
  /** Number of the revision that the text was made from. */
  base: z.number().int().min(1),
  draft,
  tab,
  sitting: sitting.optional(),
  after: sitting.optional(),
  /** The text now follows this revision of the story that it translates. */
  source: z.strictObject({ story: id, revision: z.number().int().min(1) }).optional(),
});

/** Saving, the lock of a story, and texts that were kept apart. */
export function writingRoutes(parts: Parts) {
  const { newsroom, act, audit, bus } = parts;
  return new Hono<Env>()
    .put('/stories/:id', act('story.write'), json(save), async (c) => {
      const { who } = c.var;
      const { base, draft: given, tab: from, source, sitting: own, after } = c.req.valid('json');
      const story = await writable(parts, who, c.req.param('id'));
      const wanted = {
        story: story.id,
        base,
        draft: given,
        account: who.account.id,
        ...(own && { sitting: own }),
        ...(after && { after }),
        ...(source && { source: { story: source.story as StoryId, revision: source.revision } }),
      };
      const seat = { who, tab: from, story };
      const lock = await takeLock(parts, seat);
      if (!lock.mine && !mayHandOver(parts, seat))
        return c.json({ lock, kept: await newsroom.stories.keep(wanted) }, 423);
      const outcome = await newsroom.stories.save(wanted);
      const names = await namesOf(parts);
      if (!outcome.ok) {
        const { reasons, current, kept, diff } = outcome;
        if (!lock.mine) return c.json({ lock, kept }, 423);
        return c.json({ reasons, current: revisionView(current, names), kept, diff }, 409);
      }
      const { number, at } = outcome.revision;
      if (number !== base) bus.tell({ type: 'saved', story: story.id, revision: number, at });
      return c.json({ revision: revisionView(outcome.revision, names) }, 200);
    })
    .post(
      '/stories/:id/lock',
      act('story.write'),
      json(z.strictObject({ tab, take: words(500).optional(), came: z.boolean().optional() })),
      async (c) => {
        const { who } = c.var;
        const { tab: from, take: reason, came } = c.req.valid('json');
        const story = await writable(parts, who, c.req.param('id'));
        const lock = await takeLock(parts, { who, tab: from, story }, { reason, came });
        return lock.mine ? c.json({ lock }, 200) : c.json({ lock }, 423);
      },
    )
    .delete('/stories/:id/lock', act('story.write'), json(z.strictObject({ tab })), async (c) => {
      const { who } = c.var;
      const story = await storyFor(parts, who, 'story.write', c.req.param('id'));
      await releaseLock(parts, { who, tab: c.req.valid('json').tab, story });
      return c.json({ ok: true as const });
    })

    .delete('/stories/:id/kept/:kept', act('story.write'), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.write', c.req.param('id'));
      const kept = (await newsroom.stories.kept(story.id)).find((one) => one.id === c.req.param('kept'));
      if (!kept) throw notFound('text');
      await newsroom.batch(async () => {
        await newsroom.stories.dropKept(kept.id);
        await audit({ account: c.var.who.account.id, act: 'story.drop-kept', story: story.id });
      });
      return c.json({ ok: true as const });
    });
}

/** The story, when whoever asks may write in it as it stands. */
async function writable(parts: Parts, who: Who, story: string): Promise<Story> {
  const found = await storyFor(parts, who, 'story.write', story);
  if (mayWrite(who, found.state, await isOwn(parts, who, found))) return found;
  throw new DeskError(
    403,
    'handed_over',
    'An editor has approved the story; ask for it to be taken back to draft',
  );
}
