import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { DepotError, openDepot, writePack } from '#depot';
import type { WrittenPack } from '#depot';
import { contents, now, open, pictureFile, publishAll, stories, textFile } from './testing/events.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-depot-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)), 'depot');
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('depot', () => {
  test('is empty before the first edition and makes no folder for looking', async () => {
    const depot = await open(fresh());
    expect(depot.head()).toBeNull();
    expect(depot.lookup('index.html')).toBeNull();
    expect(depot.list()).toEqual([]);
    await depot.close();
    expect(readdirSync(base)).toEqual([]);
  });

  test('a commit reports what changed, and another depot of the folder sees it', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, stories(50, 'one'));
    const writer = await depot.begin();
    writer.put(textFile('2026/11/23/story-3.html', 'changed'));
    writer.put(textFile('2026/11/23/story-4.html', 'story 4 one'));
    writer.put(textFile('text/2026/11/23/story-3.html', 'twin'));
    writer.remove('2026/11/23/story-5.html');
    writer.remove('never/was/there.html');
    const report = await writer.commit({ published: 7, note: { seq: 9 } });
    expect(report).toMatchObject({
      edition: 2,
      added: ['text/2026/11/23/story-3.html'],
      changed: ['2026/11/23/story-3.html'],
      removed: ['2026/11/23/story-5.html'],
      unchanged: 48,
    });
    const other = await open(folder);
    expect(other.head()).toEqual({ ...depot.head(), root: report.root });
    expect(other.head()).toMatchObject({ edition: 2, files: 50, units: 49, published: 7, note: { seq: 9 } });
    expect(contents(other).get('2026/11/23/story-3.html')).toBe('changed');
    expect(other.lookup('2026/11/23/story-5.html')).toBeNull();
    await Promise.all([depot.close(), other.close()]);
  });

  test('the same files again are no new edition, but the note is kept', async () => {
    const depot = await open(fresh());
    await publishAll(depot, stories(5, 'one'));
    const before = depot.head();
    const writer = await depot.begin();
    writer.put(textFile('2026/11/23/story-1.html', 'story 1 one'));
    const report = await writer.commit({ published: 99, note: 'later' });
    expect(report).toMatchObject({ edition: 1, added: [], changed: [], removed: [], unchanged: 5 });
    expect(depot.head()).toEqual({ ...before, note: 'later' });
    await depot.close();
  });

  test('any history of commits gives the root of its files alone', async () => {
    const name = fc.constantFrom(
      'a.html',
      'text/2026/11/23/s.html',
      '2026/11/23/s.html',
      'm/x.css',
      'media/q/1.jpg',
    );
    const change = fc.record({ path: name, text: fc.option(fc.constantFrom('1', '2', '3')) });
    const history = fc.array(fc.tuple(fc.boolean(), fc.array(change, { maxLength: 6 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(history, async (commits) => {
        const depot = await open(fresh());
        const state = new Map<string, string>();
        for (const [replaceAll, changes] of commits) {
          if (replaceAll) state.clear();
          const writer = await depot.begin();
          for (const { path, text } of changes) {
            if (text === null) {
              writer.remove(path);
              state.delete(path);
            } else {
              writer.put(textFile(path, text));
              state.set(path, text);
            }
          }
          await writer.commit({ published: 1, note: null, replaceAll });
          expect(depot.head()).toMatchObject({ files: state.size, bytes: state.size });
        }
        expect(contents(depot)).toEqual(state);
        const straight = await open(fresh());
        await publishAll(straight, [...state].map(([path, text]) => textFile(path, text)).reverse());
        expect(depot.head()?.root ?? straight.head()?.root).toBe(straight.head()?.root);
        expect((await depot.check()).problems).toEqual([]);
        await Promise.all([depot.close(), straight.close()]);
      }),
      { numRuns: 25 },
    );
  });

  test('a thread writes a pack of its own', async () => {
    const depot = await open(fresh());
    const writer = await depot.begin();
    const script = `
      import { parentPort, workerData } from 'node:worker_threads';
      const { writePack } = await import(workerData.depot);
      const pack = writePack(workerData.file);
      for (let at = 0; at < 100; at++) {
        const raw = Buffer.from('page ' + at);
        pack.put({ path: 'page-' + at + '.txt', type: 'text/plain; charset=utf-8', raw, stored: raw, gzip: false });
      }
      const written = pack.close();
      parentPort.postMessage(written, [written.entries.buffer]);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), {
      workerData: { depot: new URL('depot.ts', import.meta.url).href, file: writer.packFile() },
    });
    const pack = await new Promise<WrittenPack>((resolve, reject) =>
      worker.once('message', resolve).once('error', reject),
    );
    writer.addPack(pack);
    writer.put(textFile('index.html', 'front'));
    const report = await writer.commit({ published: 1, note: null, replaceAll: true });
    expect(report.added.length).toBe(101);
    expect(contents(depot).get('page-42.txt')).toBe('page 42');
    expect((await depot.check()).problems).toEqual([]);
    await depot.close();
  });

  test('big binaries get a second name and are never copied, read or lost', async () => {
    const folder = fresh();
    const depot = await open(folder);
    const picture = pictureFile(folder, 'boat');
    const writer = await depot.begin();
    const entry = await writer.putFile({ path: 'media/boat/480.jpg', type: 'image/jpeg', ...picture });
    await writer.commit({ published: 1, note: null });
    rmSync(picture.file);
    expect(depot.read(entry).length).toBe(picture.bytes);
    const pieces: Buffer[] = [];
    for await (const piece of depot.stream(entry, 10, 29)) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces)).toEqual(depot.read(entry).subarray(10, 30));
    expect((await depot.check()).problems).toEqual([]);
    await depot.close();
  });

  test('a picture that is not as it was described is refused', async () => {
    const folder = fresh();
    const depot = await open(folder);
    const writer = await depot.begin();
    const picture = { ...pictureFile(folder, 'wrong'), bytes: 3 };
    await expect(writer.putFile({ path: 'media/w/1.jpg', type: 'image/jpeg', ...picture })).rejects.toThrow(
      DepotError,
    );
    await expect(
      writer.putFile({
        path: 'media/w/2.jpg',
        type: 'image/jpeg',
        file: '/nowhere.jpg',
        sha256: '0'.repeat(64),
        bytes: 3,
      }),
    ).rejects.toThrow(DepotError);
    await writer.abort();
    await depot.close();
  });

  test('files that cannot stand in one folder are refused, in one commit or in two', async () => {
    const depot = await open(fresh());
    const publish = async (...paths: string[]): Promise<unknown> => {
      const writer = await depot.begin();
      try {
        for (const path of paths) writer.put(textFile(path, path));
        return await writer.commit({ published: 1, note: null });
      } finally {
        await writer.abort();
      }
    };
    const conflict = expect.objectContaining({ code: 'path_conflict' });
    await expect(publish('a/b.html', 'a')).rejects.toEqual(conflict);
    await expect(publish('x/y.html/z', 'x/y.html')).rejects.toEqual(conflict);
    await expect(publish('A.html', 'a.html')).rejects.toEqual(conflict);
    await publish('old');
    await expect(publish('old/index.html')).rejects.toEqual(conflict);
    await publish('tag/one.html');
    await expect(publish('tag')).rejects.toEqual(conflict);
    await expect(publish('TAG/One.html')).rejects.toEqual(conflict);
    await expect(publish('../out.html')).rejects.toEqual(expect.objectContaining({ code: 'bad_path' }));
    expect([...contents(depot).keys()]).toEqual(['old', 'tag/one.html']);
    await depot.close();
  });

  test('a file whose bytes nobody stored is refused', async () => {
    const depot = await open(fresh());
    const writer = await depot.begin();
    const pack = writePack(writer.packFile());
    const entry = pack.put(textFile('a.html', 'a'));
    writer.addPack(pack.close(), [{ ...entry, raw: '0'.repeat(64), object: '0'.repeat(64) }]);
    await expect(writer.commit({ published: 1, note: null })).rejects.toThrow(
      expect.objectContaining({ code: 'missing_object' }),
    );
    expect(depot.head()).toBeNull();
    expect(() => writer.put(textFile('b.html', 'b'))).toThrow(expect.objectContaining({ code: 'misuse' }));
    await depot.close();
  });

  test('writers of one process take turns, an aborted one leaves nothing', async () => {
    const folder = fresh();
    const depot = await open(folder);
    const first = await depot.begin();
    first.put(textFile('a.html', 'aborted'));
    let began = false;
    const second = depot.begin().then((writer) => {
      began = true;
      return writer;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(began).toBe(false);
    await first.abort();
    const writer = await second;
    writer.put(textFile('b.html', 'b'));
    await writer.commit({ published: 1, note: null });
    await writer.abort();
    expect([...contents(depot).keys()]).toEqual(['b.html']);
    expect(readdirSync(join(folder, 'packs')).length).toBe(1);
    await depot.close();
  });

  test('every altered byte of the head pointer and of a pack is noticed', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, stories(3, 'one'));
    await depot.close();
    const [pack = ''] = readdirSync(join(folder, 'packs'));
    for (const file of [join(folder, 'head'), join(folder, 'packs', pack)]) {
      const bytes = readFileSync(file);
      for (let at = 0; at < bytes.length; at += 3) {
        const altered = Buffer.from(bytes);
        altered.writeUInt8((bytes[at] ?? 0) ^ 1, at);
        writeFileSync(file, altered);
        expect(await problems(folder), `byte ${at} of ${file}`).not.toBe(0);
      }
      writeFileSync(file, bytes);
      writeFileSync(file, bytes.subarray(0, bytes.length - 1));
      expect(await problems(folder)).not.toBe(0);
      writeFileSync(file, bytes);
    }
    expect(await problems(folder)).toBe(0);
  });

  test('a later program’s folder is refused with what to do', async () => {
    const { printHead, parseHead } = await import('./head.ts');
    const text = printHead({
      head: { edition: 1, root: '0'.repeat(64), files: 0, units: 0, bytes: 0, published: 0, note: null },
      packs: [],
      kept: [],
      garbage: 0,
      signed: [],
      log: { size: 0, peaks: [] },
      recalled: [],
    });
    expect(parseHead(text).head.edition).toBe(1);
    const { sha256Hex } = await import('./pack-format.ts');
    const line = (text.split('\n')[0] ?? '').replace('"format":1', '"format":2');
    expect(() => parseHead(`${line}\n${sha256Hex(Buffer.from(line))}\n`)).toThrow(
      expect.objectContaining({ code: 'newer_format' }),
    );
  });

  test('ten thousand stories are written and found in little memory and time', async () => {
    const depot = await openDepot({ folder: fresh(), now });
    const writer = await depot.begin();
    const body = 'x'.repeat(4_000);
    const started = performance.now();
    for (let at = 0; at < 10_000; at++) {
      const raw = Buffer.from(`${at} ${body}`);
      writer.put({
        path: `2026/11/23/story-${at}.html`,
        type: 'text/html; charset=utf-8',
        raw,
        stored: raw,
        gzip: false,
      });
    }
    await writer.commit({ published: 1, note: null, replaceAll: true });
    // A second on an idle machine is plenty; the bound leaves room for a busy one.
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(depot.head()).toMatchObject({ files: 10_000, units: 10_000 });
    expect(depot.lookup('2026/11/23/story-9999.html')?.size).toBe(4_005);
    await depot.close();
  });
});

async function problems(folder: string): Promise<number> {
  try {
    const depot = await open(folder);
    const { problems: found } = await depot.check();
    await depot.close();
    return found.length;
  } catch (error) {
    if (error instanceof DepotError) return 1;
    throw error;
  }
}
