import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { CompiledQuery } from 'kysely';
import { Client } from 'pg';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { opener } from '../../test/databases.ts';
import { openStore, type Store } from './store.ts';

const now = () => Date.UTC(2026, 0, 1);
const { open, clean } = opener('postgres');
afterAll(clean);

async function raise(store: Store, state: string): Promise<unknown> {
  return await store.db.executeQuery(
    CompiledQuery.raw(`DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '${state}'; END $$`),
  );
}

describe('a server that cannot be used', () => {
  test('that does not listen, or is not there, is unreachable', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await new Promise((resolve) => server.close(resolve));
    for (const host of [`127.0.0.1:${port}`, 'nowhere.invalid']) {
      const opening = openStore({ url: `postgres://editor:secret@${host}/newsroom`, now });
      await expect(opening).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(host),
      });
      await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
    }
  });

  test('that has no such database turns us away', async () => {
    const url = (await open.url()).replace(/\/test_\w+/, '/missing');
    await expect(openStore({ url, now })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('"missing" does not exist'),
    });
  });

  test('names its trouble in our words', async () => {
    const store = await open();
    for (const [state, code] of [
      ['53100', 'disk_full'],
      ['25006', 'read_only'],
      ['XX001', 'corrupt'],
      ['53300', 'refused'],
      ['55P03', 'locked'],
    ] as const)
      await expect(raise(store, state)).rejects.toMatchObject({ code });
  });
});

describe('a connection that breaks', () => {
  test('while idle is replaced, and in a transaction loses only that', async () => {
    const url = await open.url();
    const store = await openStore({ url, now });
    onTestFinished(() => store.close());
    const admin = new Client({ connectionString: url });
    await admin.connect();
    onTestFinished(() => admin.end());
    const cut = () =>
      admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
        'longwave',
      ]);
    const add = (id: string) => store.db.insertInto('tag').values({ id, names_json: '{}' }).execute();
    await add('before');
    const cutting = store.transaction(async () => {
      await add('inside');
      await cut();
      await add('after');
    });
    await expect(cutting).rejects.toMatchObject({ code: 'unreachable' });
    await cut();
    await expect
      .poll(() =>
        add('later').then(
          () => 'done',
          () => 'not yet',
        ),
      )
      .toBe('done');
    const ids = await store.db.selectFrom('tag').select('id').orderBy('id').execute();
    expect(ids.map((row) => row.id)).toEqual(['before', 'later']);
  });
});

test('an inner transaction that takes the outer one with it tells why', async () => {
  const store = await open();
  const ends: unknown[] = [];
  const outer = store.transaction(async (db) => {
    const inner = store.transaction((within) =>
      within.executeQuery(CompiledQuery.raw('SELECT pg_terminate_backend(pg_backend_pid())')),
    );
    ends.push(await inner.catch((error: unknown) => error));
    await db.deleteFrom('tag').execute();
  });
  await expect(outer).rejects.toMatchObject({ code: 'unreachable' });
  expect(ends).toMatchObject([{ code: 'unreachable' }]);
});

test('a transaction is run again when two of them stand in each other’s way', async () => {
  const store = await open();
  let runs = 0;
  await store.transaction(async (db) => {
    await db.insertInto('tag').values({ id: 'a', names_json: '{}' }).execute();
    if (runs++ < 2) await raise(store, '40P01');
  });
  expect(runs).toBe(3);
  expect(await store.db.selectFrom('tag').select('id').execute()).toEqual([{ id: 'a' }]);
});

test('a writer that waits too long for another one is told so', async () => {
  const url = await open.url();
  const [holder, waiting] = [await openStore({ url, now }), await openStore({ url, now, patience: 50 })];
  const { promise: inside, resolve: entered } = Promise.withResolvers<void>();
  const { promise: done, resolve: leave } = Promise.withResolvers<void>();
  const holding = holder.transaction(async () => {
    entered();
    await done;
  });
  await inside;
  await expect(waiting.transaction(async () => {})).rejects.toMatchObject({ code: 'locked' });
  leave();
  await holding;
  await waiting.transaction(async () => {});
  await Promise.all([holder.close(), waiting.close()]);
});

test('the server of the tests ends, and its files go, with a killed process', async () => {
  const script = `
    import { opener } from ${JSON.stringify(new URL('../../test/databases.ts', import.meta.url).href)};
    const url = new URL(await opener('postgres').open.url());
    console.log(url.searchParams.get('host'));
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const folder = line.toString().trim();
  const server = Number(readFileSync(path.join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  expect(existsSync(`/proc/${server}`)).toBe(true);
  child.kill('SIGKILL');
  await vi.waitUntil(() => !existsSync(folder) && !existsSync(`/proc/${server}`), { timeout: 20_000 });
});
