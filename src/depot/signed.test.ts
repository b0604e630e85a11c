import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BUNDLE_PATH,
  changePath,
  CHECKPOINT_PATH,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  decodeChange,
  downloadTarget,
  findTarget,
  fromHex,
  inclusionProof,
  nodePath,
  objectPath,
  parseRecord,
  placeOf,
  readCheckpoint,
  RECORD_TARGET,
  TARGETS_FOLDER,
  TIMESTAMP_PATH,
  toHex,
  TUF_FOLDER,
  unitOf,
  unitPath,
  updateTrust,
  updateTree,
} from '#edition';
import type { EditionRecord, Fetch, TreeStore } from '#edition';
import type { Depot } from '#depot';
import { contents, now, open, stories, textFile, there } from './testing/events.ts';
import { HOUR, openTestKeys, publishSigned, signTimes } from './testing/signed.ts';
import type { Keys } from './testing/signed.ts';
import { sha256, sha256Hex } from './pack-format.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-signed-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)), 'depot');
afterAll(() => rmSync(base, { recursive: true, force: true }));

let keys: Keys;
beforeAll(async () => {
  keys = await openTestKeys();
});

/** The bytes at a path below `edition/`, as a host serves them. */
function served(depot: Depot, path: string): Buffer | null {
  const file = depot.reserved(path);
  if (file === null) return null;
  return file.kind === 'made' ? file.bytes : depot.read(file.entry);
}

/** The record that a strict client accepts, from nothing but the root. */
async function recordOf(depot: Depot, at: number): Promise<EditionRecord> {
  const kept = new Map<string, Uint8Array>();
  const store = {
    read: (role: string) => Promise.resolve(kept.get(role) ?? null),
    write: (role: string, bytes: Uint8Array) => Promise.resolve(void kept.set(role, bytes)),
    remove: (role: string) => Promise.resolve(void kept.delete(role)),
  };
  const from =
    (folder: string): Fetch =>
    (path) =>
      Promise.resolve(served(depot, folder + path));
  const fetch = from(TUF_FOLDER);
  const trust = await updateTrust({ root: keys.root, now: at, fetch, store });
  const target = there(await findTarget({ trust, path: RECORD_TARGET, fetch, store }));
  return parseRecord(await downloadTarget({ trust, target, fetch: from(TARGETS_FOLDER) }));
}

const checkpointOf = (depot: Depot) => readCheckpoint(there(served(depot, CHECKPOINT_PATH)), keys.logKey);

/** All signed files by path, with the hash of their bytes. */
const signedFiles = (depot: Depot): Map<string, string> =>
  new Map(depot.signed().map((path) => [path, sha256Hex(there(served(depot, path)))]));

/** Some editions, one more each time. */
async function paper(folder: string, editions: number): Promise<Depot> {
  const depot = await open(folder);
  await publishSigned(depot, keys, { put: stories(40, 'first') });
  for (let at = 1; at < editions; at++) {
    await publishSigned(depot, keys, { put: [textFile('index.html', `front ${at}`)], at: now() + at * HOUR });
  }
  return depot;
}

describe('a signed depot', () => {
  test('gives a strict client everything it asks for', async () => {
    const depot = await paper(fresh(), 3);
    const head = there(depot.head());
    const record = await recordOf(depot, now() + 3 * HOUR);
    expect(record).toMatchObject({
      number: head.edition,
      tree: head.root,
      units: head.units,
      files: head.files,
      bytes: head.bytes,
      published: new Date(head.published).toISOString().replace('.000Z', 'Z'),
    });
    await depot.close();
  });

  test('serves each node by its prefix, each unit by its place and each object by its hash', async () => {
    const depot = await paper(fresh(), 2);
    const { tree } = await recordOf(depot, now() + HOUR);
    expect(sha256Hex(there(served(depot, nodePath(Buffer.alloc(8), 0))))).toBe(tree);
    for (const entry of depot.list()) {
      const place = placeOf(unitOf(entry.path), sha256);
      const node = there(served(depot, nodePath(place, 1)));
      expect(served(depot, objectPath(sha256Hex(node)))).toEqual(node);
      const unit = there(served(depot, unitPath(place)));
      expect(served(depot, objectPath(sha256Hex(unit)))).toEqual(unit);
      expect(sha256Hex(there(served(depot, objectPath(entry.object))))).toBe(entry.object);
    }
    expect(served(depot, 'edition/n/00/00/00.node')).toBeNull();
    expect(served(depot, objectPath('0'.repeat(64)))).toBeNull();
    expect(served(depot, 'edition/tuf/../head')).toBeNull();
    expect(served(depot, 'index.html')).toBeNull();
    await depot.close();
  });

  test('numbers editions upwards and adds one entry to the log for each', async () => {
    const depot = await paper(fresh(), 5);
    const log = depot.log();
    expect(log.size).toBe(5);
    let previous: string | null = null;
    let number = 0;
    for (let at = 0; at < log.size; at++) {
      const { record, change } = log.entry(at);
      const parsed = parseRecord(record);
      expect(parsed.number).toBeGreaterThan(number);
      expect(parsed.previous).toBe(previous);
      expect(parsed.change).toBe(at === 0 ? null : sha256Hex(change));
      expect(served(depot, changePath(at))).toEqual(change);
      [previous, number] = [sha256Hex(record), parsed.number];
    }
    expect(served(depot, changePath(5))).toBeNull();
    expect((await recordOf(depot, now())).number).toBe(number);
    await depot.close();
  });

  test('keeps of each edition the change that leads from one tree to the next', async () => {
    const folder = fresh();
    const depot = await paper(folder, 2);
    const before = there(depot.head()).root;
    const put = [textFile('2026/11/23/story-1.html', 'again'), textFile('2026/11/24/new.html', 'new')];
    await publishSigned(depot, keys, { put, remove: ['2026/11/23/story-2.html'], at: now() + 5 * HOUR });
    const { removed, added } = decodeChange(depot.log().entry(2).change);
    expect([removed.length / 40, added.length / 40]).toEqual([2, 2]);
    const made = new Map<string, Uint8Array>();
    const store: TreeStore = {
      sha256,
      read: (hash) => made.get(toHex(hash)) ?? there(served(depot, objectPath(toHex(hash)))),
      write: (hash, bytes) => void made.set(toHex(hash), bytes),
    };
    const root = updateTree(store, fromHex(before), { remove: removed, add: added });
    expect(toHex(root)).toBe(there(depot.head()).root);
    await depot.close();
  });

  test('proves that each entry is in the log, and that the log only grew', async () => {
    const depot = await open(fresh());
    const roots: { size: number; root: Uint8Array }[] = [];
    for (let at = 0; at < 9; at++) {
      await publishSigned(depot, keys, {
        put: [textFile('index.html', `front ${at}`)],
        at: now() + at * HOUR,
      });
      const { size, root, origin } = await checkpointOf(depot);
      expect([size, origin]).toEqual([at + 1, keys.logKey.name]);
      roots.push({ size, root });
    }
    const log = depot.log();
    const hashAt = (level: number, index: number): Buffer => log.hashAt(level, index);
    for (const after of roots) {
      for (let index = 0; index < after.size; index++) {
        const proof = inclusionProof(index, after.size, hashAt, sha256);
        const { record } = log.entry(index);
        await checkInclusion({ entry: record, index, size: after.size, root: after.root, proof });
        const other = log.entry((index + 1) % 9).record;
        await expect(
          checkInclusion({ entry: other, index, size: after.size, root: after.root, proof }),
        ).rejects.toMatchObject({ code: 'wrong_proof' });
      }
      for (const before of roots.slice(0, after.size)) {
        const proof = consistencyProof(before.size, after.size, hashAt, sha256);
        await checkConsistency({ before, after, proof });
      }
    }
    await depot.close();
  });

  test('changes nothing but timestamp and bundle when only the times are signed anew', async () => {
    const depot = await paper(fresh(), 2);
    const before = signedFiles(depot);
    const head = depot.head();
    await signTimes(depot, keys, now() + 2 * HOUR);
    const after = signedFiles(depot);
    const changed = [...after].filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path);
    expect(changed.sort()).toEqual([BUNDLE_PATH, TIMESTAMP_PATH]);
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    expect(depot.head()).toEqual(head);
    expect(depot.log().size).toBe(2);
    expect((await recordOf(depot, now() + 2 * HOUR)).number).toBe(2);
    // Three days after the first signing only the new times still hold.
    expect((await recordOf(depot, now() + 73 * HOUR)).number).toBe(2);
    await expect(recordOf(depot, now() + 75 * HOUR)).rejects.toMatchObject({ code: 'expired' });
    await depot.close();
  });

  test('has no signatures once somebody commits without signing, and goes on with the log after it', async () => {
    const depot = await paper(fresh(), 2);
    const writer = await depot.begin();
    writer.put(textFile('index.html', 'unsigned'));
    await writer.commit({ published: now(), note: null });
    expect(depot.signed()).toEqual([]);
    expect(served(depot, TIMESTAMP_PATH)).toBeNull();
    expect(served(depot, nodePath(Buffer.alloc(8), 0))).toBeNull();
    await publishSigned(depot, keys, { put: [textFile('index.html', 'signed')], at: now() + 9 * HOUR });
    const { record } = depot.log().entry(2);
    expect(parseRecord(record)).toMatchObject({
      number: 4,
      previous: sha256Hex(depot.log().entry(1).record),
      // It does not lead from the edition that was signed last.
      change: null,
    });
    expect((await recordOf(depot, now() + 9 * HOUR)).number).toBe(4);
    await depot.close();
  });

  test('keeps through sweeps what is signed', async () => {
    const folder = fresh();
    const depot = await paper(folder, 30);
    await depot.gc({ keep: 1 });
    await depot.compact();
    expect((await depot.check()).problems).toEqual([]);
    expect((await recordOf(depot, now() + 30 * HOUR)).number).toBe(30);
    expect((await checkpointOf(depot)).size).toBe(30);
    await depot.close();
    const again = await open(folder);
    expect((await recordOf(again, now() + 30 * HOUR)).number).toBe(30);
    await again.close();
  });
});

describe('a log that was damaged', () => {
  const logFile = (folder: string, name: string): string => join(folder, 'log', name);

  test('goes on over an entry that nobody published', async () => {
    const folder = fresh();
    const depot = await paper(folder, 3);
    await depot.close();
    for (const name of ['index', 'entries']) {
      writeFileSync(logFile(folder, name), Buffer.from('half an entry'), { flag: 'a' });
    }
    const again = await open(folder);
    await publishSigned(again, keys, { put: [textFile('index.html', 'after')], at: now() + 9 * HOUR });
    const log = again.log();
    expect(log.size).toBe(4);
    expect(parseRecord(log.entry(3).record).previous).toBe(sha256Hex(log.entry(2).record));
    expect(readFileSync(logFile(folder, 'index')).length).toBe(4 * 48);
    await again.close();
  });

  test('outlives a lost head pointer, and the next record follows the last', async () => {
    const folder = fresh();
    const depot = await paper(folder, 3);
    const last = depot.log().entry(2).record;
    await depot.close();
    for (const name of ['head', 'head.copy']) rmSync(join(folder, name));
    // An entry under way when the machine stopped.
    writeFileSync(logFile(folder, 'index'), Buffer.alloc(20), { flag: 'a' });
    writeFileSync(logFile(folder, 'entries'), Buffer.alloc(9), { flag: 'a' });
    const again = await open(folder);
    expect(again.head()).toBeNull();
    const writer = await again.begin();
    for (const file of stories(5, 'anew')) writer.put(file);
    const { signing } = await import('./testing/signed.ts');
    const at = now() + 50 * HOUR;
    await writer.commit({
      published: at,
      note: null,
      replaceAll: true,
      count: (least) => Promise.resolve(Math.max(least, 1000)),
      sign: signing(keys, at),
    });
    const log = again.log();
    expect(log.size).toBe(4);
    expect(parseRecord(log.entry(3).record)).toMatchObject({ number: 1000, previous: sha256Hex(last) });
    expect((await checkpointOf(again)).size).toBe(4);
    expect((await recordOf(again, at)).number).toBe(1000);
    await again.close();
  });

  test.each([
    ['index', 'is cut short'],
    ['entries', 'is cut short'],
  ])('that lost the end of its %s is told as such, and no edition is signed over it', async (name, words) => {
    const folder = fresh();
    const depot = await paper(folder, 3);
    const bytes = readFileSync(logFile(folder, name));
    writeFileSync(logFile(folder, name), bytes.subarray(0, -1));
    const before = depot.head();
    expect(() => depot.log().entry(2)).toThrow(words);
    await expect(
      publishSigned(depot, keys, { put: [textFile('index.html', 'x')], at: now() + 9 * HOUR }),
    ).rejects.toMatchObject({ code: 'corrupt' });
    expect(depot.head()).toEqual(before);
    await depot.close();
  });

  test('that was altered is told as such', async () => {
    const folder = fresh();
    const depot = await paper(folder, 3);
    const bytes = readFileSync(logFile(folder, 'entries'));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(logFile(folder, 'entries'), bytes);
    expect(() => depot.log().entry(0)).toThrow(/was altered/);
    expect(depot.log().entry(2).record.length).toBeGreaterThan(100);
    await depot.close();
  });
});

describe('what was withdrawn', () => {
  const CANARY = 'CANARY of the withdrawn story';
  const path = '2026/11/23/story-7.html';

  async function withStory(folder: string): Promise<{ depot: Depot; object: string; unit: string }> {
    const depot = await paper(folder, 2);
    await publishSigned(depot, keys, { put: [textFile(path, CANARY)], at: now() + 2 * HOUR });
    await publishSigned(depot, keys, { put: [textFile('a.html', 'a')], at: now() + 3 * HOUR });
    const { object } = there(depot.lookup(path));
    const unit = sha256Hex(there(served(depot, unitPath(placeOf(unitOf(path), sha256)))));
    return { depot, object, unit };
  }

  const textsBelow = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(folder.length + 1));

  test.each([
    ['under a tombstone', { put: [textFile(path, 'It was withdrawn', { status: 410 })] }],
    [
      'and redacted, under a tombstone elsewhere',
      { put: [textFile('2026/11/23/withdrawn-abc.html', 'Gone', { status: 410 })], remove: [path] },
    ],
  ])('%s is neither served nor exported by its hash', async (_name, change) => {
    const folder = fresh();
    const { depot, object, unit } = await withStory(folder);
    const out = join(base, `out-${folders}`);
    await depot.exportFolder({ to: out });
    expect(textsBelow(out)).toEqual(expect.arrayContaining([objectPath(object), path]));
    await publishSigned(depot, keys, { ...change, at: now() + 4 * HOUR });
    for (const hash of [object, unit]) expect(depot.reserved(objectPath(hash))).toBeNull();
    await depot.exportFolder({ to: out });
    const after = textsBelow(out);
    for (const hash of [object, unit]) expect(after).not.toContain(objectPath(hash));
    await depot.gc();
    expect((await depot.check()).problems).toEqual([]);
    expect(() =>
      depot.read({ path, raw: object, size: 1, object, stored: 1, gzip: true, type: 'text/html' }),
    ).toThrow('missing');
    expect(depot.reserved(objectPath(unit))).toBeNull();
    // An edition later it is still gone, and everything verifies.
    await publishSigned(depot, keys, { put: [textFile('a.html', 'b')], at: now() + 5 * HOUR });
    expect(depot.reserved(objectPath(object))).toBeNull();
    expect((await recordOf(depot, now() + 5 * HOUR)).number).toBe(6);
    await depot.close();
  });

  test('and comes back is served again', async () => {
    const folder = fresh();
    const { depot, object } = await withStory(folder);
    await publishSigned(depot, keys, {
      put: [textFile(path, 'It was withdrawn', { status: 410 })],
      at: now() + 4 * HOUR,
    });
    expect(depot.reserved(objectPath(object))).toBeNull();
    await publishSigned(depot, keys, { put: [textFile(path, CANARY)], at: now() + 5 * HOUR });
    expect(depot.reserved(objectPath(object))).not.toBeNull();
    expect(contents(depot).get(path)).toBe(CANARY);
    await depot.close();
  });
});
