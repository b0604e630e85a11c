import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { importArchive, quarantine, type ImportReport } from '#newsroom';
import { newName } from '../secrets.ts';
import { json, query, text } from './checked.ts';
import { DeskError, notFound } from './errors.ts';
import type { Env, Parts } from './parts.ts';

const options = z.strictObject({
  /** Fetch pictures from where they were. */
  fetchPictures: z.boolean().optional(),
  /** Credit of pictures that have none. */
  pictureCredit: text(300).optional(),
  timeZone: text(64).optional(),
});
type Options = z.output<typeof options>;

/** An import as it stands: read only, or for good. */
export type ImportState = {
  run: string;
  dryRun: boolean;
  /** `done` has a report; `failed` says why. */
  state: 'running' | 'done' | 'failed';
  done: number;
  total: number;
  failed: string | null;
  report: ImportReport | null;
};

/** Runs that are remembered, the last first. */
const REMEMBERED = 20;
const NAME = /^[0-9a-f]{16}$/;

/** Archives from elsewhere: uploaded, read through, put in, and what could not be put in. */
export function importRoutes(parts: Parts) {
  const { newsroom, act, audit, bus, presser, store, now } = parts;
  const folder = join(parts.options.folder, 'imports');
  const states = new Map<string, ImportState>();
  const base = { store, folder: parts.options.folder, now, random: parts.options.random };
  const desk = quarantine(base);

  const start = (upload: string, from: string, wishes: Options, dryRun: boolean): ImportState => {
    if ([...states.values()].some(({ state }) => state === 'running'))
      throw new DeskError(409, 'running', 'Another import is running; wait until it is done and try again');
    const state: ImportState = {
      run: upload,
      dryRun,
      state: 'running',
      done: 0,
      total: 0,
      failed: null,
      report: null,
    };
    states.delete(upload);
    states.set(upload, state);
    for (const old of [...states.keys()].slice(0, -REMEMBERED)) states.delete(old);
    const { fetchPictures, pictureCredit, timeZone } = wishes;
    const work = importArchive({
      ...base,
      from,
      dryRun,
      ...(fetchPictures !== undefined && { fetchPictures }),
      ...(pictureCredit !== undefined && { pictureCredit }),
      ...(timeZone !== undefined && { timeZone }),
      progress: (done, total, label) => {
        Object.assign(state, { done, total });
        bus.tell({ type: 'import', run: upload, done, total, label });
      },
    });
    void work.then(
      (report) => {
        Object.assign(state, { state: 'done', report });
        bus.tell({ type: 'imported', run: upload, failed: null });
        if (!dryRun) presser.ask();
      },
      (error: unknown) => {
        const failed = error instanceof Error ? error.message : String(error);
        Object.assign(state, { state: 'failed', failed });
        bus.tell({ type: 'imported', run: upload, failed });
      },
    );
    return state;
  };

  return new Hono<Env>()
    .post('/imports', act('import.run'), query(z.object({ name: text(300) })), async (c) => {
      const { body } = c.req.raw;
      if (body === null) throw new DeskError(422, 'no_file', 'Send the archive as the body of the request');
      const upload = newName();
      const place = join(folder, upload);
      await mkdir(place, { recursive: true });
      const ending =
        /\.(xml|wxr|md|markdown|json)$/i.exec(c.req.valid('query').name)?.[0].toLowerCase() ?? '';
      try {
        await pipeline(Readable.fromWeb(body as never), createWriteStream(join(place, `archive${ending}`)));
      } catch (error) {
        await rm(place, { recursive: true, force: true });
        throw error;
      }
      await audit({ account: c.var.who.account.id, act: 'import.upload', subject: upload });
      return c.json({ upload, bytes: (await stat(join(place, `archive${ending}`))).size }, 201);
    })
    .post('/imports/:id/rehearse', act('import.run'), json(options), async (c) => {
      const id = c.req.param('id');
      return c.json(start(id, await archiveAt(folder, id), c.req.valid('json'), true), 202);
    })
    .post('/imports/:id/run', act('import.run'), json(options), async (c) => {
      const id = c.req.param('id');
      const state = start(id, await archiveAt(folder, id), c.req.valid('json'), false);
      await audit({ account: c.var.who.account.id, act: 'import.run', subject: id });
      return c.json(state, 202);
    })
    .get('/imports/:id', act('import.run'), (c) => {
      const state = states.get(c.req.param('id'));
      if (!state) throw notFound('import');
      return c.json(state);
    })
    .delete('/imports/:id', act('import.run'), async (c) => {
      const id = c.req.param('id');
      await archiveAt(folder, id);
      if (states.get(id)?.state === 'running')
        throw new DeskError(409, 'running', 'The import is running; wait until it is done');
      await rm(join(folder, id), { recursive: true, force: true });
      states.delete(id);
      return c.json({ ok: true as const });
    })
    .get('/quarantine', act('import.run'), async (c) => {
      const items = await desk.list();
      return c.json({
        items: items.map(({ id, source, item, reason, at }) => ({ id, source, item, reason, at })),
      });
    })
    .get('/quarantine/:id', act('import.run'), async (c) => {
      const item = await desk.show(c.req.param('id'));
      if (!item) throw notFound('item');
      const { id, source, item: key, reason, at, original } = item;
      return c.json({ id, source, item: key, reason, at, original });
    })
    .post('/quarantine/:id/retry', act('import.run'), json(options), async (c) => {
      const { fetchPictures, pictureCredit, timeZone } = c.req.valid('json');
      const report = await desk.retry(c.req.param('id'), {
        ...(fetchPictures !== undefined && { fetchPictures }),
        ...(pictureCredit !== undefined && { pictureCredit }),
        ...(timeZone !== undefined && { timeZone }),
      });
      await audit({ account: c.var.who.account.id, act: 'quarantine.retry', subject: c.req.param('id') });
      presser.ask();
      return c.json({ report });
    })
    .delete('/quarantine/:id', act('import.run'), async (c) => {
      const id = c.req.param('id');
      const purged = await newsroom.batch(async () => {
        await audit({ account: c.var.who.account.id, act: 'quarantine.purge', subject: id });
        return desk.purge(id);
      });
      return c.json({ purged });
    });
}

/** The file of an upload. Names are ours, so none leads elsewhere. */
async function archiveAt(folder: string, id: string): Promise<string> {
  if (!NAME.test(id)) throw notFound('upload');
  const [file] = await readdir(join(folder, id)).catch(() => []);
  if (file === undefined) throw notFound('upload');
  return join(folder, id, file);
}
