import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUNDLE_PATH, CHECKPOINT_PATH, openFollower, parseRecord, readCheckpoint } from '#edition';
import type { MetadataStore } from '#edition';
import type { Depot } from '#depot';
import { deaths, dies, trueDeaths } from './testing/dies.ts';
import { contents, now, open, stories, textFile, there } from './testing/events.ts';
import { beforeEachChange } from './testing/faults.ts';
import { HOUR, openTestKeys, publishSigned, SIGNED_EVENTS } from './testing/signed.ts';
import type { Keys } from './testing/signed.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-signed-killed-'));
const start = join(base, 'start', 'depot');
const AT = now() + 100 * HOUR;
let keys: Keys;

beforeAll(async () => {
  keys = await openTestKeys();
  const depot = await open(start);
  await publishSigned(depot, keys, { put: stories(40, 'first') });
  for (let at = 1; at < 4; at++) {
    const put = [textFile('index.html', `front ${at}`)];
    await publishSigned(depot, keys, { put, at: now() + at * HOUR });
  }
  await depot.close();
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

type Asked = (path: string) => Uint8Array | null;

const inDepot =
  (depot: Depot): Asked =>
  (path) => {
    const file = depot.reserved(path);
    if (file !== null) return file.kind === 'made' ? file.bytes : depot.read(file.entry);
    const entry = depot.lookup(path);
    return entry === null ? null : depot.readRaw(entry);
  };

function newMemory(
  items = new Map<string, Uint8Array>(),
): MetadataStore & { items: Map<string, Uint8Array> } {
  return {
    items,
    read: (role) => Promise.resolve(items.get(role) ?? null),
    write: (role, bytes) => Promise.resolve(void items.set(role, bytes)),
    remove: (role) => Promise.resolve(void items.delete(role)),
  };
}

/** What a reader who checks everything sees: number of the edition, and path and text of each of these files. */
async function seen(
  ask: Asked,
  paths: Iterable<string>,
  memory = newMemory(),
): Promise<{ number: number; files: Map<string, string> }> {
  const follower = openFollower({
    anchor: { root: keys.root },
    fetch: (path) => Promise.resolve(ask(path)),
    memory,
    now: () => AT,
  });
  const { record } = await follower.update();
  const files = new Map<string, string>();
  for (const path of paths) {
    const file = await follower.open(path);
    if (file !== null) files.set(path, Buffer.from(file.bytes).toString());
  }
  return { number: record.number, files };
}

/** One whole edition, signed as it is, and one that the next can follow. */
async function expectSigned(folder: string, allowed: Map<string, string>[]): Promise<void> {
  const depot = await open(folder);
  expect((await depot.check()).problems).toEqual([]);
  const files = contents(depot);
  expect(allowed).toContainEqual(files);
  const head = there(depot.head());
  expect(await seen(inDepot(depot), files.keys())).toEqual({ number: head.edition, files });
  const log = depot.log();
  const checkpoint = await readCheckpoint(there(inDepot(depot)(CHECKPOINT_PATH)), keys.logKey);
  expect(checkpoint.size).toBe(log.size);
  const last = log.entry(log.size - 1).record;
  expect(parseRecord(last)).toMatchObject({ number: head.edition, tree: head.root });
  const bundle: unknown = JSON.parse(gunzipSync(there(inDepot(depot)(BUNDLE_PATH)).subarray(64)).toString());
  expect(bundle).toHaveProperty('record', JSON.parse(last.toString()));
  await publishSigned(depot, keys, { put: [textFile('after.html', 'after')], at: AT });
  const next = await seen(inDepot(depot), ['after.html']);
  expect(next).toEqual({ number: head.edition + 1, files: new Map([['after.html', 'after']]) });
  await depot.close();
}

describe('a process killed while it signs, at any change to the disk, leaves one whole signed edition', () => {
  const events = Object.keys(SIGNED_EVENTS).filter((event) => event !== 'exportSigned');

  test.each(events)('%s', { timeout: 240_000 }, async (event) => {
    const untouched = await open(start);
    const before = contents(untouched);
    await untouched.close();
    const finished = join(base, `${event}-done`, 'depot');
    cpSync(start, finished, { recursive: true });
    await SIGNED_EVENTS[event]?.(finished);
    const ended = await open(finished);
    const after = contents(ended);
    await ended.close();
    const folder = join(base, event, 'depot');
    cpSync(start, folder, { recursive: true });
    const left = await deaths(folder, event, join(base, event, 'kept'));
    for (const { found, said } of await trueDeaths(start, event, left)) expect(found).toEqual(said);
    for (const one of left) await expectSigned(one, [before, after]);
    rmSync(join(base, event), { recursive: true });
    expect(left.length).toBeGreaterThanOrEqual(8);
  });
});

/** Every file of a folder but our own notes. */
function filesIn(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && !one.name.startsWith('.longwave'))
      .map((one) => join(one.parentPath, one.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file)]),
  );
}

/** The folder as it was before each change of an export, and at its end. */
async function exportWatched(depot: Depot, to: string): Promise<Map<string, Buffer>[]> {
  const states = [filesIn(to)];
  const stop = beforeEachChange(({ name }) => {
    // Names appear and go by these alone.
    if (name === 'renameSync' || name === 'rmSync') states.push(filesIn(to));
  });
  try {
    await depot.exportFolder({ to });
  } finally {
    stop();
  }
  states.push(filesIn(to));
  return states;
}

const CHANGES = {
  'a story that came, one that changed and one that went': {
    put: [textFile('2026/11/23/story-1.html', 'story 1 anew'), textFile('2026/11/24/new.html', 'new')],
    remove: ['2026/11/23/story-2.html'],
  },
  'a story that was withdrawn': {
    put: [textFile('2026/11/23/story-3.html', 'withdrawn', { status: 410 as const })],
  },
  'a story that was redacted': {
    put: [textFile('2026/11/23/withdrawn-abc.html', 'withdrawn', { status: 410 as const })],
    remove: ['2026/11/23/story-4.html'],
  },
  'a site that was pressed whole': { put: stories(9, 'anew'), replaceAll: true },
};

describe('a folder that is written while readers read it', () => {
  test.each(Object.entries(CHANGES))(
    '%s: one whole edition at any moment',
    async (name, change) => {
      const folder = join(base, name.replaceAll(' ', '-'), 'depot');
      cpSync(start, folder, { recursive: true });
      const to = `${folder}-out`;
      const depot = await open(folder);
      await depot.exportFolder({ to });
      const old = { number: there(depot.head()).edition, files: contents(depot) };
      const returning = newMemory();
      await seen(inDepot(depot), [], returning);
      await publishSigned(depot, keys, { ...change, at: AT });
      const next = { number: old.number + 1, files: contents(depot) };
      const paths = new Set([...old.files.keys(), ...next.files.keys()]);
      const states = await exportWatched(depot, to);
      const numbers = new Set<number>();
      for (const state of states) {
        const ask: Asked = (path) => state.get(path) ?? null;
        const memory = newMemory(new Map(returning.items));
        for (const found of [await seen(ask, paths), await seen(ask, paths, memory)]) {
          expect(found.files).toEqual((found.number === old.number ? old : next).files);
          numbers.add(found.number);
        }
        for (const [path, bytes] of state) {
          if (path.startsWith('edition/')) continue;
          expect([old.files.get(path), next.files.get(path)]).toContain(bytes.toString());
        }
      }
      expect([...numbers].sort((a, b) => a - b)).toEqual([old.number, next.number]);
      expect(states.length).toBeGreaterThan(10);
      await depot.close();
    },
    60_000,
  );

  test('killed at some of its changes, it goes on where it was', { timeout: 120_000 }, async () => {
    const folder = join(base, 'killed-export', 'depot');
    cpSync(start, folder, { recursive: true });
    const depot = await open(folder);
    await depot.exportFolder({ to: `${folder}-out` });
    const old = { number: there(depot.head()).edition, files: contents(depot) };
    await publishSigned(depot, keys, { ...CHANGES['a story that was withdrawn'], at: AT });
    const next = { number: old.number + 1, files: contents(depot) };
    await depot.close();
    // Each death goes on from where the one before left the folder.
    for (let number = 3; await dies(folder, 'exportSigned', number); number += 4) {
      const state = filesIn(`${folder}-out`);
      const found = await seen((path) => state.get(path) ?? null, old.files.keys());
      expect(found).toEqual(found.number === old.number ? old : next);
    }
    const ended = filesIn(`${folder}-out`);
    const last = await seen((path) => ended.get(path) ?? null, next.files.keys());
    expect(last).toEqual(next);
  });
});
