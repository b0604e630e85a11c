import { Hono } from 'hono';
import { z } from 'zod';
import { OUTCOMES, quarantine } from '#newsroom';
import { Runs } from '../import/runs.ts';
import { UnpackError } from '../import/unpack.ts';
import { Uploads } from '../import/uploads.ts';
import { figure, json, query, text } from './checked.ts';
import { DeskError, notFound } from './errors.ts';
import type { Env, Parts } from './parts.ts';

const wishes = z.strictObject({
  fetchPictures: z.boolean().optional(),
  pictureCredit: text(300).optional(),
  timeZone: text(64).optional(),
  map: text(1_000_000).optional(),
});

/** Rows of one answer. */
const PAGE = 200;

/** Archives from elsewhere: brought, read through, put in. */
export function importRoutes(parts: Parts) {
  const { act, audit, bus, presser, store, now, still } = parts;
  const { folder, random } = parts.options;
  const uploads = new Uploads(folder);
  const runs = new Runs({ base: { store, folder, now, random }, bus, onDone: () => presser.ask() });
  const desk = quarantine({ store, folder, now, random });
  parts.closing.push(() => runs.close());

  const start = async (run: string, wished: z.output<typeof wishes>, dryRun: boolean) => {
    const upload = await uploads.find(run);
    if (upload === null) throw notFound('upload');
    if (runs.isRunning) throw another();
    const begun = runs.start(upload, await uploads.source(run, wished.map), wished, dryRun);
    // Somebody else began one meanwhile.
    if (begun === null) throw another();
    return begun;
  };

  return new Hono<Env>()
    .get('/imports', act('import.run'), async (c) => {
      const list = await uploads.list();
      return c.json({ imports: list.map((upload) => ({ ...upload, ...runs.state(upload.run) })) });
    })
    .post('/imports', act('import.run'), query(z.object({ name: text(300) })), async (c) => {
      const { body } = c.req.raw;
      if (body === null) throw new DeskError(422, 'no_file', 'Send the archive as the body of the request');
      try {
        const about = { name: c.req.valid('query').name, at: now() };
        const { run, bytes } = await uploads.bring(body as never, about, () => still(c.var.who));
        await audit({ account: c.var.who.account.id, act: 'import.upload', subject: about.name });
        return c.json({ upload: run, bytes }, 201);
      } catch (error) {
        if (error instanceof UnpackError)
          throw new DeskError(422, error.code, error.message, { about: { id: error.entry } });
        throw error;
      }
    })
    .post('/imports/:id/rehearse', act('import.run'), json(wishes), async (c) =>
      c.json(await start(c.req.param('id'), c.req.valid('json'), true), 202),
    )
    .post('/imports/:id/run', act('import.run'), json(wishes), async (c) => {
      const id = c.req.param('id');
      const state = await start(id, c.req.valid('json'), false);
      const subject = (await uploads.find(id))?.name ?? id;
      await audit({ account: c.var.who.account.id, act: 'import.run', subject });
      return c.json(state, 202);
    })
    .post('/imports/:id/stop', act('import.run'), async (c) => {
      const id = c.req.param('id');
      if ((await uploads.find(id)) === null) throw notFound('import');
      await runs.stop(id);
      return c.json(runs.state(id));
    })
    .get('/imports/:id', act('import.run'), async (c) => {
      const id = c.req.param('id');
      const upload = await uploads.find(id);
      if (!upload) throw notFound('import');
      return c.json({ ...upload, ...runs.state(id) });
    })
    .get(
      '/imports/:id/rows',
      act('import.run'),
      query(
        z.object({
          outcome: z.enum(OUTCOMES).optional(),
          kind: text(100).optional(),
          text: text(200).optional(),
          from: figure.optional(),
        }),
      ),
      async (c) => {
        const { outcome, kind, text: words = '', from = 0 } = c.req.valid('query');
        const wanted = words.trim().toLowerCase();
        const rows = runs
          .rows(c.req.param('id'))
          .filter(
            (row) =>
              (outcome === undefined || row.outcome === outcome) &&
              (kind === undefined || row.kind === kind) &&
              (wanted === '' ||
                `${row.item} ${row.reason} ${row.address ?? ''}`.toLowerCase().includes(wanted)),
          );
        const shown = rows.slice(from, from + PAGE);
        const state = runs.state(c.req.param('id'));
        const kept = new Map<string, string>();
        if (!state.dryRun && shown.some((row) => row.outcome === 'quarantined'))
          for (const { id, source, item } of await desk.list())
            if (source === state.report?.source) kept.set(item, id);
        const withKept = shown.map((row) => ({ ...row, quarantined: kept.get(row.item) ?? null }));
        return c.json({ rows: withKept, total: rows.length });
      },
    )
    .delete('/imports/:id', act('import.run'), async (c) => {
      const id = c.req.param('id');
      if ((await uploads.find(id)) === null) throw notFound('upload');
      if (runs.state(id)?.state === 'running') throw busy('The import is running; stop it first');
      await uploads.remove(id);
      runs.forget(id);
      return c.json({ ok: true as const });
    });
}

const another = (): DeskError => busy('Another import is running; wait until it is done and try again');
const busy = (message: string): DeskError => new DeskError(409, 'running', message);
