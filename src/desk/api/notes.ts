import { Hono } from 'hono';
import { z } from 'zod';
import { newName } from '../secrets.ts';
import { json, text, words } from './checked.ts';
import { notFound } from './errors.ts';
import { named, namesOf } from './names.ts';
import { storyFor } from './own.ts';
import type { Env, Parts } from './parts.ts';

/** Notes of a story that wait to be resolved. */
export async function openNotes({ store }: Parts, story: string): Promise<number> {
  const { count } = await store.db
    .selectFrom('colleague_note')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('story', '=', story)
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Notes between colleagues on a passage: readers never see them. */
export function noteRoutes(parts: Parts) {
  const { store, newsroom, now, act, bus } = parts;
  return new Hono<Env>()
    .get('/stories/:id/notes', act('story.note'), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.note', c.req.param('id'));
      const rows = await store.db
        .selectFrom('colleague_note')
        .selectAll()
        .where('story', '=', story.id)
        .orderBy('at')
        .orderBy('id')
        .execute();
      const names = await namesOf(parts);
      const notes = rows.map(({ resolved_at, ...row }) => named({ ...row, resolvedAt: resolved_at }, names));
      return c.json({ notes });
    })
    .post(
      '/stories/:id/notes',
      act('story.note'),
      json(
        z.strictObject({
          /** Made on the device, so that a note whose answer was lost may be sent again and stands once. */
          id: z.uuid().optional(),
          /** The block it is about; left out: the whole story. */
          block: z.string().max(64).nullable().optional(),
          quote: text(1000).optional(),
          text: words(5000),
        }),
      ),
      async (c) => {
        const { who } = c.var;
        const { id, block = null, quote = '', text: said } = c.req.valid('json');
        const story = await storyFor(parts, who, 'story.note', c.req.param('id'));
        const note = await newsroom.batch(async () => {
          const before =
            id === undefined
              ? undefined
              : await store.db
                  .selectFrom('colleague_note')
                  .selectAll()
                  .where('id', '=', id)
                  .executeTakeFirst();
          if (before?.story === story.id && before.block === block && before.text === said) return before;
          const hidden = (await newsroom.stories.get(story.id))?.protected !== false;
          const row = {
            // The same name for something else is somebody else's, or was changed since: nothing of either is lost.
            id: before === undefined && id !== undefined ? id : newName(),
            story: story.id,
            account: hidden ? null : who.account.id,
            at: now(),
            block,
            quote,
            text: said,
            resolved_at: null,
          };
          await store.db.insertInto('colleague_note').values(row).execute();
          return row;
        });
        bus.tell({ type: 'noted', story: story.id });
        return c.json({ note: { id: note.id, at: note.at, block, quote, text: said } }, 201);
      },
    )
    .patch(
      '/stories/:id/notes/:note',
      act('story.note'),
      json(z.strictObject({ resolved: z.boolean() })),
      async (c) => {
        const story = await storyFor(parts, c.var.who, 'story.note', c.req.param('id'));
        const { numUpdatedRows } = await store.db
          .updateTable('colleague_note')
          .set({ resolved_at: c.req.valid('json').resolved ? now() : null })
          .where('story', '=', story.id)
          .where('id', '=', c.req.param('note'))
          .executeTakeFirst();
        if (Number(numUpdatedRows) === 0) throw notFound('note');
        bus.tell({ type: 'noted', story: story.id });
        return c.json({ ok: true as const });
      },
    );
}
