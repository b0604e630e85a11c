import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { insertMany, openStore, type Store } from './store.ts';

const now = () => Date.UTC(2026, 0, 1);
const tag = (id: string) => ({ id, names_json: '{}' });

function freshFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'longwave-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function freshFile(): { file: string; url: string } {
  const file = path.join(freshFolder(), 'newsroom.db');
  return { file, url: `sqlite:${file}` };
}

async function opened(url: string, patience?: number): Promise<Store> {
  const store = await openStore({ url, now, ...(patience === undefined ? {} : { patience }) });
  onTestFinished(() => store.close());
  return store;
}

describe('beside another process that writes', () => {
  async function held(url: string): Promise<{ store: Store; leave: () => Promise<unknown> }> {
    const store = await opened(url);
    const { promise: written, resolve: entered } = Promise.withResolvers<void>();
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const holding = store.transaction(async (db) => {
      await db.insertInto('tag').values(tag('held')).execute();
      entered();
      await done;
    });
    await written;
    onTestFinished(() => leave());
    return { store, leave: () => (leave(), holding) };
  }

  test('reads go on, and writes wait without stopping the program', async () => {
    const { url } = freshFile();
    const other = await opened(url);
    const { leave } = await held(url);
    const writing = Promise.all([
      other.db.insertInto('tag').values(tag('single')).execute(),
      other.transaction((db) => db.insertInto('tag').values(tag('whole')).execute()),
    ]);
    let longest = 0;
    for (let turn = 0; turn < 100; turn++) {
      const before = performance.now();
      expect(await other.db.selectFrom('tag').selectAll().execute()).toEqual([]);
      await new Promise((resolve) => setImmediate(resolve));
      longest = Math.max(longest, performance.now() - before);
    }
    expect(longest).toBeLessThan(500);
    await leave();
    await writing;
    const ids = await other.db.selectFrom('tag').select('id').orderBy('id').execute();
    expect(ids.map((row) => row.id)).toEqual(['held', 'single', 'whole']);
  });

  test('those who wait come in between the transactions of one who never pauses', async () => {
    const { url } = freshFile();
    const other = await opened(url);
    const { store, leave } = await held(url);
    let written = false;
    const writing = other.db
      .insertInto('tag')
      .values(tag('patient'))
      .execute()
      .then(() => (written = true));
    await expect.poll(() => existsSync(url.slice('sqlite:'.length).concat('-waiting'))).toBe(true);
    await leave();
    let count = 0;
    for (; count < 200 && !written; count++)
      await store.transaction((db) =>
        db
          .updateTable('tag')
          .set({ names_json: `${count}` })
          .execute(),
      );
    await writing;
    expect(count).toBeLessThan(5);
  });

  test('patience ends with an error that says so', async () => {
    const { url } = freshFile();
    const other = await opened(url, 30);
    const { leave } = await held(url);
    const code = { code: 'locked', message: expect.stringContaining('Another process') };
    await expect(other.db.insertInto('tag').values(tag('a')).execute()).rejects.toMatchObject(code);
    await expect(other.transaction(async () => {})).rejects.toMatchObject(code);
    await leave();
    await other.transaction((db) => db.insertInto('tag').values(tag('a')).execute());
  });
});

describe('a damaged or foreign file', () => {
  test('that is no database is refused and kept', async () => {
    const { file, url } = freshFile();
    const bytes = Buffer.from('This is a letter to the editor, and no database. '.repeat(200));
    writeFileSync(file, bytes);
    await expect(openStore({ url, now })).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(file),
    });
    expect(readFileSync(file)).toEqual(bytes);
  });

  test('that is cut short is found out, with what to do', async () => {
    const { file, url } = freshFile();
    const store = await openStore({ url, now });
    await insertMany(
      store.db,
      'tag',
      Array.from({ length: 20_000 }, (_, n) => tag(`t${n}`)),
    );
    await store.close();
    truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096);
    const reading = async () => {
      const damaged = await opened(url);
      expect(await damaged.health()).not.toEqual([]);
      return await damaged.db.selectFrom('tag').selectAll().orderBy('id').execute();
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('backup'),
    });
  });

  test('with bytes overwritten is found out by the health check', async () => {
    const { file, url } = freshFile();
    const store = await openStore({ url, now });
    await insertMany(
      store.db,
      'tag',
      Array.from({ length: 20_000 }, (_, n) => tag(`t${n}`)),
    );
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length - 20 * 4096, bytes.length - 10 * 4096);
    writeFileSync(file, bytes);
    expect((await (await opened(url)).health()).join(' ')).toMatch(/page|damaged|malformed/i);
  });

  test('of which a folder has the name is refused', async () => {
    const { file, url } = freshFile();
    mkdirSync(file);
    await expect(openStore({ url, now })).rejects.toMatchObject({
      code: expect.stringMatching(/bad_url|io/),
    });
  });

  test('an address that names no database is refused', async () => {
    for (const url of ['', 'newsroom.db', 'sqlite:', 'sqlite::memory:', 'mysql://localhost/x'])
      await expect(openStore({ url, now })).rejects.toMatchObject({ code: 'bad_url' });
  });
});

describe('a disk that may not or cannot be written', () => {
  const asRoot = process.getuid?.() === 0;
  const here = (name: string) => new URL(name, import.meta.url).pathname;

  test('read-only file and folder: refused, and fine again afterwards', () => {
    const folder = freshFolder();
    const nobody = asRoot ? { uid: 65_534, gid: 65_534 } : {};
    if (asRoot) chownSync(folder, 65_534, 65_534);
    const run = spawnSync(process.execPath, [here('read-only.child.ts'), folder], {
      encoding: 'utf8',
      ...nobody,
    });
    expect(run.stderr).toBe('');
    const file = path.join(folder, 'newsroom.db');
    const refused = `read_only: '${file}' may not be written; make the file and its folder writable for this user`;
    expect(JSON.parse(run.stdout)).toEqual(['done', refused, refused, 'done']);
  });

  test('a folder that cannot be made is refused, with what to do', () => {
    const folder = freshFolder();
    const script = 'mount -t tmpfs -o ro tmpfs "$1" && exec "$2" "$3" "$1/data"';
    const command = ['sh', '-c', script, 'sh', folder, process.execPath, here('read-only.child.ts')];
    const run = spawnSync('unshare', [asRoot ? '-m' : '-Urm', ...command], { encoding: 'utf8' });
    const file = path.join(folder, 'data', 'newsroom.db');
    expect(JSON.parse(run.stdout)).toEqual([
      `read_only: The folder of '${file}' is not there and cannot be made; name one on a disk that may be written`,
    ]);
  });

  test('full disk: refused, nothing lost, and fine again when there is space', () => {
    const folder = freshFolder();
    // A disk of its own in a name space of its own, which ends with the process.
    const script = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$2" "$3" "$1"';
    const command = ['sh', '-c', script, 'sh', folder, process.execPath, here('full-disk.child.ts')];
    const run = spawnSync('unshare', [asRoot ? '-m' : '-Urm', ...command], { encoding: 'utf8' });
    const how = 'This test mounts a disk of 4 MB: run it as root, in a container with --cap-add SYS_ADMIN';
    expect(run.status, `${how}\n${run.error?.message ?? ''}${run.stderr}`).toBe(0);
    const seen: unknown = JSON.parse(run.stdout);
    expect(seen).toMatchObject({
      end: 'disk_full',
      largeEnd: 'disk_full',
      after: 'done',
      health: [],
      healthAfter: [],
    });
    const { committed, kept, reopened, hiddenEnd } = seen as Record<string, unknown>;
    expect(committed).toBeGreaterThan(20);
    expect([kept, reopened, hiddenEnd]).toEqual([committed, Number(committed) + 1, 'aborted']);
  });

  test('the file is for nobody else to read', async () => {
    const { file, url } = freshFile();
    await opened(url);
    expect([file, `${file}-wal`].map((name) => statSync(name).mode & 0o777)).toEqual([0o600, 0o600]);
  });
});

test('opening a store that is there takes a few milliseconds', async () => {
  const { url } = freshFile();
  await (await openStore({ url, now })).close();
  const times: number[] = [];
  for (let time = 0; time < 20; time++) {
    const start = performance.now();
    const store = await openStore({ url, now });
    times.push(performance.now() - start);
    await store.close();
  }
  expect(Math.min(...times)).toBeLessThan(10);
});
