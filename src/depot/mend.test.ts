import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DepotError, openDepot, writePack } from '#depot';
import type { Depot, PutFile } from '#depot';
import { beforeEachChange, systemError } from './testing/faults.ts';
import {
  contents,
  failure,
  now,
  open,
  pictureFile,
  publishAll,
  stories,
  textFile,
  there,
} from './testing/events.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-mend-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)), 'depot');
afterAll(() => rmSync(base, { recursive: true, force: true }));

const TEXT = 'text/plain; charset=utf-8';
const plain = (path: string, text: string): PutFile => ({
  ...textFile(path, text, { type: TEXT }),
  gzip: false,
});

/** Alters one byte of the first pack that holds the text. */
function alter(folder: string, text: string): void {
  for (const name of readdirSync(join(folder, 'packs'))) {
    const file = join(folder, 'packs', name);
    const bytes = readFileSync(file);
    const at = bytes.indexOf(text);
    if (at < 0) continue;
    bytes.writeUInt8((bytes[at] ?? 0) ^ 1, at);
    writeFileSync(file, bytes);
    return;
  }
  throw new Error(`No pack holds "${text}"`);
}

async function mending(folder: string): Promise<{ depot: Depot; told: string[] }> {
  const told: string[] = [];
  const depot = await openDepot({ folder, now, keep: 3, mend: ({ message }) => void told.push(message) });
  return { depot, told };
}

const FILES = [...stories(40, 'one'), plain('robots.txt', 'CANARY of a text'), plain('a.txt', 'another')];

/** A full press as threads do it: every file in a pack of its own, again in the same order. */
async function pressAll(depot: Depot, files: readonly PutFile[] = FILES): Promise<void> {
  const writer = await depot.begin();
  try {
    const pack = writePack(writer.packFile());
    for (const file of files) pack.put(file);
    writer.addPack(pack.close());
    await writer.commit({ published: now(), note: null, replaceAll: true });
  } finally {
    await writer.abort();
  }
}

describe('an altered object', () => {
  test('is refused when read, and a full press stores it anew though the very same bytes are pressed', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await pressAll(depot);
    const before = contents(depot);
    await depot.close();
    alter(folder, 'CANARY');
    const broken = await open(folder);
    const entry = broken.lookup('robots.txt');
    expect(entry).not.toBeNull();
    expect(() => contents(broken)).toThrow(
      expect.objectContaining({
        code: 'corrupt',
        message: expect.stringContaining('"longwave press --full"'),
      }),
    );
    // The advice must name what helps: a press without it uses again what it finds.
    await publishAll(broken, FILES);
    expect((await broken.check()).problems).not.toEqual([]);
    await broken.close();
    const { depot: mended, told } = await mending(folder);
    await pressAll(mended);
    expect(told).toEqual([expect.stringContaining('was altered on the disk')]);
    expect(contents(mended)).toEqual(before);
    expect(mended.head()?.edition).toBe(2);
    await mended.close();
    const after = await open(folder);
    expect((await after.check()).problems).toEqual([]);
    expect(contents(after)).toEqual(before);
    await publishAll(after, FILES);
    expect(after.head()?.edition).toBe(2);
    expect(readdirSync(join(folder, 'packs')).length).toBe(after.head() === null ? 0 : 2);
    await after.close();
  });

  test('of the tree is no hindrance to a full press', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, FILES);
    await depot.close();
    alter(folder, '2026/11/23/story-7');
    const broken = await open(folder);
    expect(await failure(publishAll(broken, stories(3, 'two')))).toMatchObject({ code: 'corrupt' });
    await broken.close();
    const { depot: mended } = await mending(folder);
    await publishAll(mended, FILES);
    expect((await mended.check()).problems).toEqual([]);
    expect(mended.list().length).toBe(FILES.length);
    await mended.close();
  });

  test('is never copied under a new name by a sweep', async () => {
    const folder = fresh();
    const told: string[] = [];
    const depot = await openDepot({ folder, now, onSweepError: ({ message }) => void told.push(message) });
    const publish = (at: number): Promise<void> => publishAll(depot, [plain('a.txt', `CANARY ${at}`)]);
    for (let at = 0; at < 7; at++) await publish(at);
    alter(folder, 'CANARY 3');
    await publish(7);
    expect(await failure(depot.compact())).toMatchObject({ code: 'corrupt' });
    expect(told).toEqual([expect.stringContaining('was altered on the disk')]);
    const { depot: mended } = await mending(folder);
    await publishAll(mended, [plain('a.txt', 'CANARY 7')]);
    expect((await mended.check()).problems).toEqual([]);
    await Promise.all([depot.close(), mended.close()]);
  });

  test('stays as it is when the press that mends it fails, and so does all else', async () => {
    const start = fresh();
    const depot = await open(start);
    await pressAll(depot);
    await depot.close();
    alter(start, 'CANARY');
    let number = 1;
    for (let failed = true; failed; number++) {
      const folder = fresh();
      cpSync(start, folder, { recursive: true });
      const { depot: mended } = await mending(folder);
      let left = number;
      const stop = beforeEachChange(({ name }) => {
        left -= 1;
        if (left === 0) throw systemError('ENOSPC', name);
      });
      const error = await failure(pressAll(mended));
      stop();
      failed = left <= 0;
      await mended.close();
      const other = await open(folder);
      expect(other.list().length).toBe(FILES.length);
      expect(other.readRaw(there(other.lookup('a.txt'))).toString()).toBe('another');
      if (error === null) expect((await other.check()).problems).toEqual([]);
      await other.close();
    }
    expect(number).toBeGreaterThan(12);
  });

  test('that is a big binary is taken in anew from its source', async () => {
    const folder = fresh();
    const picture = { path: 'media/p/480.jpg', type: 'image/jpeg', ...pictureFile(folder, 'p') };
    const press = async (depot: Depot): Promise<void> => {
      const writer = await depot.begin();
      await writer.putFile(picture);
      await writer.commit({ published: 1, note: null, replaceAll: true });
    };
    const depot = await open(folder);
    await press(depot);
    await depot.close();
    // As where the disk has no second names: a copy, of which a byte was lost.
    const stored = join(folder, 'files', picture.sha256.slice(0, 2), picture.sha256);
    unlinkSync(stored);
    copyFileSync(picture.file, stored);
    writeFileSync(stored, 'x', { flag: 'r+' });
    const { depot: mended } = await mending(folder);
    expect((await mended.check()).problems).toEqual(['"media/p/480.jpg" was altered on the disk']);
    await press(mended);
    expect((await mended.check()).problems).toEqual([]);
    await mended.close();
  });
});

describe('a head pointer', () => {
  const damages: [string, (head: string) => void][] = [
    ['garbage', (head) => writeFileSync(head, 'garbage\n')],
    ['cut short', (head) => writeFileSync(head, readFileSync(head).subarray(0, 100))],
    ['empty', (head) => writeFileSync(head, '')],
    ['lost', (head) => unlinkSync(head)],
  ];

  test.each(damages)('that is %s is stood in for by its copy until the next edition', async (_, damage) => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, stories(3, 'one'));
    await publishAll(depot, stories(3, 'two'));
    const before = contents(depot);
    await depot.close();
    damage(join(folder, 'head'));
    const other = await open(folder);
    expect(contents(other)).toEqual(before);
    expect(other.damage()).toMatchObject({ code: 'corrupt' });
    expect((await other.check()).problems).toEqual([other.damage()?.message]);
    await publishAll(other, stories(3, 'three'));
    expect(other.damage()).toBeNull();
    expect(other.head()?.edition).toBe(3);
    expect((await other.check()).problems).toEqual([]);
    await other.close();
    const again = await open(folder);
    expect([again.damage(), again.head()?.edition]).toEqual([null, 3]);
    await again.close();
  });

  test.each(damages)(
    'that is %s as its copy is refused, and a full press counts on',
    async (kind, damage) => {
      const folder = fresh();
      const depot = await open(folder);
      for (let at = 0; at < 3; at++) await publishAll(depot, stories(3, `version ${at}`));
      await depot.close();
      for (const name of ['head', 'head.copy']) damage(join(folder, name));
      const refused = await failure(open(folder));
      const { depot: mended, told } = await mending(folder);
      await publishAll(mended, stories(3, 'version 2'));
      expect((await mended.check()).problems).toEqual([]);
      // With both lost the folder is as one before its first edition; with both wiped, nothing tells the number.
      if (kind === 'lost') expect([refused, told]).toEqual([null, []]);
      else {
        expect(refused).toMatchObject({ code: 'corrupt', message: expect.stringContaining('press --full') });
        expect(told.length).toBe(1);
      }
      expect(mended.head()?.edition).toBe(kind === 'cut short' ? 4 : 1);
      await mended.close();
    },
  );

  test('that is switched while its copy is not yet in place names a whole edition', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, stories(3, 'one'));
    copyFileSync(join(folder, 'head'), join(folder, 'older'));
    await publishAll(depot, stories(3, 'two'));
    await depot.close();
    // As a process leaves it that is killed between the two: the copy is one ahead.
    renameSync(join(folder, 'older'), join(folder, 'head'));
    const other = await open(folder);
    expect([other.head()?.edition, other.damage()]).toEqual([1, null]);
    expect((await other.check()).problems).toEqual([]);
    await other.close();
  });
});

describe('the number of an edition', () => {
  const press = async (depot: Depot, text: string, count?: (least: number) => Promise<number>) => {
    const writer = await depot.begin();
    writer.put(plain('a.txt', text));
    return writer.commit({ published: 1, note: null, ...(count ? { count } : {}) });
  };

  test('is what is counted outside, asked for once for each new edition', async () => {
    const depot = await open(fresh());
    const asked: number[] = [];
    const count = (least: number): Promise<number> => {
      asked.push(least);
      return Promise.resolve(Math.max(least, 41));
    };
    expect((await press(depot, 'one', count)).edition).toBe(41);
    expect((await press(depot, 'one', count)).edition).toBe(41);
    expect((await press(depot, 'two', count)).edition).toBe(42);
    expect((await press(depot, 'three')).edition).toBe(43);
    expect(asked).toEqual([1, 42]);
    await depot.close();
  });

  test('never goes back, and an edition that cannot be counted is not published', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await press(depot, 'one');
    for (const wrong of [0, 1, 1.5, Number.NaN]) {
      expect(await failure(press(depot, 'two', () => Promise.resolve(wrong)))).toBeInstanceOf(DepotError);
    }
    expect(await failure(press(depot, 'two', () => Promise.reject(new Error('no database'))))).toMatchObject({
      message: 'no database',
    });
    expect(contents(depot)).toEqual(new Map([['a.txt', 'one']]));
    expect(readdirSync(join(folder, 'packs')).length).toBe(1);
    expect((await press(depot, 'two')).edition).toBe(2);
    await depot.close();
  });
});
