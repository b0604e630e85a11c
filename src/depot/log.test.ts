import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendLeaf, EMPTY_LOG, leafInput, logRoot, parentInput, tilePath } from '#edition';
import type { LogState } from '#edition';
import { appendEntry, EditionLog, recoverLog } from './log.ts';
import { sha256 } from './pack-format.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-log-'));
const folder = join(base, 'depot');
const ENTRIES = 300;
const records = Array.from({ length: ENTRIES }, (_, at) =>
  Buffer.from(`record ${at} ${'x'.repeat(at % 50)}`),
);
const changeOf = (at: number): Buffer => Buffer.alloc(at % 7, at);

beforeAll(async () => {
  for (const [at, record] of records.entries())
    await appendEntry(folder, at, { record, change: changeOf(at) });
}, 60_000);

afterAll(() => rmSync(base, { recursive: true, force: true }));

/** RFC 6962, 2.1, word for word. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256(Buffer.alloc(0));
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(parentInput(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split))));
}

const leaves = records.map((record) => sha256(leafInput(record)));
const log = (): EditionLog => new EditionLog(folder, ENTRIES);

describe('a log on the disk', () => {
  test('gives back each entry, and none beyond its size', () => {
    for (const at of [0, 1, 255, 256, 299]) {
      expect(log().entry(at)).toEqual({ record: records[at], change: changeOf(at) });
    }
    for (const at of [-1, ENTRIES]) expect(() => log().entry(at)).toThrow(/has no entry/);
    expect(() => new EditionLog(folder, 10).entry(10)).toThrow(/has no entry/);
  });

  test('has the tiles that the layout names: full ones, and the last of a level in part', () => {
    expect(log().tile(0, 0, 256)).toEqual(Buffer.concat(leaves.slice(0, 256)));
    expect(log().tile(0, 1, 44)).toEqual(Buffer.concat(leaves.slice(256)));
    expect(log().tile(1, 0, 1)).toEqual(treeHash(leaves.slice(0, 256)));
    const has = (level: number, index: number, width: number): boolean => log().hasTile(level, index, width);
    expect([has(0, 0, 256), has(0, 1, 44), has(1, 0, 1)]).toEqual([true, true, true]);
    expect([has(0, 1, 45), has(0, 2, 1), has(1, 0, 2), has(2, 0, 1), has(63, 0, 1)]).toEqual(
      Array.from({ length: 5 }, () => false),
    );
    // https://c2sp.org/tlog-tiles: three digits a name, all but the last with an "x" before them.
    expect([tilePath(0, 1, 44), tilePath(1, 0, 1), tilePath('entries', 1_234_067)]).toEqual([
      'edition/log/tile/0/001.p/44',
      'edition/log/tile/1/000.p/1',
      'edition/log/tile/entries/x001/x234/067',
    ]);
  });

  test('gives bundles of entries, each with its length in two bytes', () => {
    const bundle = log().records(1, 44);
    let at = 0;
    for (const record of records.slice(256)) {
      expect(bundle.readUInt16BE(at)).toBe(record.length);
      expect(bundle.subarray(at + 2, at + 2 + record.length)).toEqual(record);
      at += 2 + record.length;
    }
    expect(at).toBe(bundle.length);
  });

  test('has at each size the root that its entries have', () => {
    let state: LogState = EMPTY_LOG;
    for (const [at, leaf] of leaves.entries()) {
      state = appendLeaf(state, leaf, sha256);
      if (at % 37 === 0 || at === ENTRIES - 1) {
        expect(Buffer.from(logRoot(state, sha256))).toEqual(treeHash(leaves.slice(0, at + 1)));
      }
    }
    expect(recoverLog(folder)).toEqual(state);
  });

  test('is found again up to the last whole entry when its end was cut off', async () => {
    const cut = join(base, 'cut');
    for (const [at, record] of records.slice(0, 5).entries())
      await appendEntry(cut, at, { record, change: changeOf(at) });
    const [index, entries] = ['index', 'entries'].map((name) => join(cut, 'log', name));
    if (index === undefined || entries === undefined) throw new Error('No files');
    truncateSync(entries, statSync(entries).size - 1);
    expect(recoverLog(cut).size).toBe(4);
    truncateSync(index, 3 * 48 + 17);
    expect(recoverLog(cut).size).toBe(3);
    await appendEntry(cut, 3, { record: Buffer.from('another'), change: Buffer.alloc(0) });
    expect(new EditionLog(cut, 4).entry(3).record.toString()).toBe('another');
    expect(readFileSync(index).length).toBe(4 * 48);
    expect(recoverLog(join(base, 'nowhere'))).toEqual(EMPTY_LOG);
  });
});
