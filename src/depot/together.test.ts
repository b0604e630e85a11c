import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { DepotError } from '#depot';
import { INSTANCE, self } from './owner.ts';
import { newTemporary } from './temporary.ts';
import { contents, failure, now, open, textFile } from './testing/events.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-together-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)), 'depot');
afterAll(() => rmSync(base, { recursive: true, force: true }));

const BUSY = join(import.meta.dirname, 'testing/busy.ts');

/** Runs a process that publishes and sweeps; gives what went wrong in it. */
async function busy(folder: string, name: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [BUSY, folder, name, String(count)]);
  let [said, failed] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (failed += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(failed).toBe('');
  expect(code).toBe(0);
  return JSON.parse(said) as string[];
}

describe('processes at work in one folder at once', () => {
  test('never clear away what another is writing, and lose no edition', { timeout: 120_000 }, async () => {
    const folder = fresh();
    const count = 120;
    const names = ['ada', 'bo', 'cy'];
    const errors = await Promise.all(names.map((name) => busy(folder, name, count)));
    expect(errors.flat()).toEqual([]);
    const depot = await open(folder);
    expect(depot.head()?.edition).toBe(names.length * count);
    expect((await depot.check()).problems).toEqual([]);
    for (const name of names)
      expect(contents(depot).get(`${name}/last.html`)).toMatch(new RegExp(`^${count - 1} `));
    await depot.compact();
    await depot.close();
    expect(readdirSync(join(folder, 'packs')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['files', 'head', 'head.copy', 'lock.free', 'packs']);
  });

  test('two threads of one process take turns as two processes do', async () => {
    const folder = fresh();
    const threads = ['one', 'two'].map(
      (name) => new Worker(BUSY, { argv: [folder, name, '20'], stdout: true }),
    );
    const codes = await Promise.all(
      threads.map(async (thread) => ((await once(thread, 'exit')) as [number])[0]),
    );
    expect(codes).toEqual([0, 0]);
    const depot = await open(folder);
    expect(depot.head()?.edition).toBe(40);
    expect((await depot.check()).problems).toEqual([]);
    await depot.close();
  });
});

describe('an unfinished file', () => {
  const { place, pid, started } = self();
  const name = (owner: { place?: string; pid?: number; started?: string }, instance = '0badcafe'): string =>
    `${owner.place ?? place}-${owner.pid ?? pid}-${owner.started ?? started}-${instance}-1.tmp`;

  async function cleared(temporary: string, age = 0): Promise<boolean> {
    const folder = fresh();
    mkdirSync(join(folder, 'packs'), { recursive: true });
    const file = join(folder, 'packs', temporary);
    writeFileSync(file, 'half a pack');
    utimesSync(file, now() / 1000, now() / 1000 - age);
    const depot = await open(folder);
    const writer = await depot.begin();
    await writer.abort();
    await depot.close();
    return !existsSync(file);
  }

  async function deadProcess(): Promise<number> {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid ?? 0;
  }

  test('stays while its process lives, another thread of ours included', async () => {
    expect(await cleared(name({}))).toBe(false);
    expect(await cleared(newTemporary('packs').slice('packs/'.length))).toBe(false);
  });

  test('goes when its process is dead or its number was given to another', async () => {
    expect(await cleared(name({ pid: await deadProcess() }))).toBe(true);
    expect(await cleared(name({ started: '1' }))).toBe(true);
    expect(await cleared(`${process.pid}-1.tmp`)).toBe(true);
  });

  test('goes when its process was killed and nobody has asked yet how it ended', async () => {
    // A shell that became another program knows nothing of the child that it had, and never asks.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60']);
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(said.toString());
    const stat = (): string[] =>
      readFileSync(`/proc/${child}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    await expect.poll(() => stat()[0]).toBe('Z');
    expect(await cleared(name({ pid: child, started: stat()[19] ?? '' }))).toBe(true);
    parent.kill();
    await once(parent, 'exit');
  });

  test('of ours that is not under way goes', async () => {
    expect(await cleared(name({}, INSTANCE))).toBe(true);
  });

  test('of another machine or container stays while it is young', async () => {
    expect(await cleared(name({ place: 'abcdef' }), 3_000)).toBe(false);
    expect(await cleared(name({ place: 'abcdef' }), 4_000)).toBe(true);
  });
});

test('a writer whose lock was taken over meanwhile publishes nothing', async () => {
  const folder = fresh();
  const [slept, other] = await Promise.all([open(folder), open(folder)]);
  const writer = await slept.begin();
  writer.put(textFile('a.html', 'late'));
  // As another machine does with a lock that was not touched for long.
  rmSync(join(folder, 'lock'));
  const quick = await other.begin();
  quick.put(textFile('a.html', 'quick'));
  const refused = await failure(writer.commit({ published: 1, note: null }));
  expect(refused).toBeInstanceOf(DepotError);
  expect(refused).toMatchObject({ code: 'locked' });
  await quick.commit({ published: 2, note: null });
  expect(contents(other)).toEqual(new Map([['a.html', 'quick']]));
  expect((await other.check()).problems).toEqual([]);
  await Promise.all([slept.close(), other.close()]);
});
