import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until, type Serving } from './command.ts';
import { openSmallPaper } from './small-paper.ts';

/*
 * Why the server answers soon after its start, held where no clock is needed: what it loads before it listens, and that
 * the newsroom is opened after that. test/loaded.ts writes down what is loaded, and when.
 */

/** 156 modules with 734 kB of source today. Whatever is added costs every start its time. */
const MODULES = 165;
const BYTES = 780_000;

const root = resolve(import.meta.dirname, '..');

let data: { path: string; remove(): void };
let work: { path: string; remove(): void };
let server: Serving;

beforeAll(async () => {
  data = await sampleNewsroom();
  work = temporary();
  server = await serving({
    LONGWAVE_DATA: data.path,
    LOADED: join(work.path, 'loaded'),
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'loaded.ts')}`,
  });
}, SAMPLE_MS);

afterAll(async () => {
  await server.stop();
  data.remove();
  work.remove();
});

type Loaded = { name: string; bytes: number };

/** What the server's process has loaded, our own modules by their paths, before it listened and after. */
function loaded(): { before: Loaded[]; after: Loaded[] } {
  const own = `${server.child.pid} `;
  const lines = readFileSync(join(work.path, 'loaded'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(own))
    .map((line) => line.slice(own.length));
  const at = lines.indexOf('listens');
  const read = (line: string): Loaded => {
    const [bytes, url = ''] = line.split(' ');
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
    const name = found ?? (url.startsWith('file:') ? relative(root, file) : url);
    return { name, bytes: Number(bytes) };
  };
  return { before: lines.slice(0, at).map(read), after: lines.slice(at + 1).map(read) };
}

const names = (all: readonly Loaded[]): string[] => all.map(({ name }) => name);

describe('before it listens the server', () => {
  it('loads little, and of other people’s packages what reads the command line alone', () => {
    const { before } = loaded();
    const files = before.filter(({ name }) => !name.startsWith('node:'));
    expect(files.length).toBeGreaterThan(50);
    expect(files.length).toBeLessThanOrEqual(MODULES);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(BYTES);
    const packages = names(files).filter((name) => !name.startsWith('src/'));
    expect([...new Set(packages)]).toEqual(['commander']);
  });

  it('loads the rooms that serve files, and none that knows a story', () => {
    const rooms = names(loaded().before).flatMap((name) => /^src\/(\w+)\//.exec(name)?.[1] ?? []);
    expect([...new Set(rooms)].sort()).toEqual(['cli', 'depot', 'edition', 'origin']);
  });

  it('loads no database and no HTTP client', () => {
    const slow = ['node:sqlite', 'node:http', 'node:https', 'node:tls', 'node:worker_threads'];
    expect(names(loaded().before).filter((name) => slow.includes(name))).toEqual([]);
  });
});

it('readers’ pages are answered without a module more', async () => {
  const pages = ['', 'latest.html', 'ru/', '2026/01/10/the-last-foghorn-keeper-of-the-marrow-islands.html'];
  for (const path of pages) expect((await fetch(new URL(path, server.address))).status).toBe(200);
  const { before, after } = loaded();
  const routes = (): boolean => [...names(before), ...names(loaded().after)].includes('src/cli/routes.ts');
  expect([names(after).filter((name) => name.startsWith('src/origin/')), routes()]).toEqual([[], false]);
  // What is no file of the edition is, so that the list is seen to grow.
  await fetch(new URL('-/health', server.address));
  expect(routes()).toBe(true);
});

it('the newsroom is opened once the server listens', async () => {
  const opened = ['src/cli/house.ts', 'src/newsroom/newsroom.ts', 'src/store/store.ts', 'src/press/press.ts'];
  await until('the newsroom is open', async () => {
    const health = await fetch(new URL('-/health', server.address));
    return health.status === 200;
  });
  expect(names(loaded().after)).toEqual(expect.arrayContaining(opened));
});

it('neither the desk nor what fell due waits until what changed before the start is pressed', async () => {
  const paper = await openSmallPaper();
  await paper.pressTo(join(work.path, 'site'));
  await paper.add('Imported before the start');
  const path = paper.stories.at(0)?.path ?? '';
  const state = await paper.overdue('Due before the start');
  await paper.store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: 0 });
  // As a press that takes long: nobody else makes an edition until it has ended.
  const pressing = await paper.depot.begin();
  const busy = await serving({ LONGWAVE_DATA: paper.folder });
  try {
    await until('the desk is open', async () => (await fetch(`${busy.desk}/api/me`)).status === 401);
    await until('it is live', async () => (await state()) === 'live');
    expect((await fetch(new URL(path, busy.address))).status).toBe(404);
    await pressing.abort();
    await until('it is pressed', async () => (await fetch(new URL(path, busy.address))).ok);
  } finally {
    await busy.stop();
    await paper.close();
  }
});
