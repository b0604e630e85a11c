import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import {
  addCosignatures,
  changePath,
  checkCosignature,
  checkHistory,
  CHECKPOINT_PATH,
  logKeysOf,
  nodePath,
  openLog,
  openNote,
  readEntries,
  signerFromSeed,
  tilePath,
  toHex,
} from '#edition';
import type { HistoryReport, HistorySource } from '#edition';
import { toBase64 } from './base64.ts';
import { fromUtf8, toUtf8 } from './bytes.ts';
import { makePaper } from './testing/paper.ts';

const AT = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const story = (at: number, text = 'Text') => ({ path: `2026/11/23/story-${at}.html`, text: `${text} ${at}` });

async function paper(stories = 60, editions = 6) {
  const made = await makePaper({ files: Array.from({ length: stories }, (_, at) => story(at)), at: AT });
  for (let at = 1; at < editions; at++) {
    const change = {
      put: [story(at, `Edition ${at}`), story(1000 + at)],
      remove: [`2026/11/23/story-${at + 20}.html`],
    };
    await made.publish(change, AT + at * HOUR);
  }
  return made;
}

const sourceOf = (files: ReadonlyMap<string, Uint8Array>): HistorySource => ({
  read: (path) => Promise.resolve(files.get(path) ?? null),
});

const keysOf = (roots: readonly Uint8Array[]): string[] =>
  logKeysOf(roots.map((root) => (JSON.parse(fromUtf8(root)) as { signed: Record<string, unknown> }).signed));

async function check(files: ReadonlyMap<string, Uint8Array>, roots: readonly Uint8Array[]) {
  const source = sourceOf(files);
  const log = await openLog(source, keysOf(roots));
  if (log === null) throw new Error('There is no log');
  return checkHistory({ source, log, sha256 });
}

const problems = (report: HistoryReport): string[] => report.problems.map(({ problem }) => problem);

describe('a log of editions', () => {
  test('holds together: records, root, tiles, signature, each change from tree to tree', async () => {
    const made = await paper();
    expect(await check(made.files(), made.roots)).toEqual({ size: 6, followed: 5, apart: 0, problems: [] });
  });

  test('holds together where the tree shrank to a leaf and grew again', async () => {
    const made = await makePaper({ files: Array.from({ length: 40 }, (_, at) => story(at)), at: AT });
    const all = Array.from({ length: 38 }, (_, at) => story(at + 1).path);
    await made.publish({ put: [], remove: all }, AT + HOUR);
    const again = Array.from({ length: 80 }, (_, at) => story(at, 'Again'));
    await made.publish({ put: again, remove: [] }, AT + 2 * HOUR);
    await made.publish({ put: [], remove: again.map(({ path }) => path).slice(3) }, AT + 3 * HOUR);
    expect(await check(made.files(), made.roots)).toMatchObject({ followed: 3, problems: [] });
  });

  test('is believed under the keys of the log that came after', async () => {
    const made = await paper(10, 2);
    await made.rotate('log', AT + 10 * HOUR);
    await made.publish({ put: [story(5, 'New key')], remove: [] }, AT + 11 * HOUR);
    expect(await check(made.files(), made.roots)).toMatchObject({ size: 3, problems: [] });
    expect(problems(await check(made.files(), made.roots.slice(0, 1)))).toEqual(['unsigned']);
  });

  const last = (files: Map<string, Uint8Array>): string =>
    [...files.keys()].find((path) => path.startsWith('edition/log/tile/entries/')) ?? '';

  test.each<[string, (files: Map<string, Uint8Array>) => void, string[]]>([
    ['a change that is gone', (files) => void files.delete(changePath(3)), ['change_missing']],
    [
      'another edition’s change',
      (files) => void files.set(changePath(3), files.get(changePath(2)) ?? new Uint8Array(0)),
      ['change_differs'],
    ],
    [
      'a change with one byte more',
      (files) => void files.set(changePath(3), new Uint8Array([...(files.get(changePath(3)) ?? []), 0])),
      ['change_differs'],
    ],
    ['entries that are gone', (files) => void files.delete(last(files)), ['entries']],
    [
      'entries that are cut off',
      (files) => void files.set(last(files), (files.get(last(files)) ?? new Uint8Array(0)).subarray(0, -3)),
      ['entries'],
    ],
    [
      'a tile of other hashes',
      (files) => void files.set(tilePath(0, 0, 6), new Uint8Array(6 * 32)),
      ['tile'],
    ],
    ['a tree that is gone', (files) => void files.delete(nodePath(new Uint8Array(8), 0)), ['tree_missing']],
  ])('shows %s', async (_name, damage, expected) => {
    const made = await paper();
    const { roots } = made;
    const damaged = new Map(made.files());
    damage(damaged);
    expect(problems(await check(damaged, roots))).toEqual(expected);
  });

  test('shows an entry that was rewritten, whoever wrote it', async () => {
    const made = await paper();
    const { roots } = made;
    const damaged = new Map(made.files());
    const bytes = new Uint8Array(damaged.get(last(damaged)) ?? []);
    const latin = String.fromCharCode(...bytes);
    // One digit, so that the length stays: the third edition now says that it is the ninth.
    bytes[latin.indexOf('"number":3') + '"number":'.length] = '9'.charCodeAt(0);
    damaged.set(last(damaged), bytes);
    expect(problems(await check(damaged, roots))).toEqual(
      expect.arrayContaining(['previous', 'number', 'root', 'tile']),
    );
  });

  test('is read from any entry on', async () => {
    const made = await paper(10, 5);
    const numbers: number[] = [];
    for await (const { record } of readEntries(sourceOf(made.files()), 5, 3)) numbers.push(record.number);
    expect(numbers).toEqual([4, 5]);
    expect(await openLog(sourceOf(new Map()), [])).toBeNull();
  });
});

describe('witnesses', () => {
  const KEY_KIND = 4;

  /** A witness as https://c2sp.org/tlog-cosignature has it: signs the checkpoint and the time. */
  async function witness(name: string, seed: number) {
    const signer = await signerFromSeed(new Uint8Array(32).fill(seed));
    const publicKey = Uint8Array.from(Buffer.from(signer.key.keyval.public, 'hex'));
    const body = new Uint8Array([KEY_KIND, ...publicKey]);
    const id = sha256(new Uint8Array([...toUtf8(`${name}\n`), ...body])).subarray(0, 4);
    return {
      key: `${name}+${toHex(id)}+${toBase64(body)}`,
      async line(checkpoint: Uint8Array, time: number): Promise<string> {
        const { text } = openNote(checkpoint);
        const signature = await signer.sign(toUtf8(`cosignature/v1\ntime ${time}\n${text}`));
        const stamp = new Uint8Array(8);
        new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
        return `\u2014 ${name} ${toBase64(new Uint8Array([...id, ...stamp, ...signature]))}\n`;
      },
    };
  }

  const checkpointOf = async (editions: number): Promise<Uint8Array> =>
    (await paper(10, editions)).files().get(CHECKPOINT_PATH) ?? new Uint8Array(0);

  test('sign a checkpoint, and their lines stand under it beside ours', async () => {
    const checkpoint = await checkpointOf(2);
    const [one, two] = [await witness('one.example', 1), await witness('two.example', 2)];
    const first = addCosignatures(checkpoint, toUtf8(await one.line(checkpoint, 1_795_000_000)));
    const whole = new Uint8Array([...first, ...toUtf8(await two.line(first, 1_795_000_001))]);
    const both = addCosignatures(first, whole);
    expect(
      openNote(both)
        .lines.map(({ name }) => name)
        .slice(1),
    ).toEqual(['one.example', 'two.example']);
    expect(await checkCosignature(both, one.key)).toBe(1_795_000_000);
    expect(await checkCosignature(both, two.key)).toBe(1_795_000_001);
    expect(fromUtf8(both).startsWith(fromUtf8(checkpoint))).toBe(true);
    // A newer line of the same witness takes the place of the older.
    const again = addCosignatures(both, toUtf8(await one.line(both, 1_795_009_999)));
    expect(openNote(again).lines).toHaveLength(3);
    expect(await checkCosignature(again, one.key)).toBe(1_795_009_999);
  });

  test('are not believed for another checkpoint, another key or another time', async () => {
    const [checkpoint, other] = [await checkpointOf(2), await checkpointOf(3)];
    const [one, two] = [await witness('one.example', 1), await witness('one.example', 2)];
    const line = await one.line(other, 1_795_000_000);
    const mixed = addCosignatures(checkpoint, toUtf8(line));
    await expect(checkCosignature(mixed, one.key)).rejects.toMatchObject({ code: 'bad_signature' });
    const good = addCosignatures(checkpoint, toUtf8(await one.line(checkpoint, 5)));
    await expect(checkCosignature(good, two.key)).rejects.toMatchObject({ code: 'bad_signature' });
    await expect(checkCosignature(good, `${one.key}x`)).rejects.toMatchObject({ code: 'malformed' });
    const whole = new Uint8Array([...other, ...toUtf8(line)]);
    expect(() => addCosignatures(checkpoint, whole)).toThrow(/another checkpoint/);
    for (const nothing of ['', 'no line\n', fromUtf8(checkpoint)]) {
      expect(() => addCosignatures(checkpoint, toUtf8(nothing))).toThrow(/witness|signature/);
    }
  });
});
