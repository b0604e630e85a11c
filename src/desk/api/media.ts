import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { z } from 'zod';
import { isPicture, type MediaFile, type Picture } from '#newsroom';
import { figure, json, query, text, words } from './checked.ts';
import { Spool } from '../spool.ts';
import { DeskError, notFound, settled } from './errors.ts';
import type { Env, Parts } from './parts.ts';

const filters = z.object({
  text: text(200).optional(),
  credit: text(300).optional(),
  licence: text(300).optional(),
  kind: z.enum(['picture', 'file', 'audio']).optional(),
  use: z.enum(['used', 'unused']).optional(),
  /** Only what has a licence that ends before this time. */
  expiresBefore: figure.optional(),
  limit: figure.optional(),
  before: z
    .string()
    .regex(/^\d{1,15}-[a-z0-9]{1,64}$/)
    .optional(),
});

/** A file that is brought: its name, and its type as its browser says. */
const arriving = z.object({ name: words(300), type: text(200).default('') });

const byLanguage = z.record(z.string().max(16), text(2000));
const description = z.strictObject({
  alts: byLanguage.optional(),
  captions: byLanguage.optional(),
  credit: text(300).optional(),
  agency: text(300).optional(),
  licence: text(300).optional(),
  licenceExpires: z.number().int().nullable().optional(),
  focal: z.strictObject({ x: z.number(), y: z.number() }).optional(),
});

/** Pictures, files and sounds: taken in, found, described. */
export function mediaRoutes(parts: Parts) {
  const { newsroom, act, audit, presser, now, still } = parts;
  const spool = new Spool(parts.options.folder);
  const taking = oneAfterTheOther();
  return new Hono<Env>()
    .post('/media', act('media.add'), query(arriving), (c) => {
      const { body } = c.req.raw;
      if (body === null) throw new DeskError(422, 'no_file', 'Send the file as the body of the request');
      const { name, type } = c.req.valid('query');
      return spool.hold(body as never, (file) =>
        taking(async () => {
          await still(c.var.who);
          const made = looksLikePicture(name, type)
            ? settled(await newsroom.media.addPicture({ name, file }))
            : settled(await newsroom.media.addFile({ name, file }));
          const media: Picture | MediaFile = 'picture' in made ? made.picture : made.file;
          if (made.added) await audit({ account: null, act: 'media.add', subject: media.id });
          return c.json(
            { media: viewOf(media), added: made.added, warnings: 'warnings' in made ? made.warnings : [] },
            made.added ? 201 : 200,
          );
        }),
      );
    })
    .get('/media', act('media.read'), query(filters), async (c) => {
      const { before, ...asked } = c.req.valid('query');
      const [at = '', last = ''] = before?.split('-') ?? [];
      const { limit = 60 } = asked;
      const { found, total } = await newsroom.media.find({
        ...(Object.fromEntries(
          Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''),
        ) as Parameters<typeof newsroom.media.find>[0]),
        limit,
        ...(before !== undefined && { before: { createdAt: Number(at), id: last } }),
      });
      const end = found.at(-1);
      const full = found.length === Math.min(Math.max(limit, 1), 200);
      return c.json({
        media: found.map(({ media, createdAt, stories }) => ({ ...viewOf(media), createdAt, stories })),
        next: full && end ? `${end.createdAt}-${end.media.id}` : null,
        total,
      });
    })
    .get('/media-expiring', act('media.read'), query(z.object({ days: figure.optional() })), async (c) => {
      const { days = 30 } = c.req.valid('query');
      const soon = await newsroom.media.expiring(now() + days * 86_400_000);
      return c.json({ media: soon });
    })
    .get('/media/:id', act('media.read'), async (c) => {
      const media = await mediumOf(parts, c.req.param('id'));
      return c.json({ media: viewOf(media), stories: await newsroom.live.usedBy({ media: media.id }) });
    })
    .patch('/media/:id', act('media.describe'), json(description), async (c) => {
      const media = await mediumOf(parts, c.req.param('id'));
      const said = defined(c.req.valid('json'));
      await newsroom.batch(async () => {
        settled(await newsroom.media.describe(media.id, said));
        await audit({ account: null, act: 'media.describe', subject: media.id });
      });
      presser.ask();
      return c.json({ media: viewOf(await mediumOf(parts, media.id)) });
    })
    .delete('/media/:id', act('media.remove'), async (c) => {
      const media = await mediumOf(parts, c.req.param('id'));
      settled(await newsroom.media.remove(media.id));
      await audit({ account: null, act: 'media.remove', subject: media.id });
      return c.json({ ok: true as const });
    });
}

/** Bytes of a picture at least so wide, where there are any, and of files at the width 0. */
export function mediaBytes(parts: Parts) {
  const { newsroom, act } = parts;
  return new Hono<Env>().get('/media/:id/:width{[0-9]+}', act('media.read'), async (c) => {
    const media = await mediumOf(parts, c.req.param('id'));
    const wanted = Number(c.req.param('width'));
    if (isPicture(media)) {
      const jpegs = media.renditions
        .filter(({ format }) => format === 'jpeg')
        .sort((a, b) => a.width - b.width);
      const found = jpegs.find(({ width }) => width >= wanted) ?? jpegs.at(-1);
      if (!found) throw notFound('picture');
      return bytesOf(newsroom.media.file(media.id, 'jpeg', found.width), {
        'content-type': 'image/jpeg',
        'cache-control': 'private, max-age=300',
      });
    }
    return bytesOf(newsroom.media.file(media.id, 'original', 0), {
      'content-type': media.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(media.name)}`,
      'cache-control': 'private, max-age=300',
    });
  });
}

async function bytesOf(file: string, headers: Record<string, string>): Promise<Response> {
  const { size } = await stat(file).catch(() => {
    throw notFound('file');
  });
  // A file never acts as a page of the desk, whatever it holds.
  const guards = { 'content-security-policy': "default-src 'none'; sandbox", 'content-length': `${size}` };
  const stream = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  return new Response(stream, { headers: { ...headers, ...guards } });
}

async function mediumOf({ newsroom }: Parts, id: string): Promise<Picture | MediaFile> {
  const [media] = await newsroom.media.get([id]);
  if (!media) throw notFound('medium');
  return media;
}

/** A medium with its kind spelled out. */
function viewOf(media: Picture | MediaFile) {
  return isPicture(media) ? { kind: 'picture' as const, ...media } : media;
}

const looksLikePicture = (name: string, type: string): boolean =>
  type.startsWith('image/') || /\.(jpe?g|png|webp|avif|gif|svg)$/i.test(name);

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was left out. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>;
}

/** Large files take memory: each waits for the one before it. */
function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
