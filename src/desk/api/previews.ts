import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { previewStory, type Preview } from '#press';
import { hashOf, isSecret, newName, newSecret } from '../secrets.ts';
import { json, text } from './checked.ts';
import { DeskError, notFound } from './errors.ts';
import { named, namesOf } from './names.ts';
import { storyFor } from './own.ts';
import type { Env, Parts } from './parts.ts';

const DAY = 86_400_000;

/**
 * Links by which somebody outside reads a story before it is out: each runs out and can be taken back. They show the
 * newest revision, and nothing of a story that was killed or withdrawn.
 */
export function previewRoutes(parts: Parts) {
  const { store, newsroom, now, act, audit, options } = parts;
  return new Hono<Env>()
    .get('/stories/:id/previews', act('story.preview'), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.preview', c.req.param('id'));
      const rows = await store.db
        .selectFrom('preview_link')
        .select(['id', 'account', 'created_at', 'expires_at', 'reader'])
        .where('story', '=', story.id)
        .where('expires_at', '>', now())
        .orderBy('created_at')
        .execute();
      const names = await namesOf(parts);
      const links = rows.map(({ created_at: createdAt, expires_at: expiresAt, ...row }) =>
        named({ ...row, createdAt, expiresAt }, names),
      );
      return c.json({ links });
    })
    .post(
      '/stories/:id/previews',
      act('story.preview'),
      json(
        z.strictObject({
          days: z.number().int().min(1).max(30),
          /** Whom it is for, in words. */
          reader: text(200).optional(),
        }),
      ),
      async (c) => {
        const { who } = c.var;
        const story = await storyFor(parts, who, 'story.preview', c.req.param('id'));
        const secret = newSecret();
        const { days, reader = '' } = c.req.valid('json');
        const expiresAt = now() + days * DAY;
        const id = newName();
        await newsroom.batch(async () => {
          const hidden = (await newsroom.stories.get(story.id))?.protected !== false;
          await store.db.deleteFrom('preview_link').where('expires_at', '<=', now()).execute();
          await store.db
            .insertInto('preview_link')
            .values({
              id,
              secret_hash: hashOf(secret),
              story: story.id,
              account: hidden ? null : who.account.id,
              created_at: now(),
              expires_at: expiresAt,
              reader: reader.trim() === '' ? null : reader.trim(),
            })
            .execute();
          await audit({ account: who.account.id, act: 'story.preview', story: story.id });
        });
        return c.json({ id, address: `${options.address}/preview/${secret}/`, expiresAt }, 201);
      },
    )
    .delete('/stories/:id/previews/:link', act('story.preview'), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.preview', c.req.param('id'));
      const { numDeletedRows } = await store.db
        .deleteFrom('preview_link')
        .where('story', '=', story.id)
        .where('id', '=', c.req.param('link'))
        .executeTakeFirst();
      if (Number(numDeletedRows) === 0) throw notFound('link');
      return c.json({ ok: true as const });
    });
}

/** The pages themselves: `/preview/<secret>/…` for outsiders, `/look/<story>/…` for who is signed in. */
export function previewPages(parts: Parts) {
  const { store, newsroom, now, act, open, options } = parts;
  const shown = async (id: string, outside: boolean): Promise<Preview> => {
    const story = await newsroom.stories.get(id);
    if (outside && (story?.state === 'killed' || story?.state === 'withdrawn')) throw over();
    const revision = story && (await newsroom.stories.revision(story.id, story.revision));
    if (!story || !revision) throw notFound('story');
    const saying = await options.saying?.();
    const preview = await previewStory({
      newsroom,
      story,
      revision,
      at: now(),
      ...(saying === undefined ? {} : { saying }),
    });
    if (!preview) throw new DeskError(422, 'language', `The site is not published in "${story.lang}"`);
    return preview;
  };
  return new Hono<Env>()
    .get('/preview/:secret/*', open('preview'), async (c) => {
      const secret = c.req.param('secret');
      const link = isSecret(secret)
        ? await store.db
            .selectFrom('preview_link')
            .select('story')
            .where('secret_hash', '=', hashOf(secret))
            .where('expires_at', '>', now())
            .executeTakeFirst()
        : undefined;
      if (!link) throw over();
      return answerPreview(parts, await shown(link.story, true), `/preview/${secret}/`, c.req.path);
    })
    .get('/look/:id/*', act('story.read'), async (c) => {
      const id = c.req.param('id');
      return answerPreview(parts, await shown(id, false), `/look/${id}/`, c.req.path);
    });
}

const over = (): DeskError => new DeskError(404, 'preview_over', 'The preview was taken back or has run out');

/** One file of a preview; its root leads to the page. @throws DeskError 404 */
export async function answerPreview(
  { newsroom }: Parts,
  preview: Preview,
  root: string,
  path: string,
): Promise<Response> {
  const wanted = decoded(path.slice(root.length));
  if (wanted === '') return new Response(null, { status: 302, headers: { location: root + preview.path } });
  if (wanted === preview.path) return page(preview.html);
  const file = preview.files.get(wanted);
  if (!file) throw notFound('page');
  // A link that is taken back shows nothing more, also where it was opened before.
  const headers = { 'content-type': file.type, 'cache-control': 'no-store' };
  // From one page of support to the next.
  if ('bytes' in file && file.type.startsWith('text/html')) return page(String(file.bytes));
  if ('bytes' in file) return new Response(plain(file.bytes), { headers });
  const bytes = await readFile(newsroom.media.file(file.media, file.format, file.width));
  return new Response(new Uint8Array(bytes), { headers });
}

/** An address that says nothing leads nowhere. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound('page');
  }
}

/** A page that runs nothing and asks nobody; the desk alone may frame it. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Programs of the press in its pages, which this policy would refuse one by one. */
const SCRIPTS = /<script\b[^>]*>[^]*?<\/script>/g;

function page(html: string): Response {
  return new Response(html.replaceAll(SCRIPTS, ''), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store',
    },
  });
}

const plain = (bytes: string | Uint8Array): string | Uint8Array<ArrayBuffer> =>
  typeof bytes === 'string' ? bytes : new Uint8Array(bytes);
