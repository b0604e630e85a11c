import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, test } from 'vitest';
import { DepotError } from '#depot';
import type { Depot } from '#depot';
import type { FileEntry } from '#edition';
import { self } from './owner.ts';
import { beforeEachChange, systemError } from './testing/faults.ts';
import {
  contents,
  failure,
  open,
  pictureFile,
  publishAll,
  stories,
  textFile,
  there,
} from './testing/events.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-sweep-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)), 'depot');
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function publish(depot: Depot, path: string, text: string): Promise<void> {
  const writer = await depot.begin();
  writer.put(textFile(path, text));
  await writer.commit({ published: 1, note: null });
}

const packs = (folder: string): string[] => readdirSync(join(folder, 'packs'));

describe('sweeping', () => {
  test('two hundred publications leave few packs, and every edition on the way was whole', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, stories(200, 'one'));
    const reader = await open(folder);
    for (let at = 0; at < 200; at++) {
      await publish(depot, `2026/11/23/story-${at}.html`, `again ${at}`);
      if (at % 10 !== 0) continue;
      expect(reader.refresh()).toBe(true);
      expect(reader.readRaw(there(reader.list()[7])).toString()).toMatch(/^(story|again)/);
    }
    await depot.close();
    expect(packs(folder).length).toBeLessThan(16);
    reader.refresh();
    expect((await reader.check()).problems).toEqual([]);
    expect(contents(reader).get('2026/11/23/story-199.html')).toBe('again 199');
    await reader.close();
  });

  test('the last editions stay readable, older ones are let go', async () => {
    const depot = await open(fresh());
    const entries: FileEntry[] = [];
    for (let at = 0; at < 6; at++) {
      await publish(depot, 'index.html', `front ${at}`);
      entries.push(there(depot.lookup('index.html')));
    }
    await depot.gc();
    const texts = entries.map((entry) => {
      try {
        return depot.readRaw(entry).toString();
      } catch (error) {
        return error instanceof DepotError ? error.code : 'another error';
      }
    });
    const gone = 'missing_object';
    expect(texts).toEqual([gone, gone, gone, 'front 3', 'front 4', 'front 5']);
    await depot.gc({ keep: 1 });
    expect(() => depot.readRaw(there(entries[4]))).toThrow(DepotError);
    expect((await depot.check()).problems).toEqual([]);
    await depot.close();
  });

  test('a redacted text and its picture are nowhere in the folder after keep: 1', async () => {
    const folder = fresh();
    const depot = await open(folder);
    const writer = await depot.begin();
    const secret = {
      ...textFile('2026/11/23/secret.txt', 'CANARY', { type: 'text/plain; charset=utf-8' }),
      gzip: false,
    };
    writer.put(secret);
    await writer.putFile({ path: 'media/s/1.jpg', type: 'image/jpeg', ...pictureFile(folder, 'secret') });
    await writer.commit({ published: 1, note: null });
    const redaction = await depot.begin();
    redaction.remove('2026/11/23/secret.txt');
    redaction.remove('media/s/1.jpg');
    await redaction.commit({ published: 2, note: null });
    await depot.gc({ keep: 1 });
    const { execFileSync } = await import('node:child_process');
    const found = execFileSync('sh', ['-c', `grep -rla -e CANARY -e secret "${folder}" || true`]).toString();
    expect(found).toBe('');
    await depot.close();
  });

  test('an edition that needs again what is being deleted keeps it', async () => {
    const depot = await open(fresh());
    await publish(depot, 'a.html', 'old');
    for (let at = 0; at < 4; at++) await publish(depot, 'a.html', `new ${at}`);
    // While the sweep copies, the old text comes back and is not stored anew, since the depot has it.
    const sweep = depot.gc({ keep: 1 });
    await publish(depot, 'a.html', 'old');
    const refused = await failure(sweep);
    expect(refused === null || refused instanceof DepotError).toBe(true);
    expect(contents(depot)).toEqual(new Map([['a.html', 'old']]));
    expect((await depot.check()).problems).toEqual([]);
    await depot.gc({ keep: 1 });
    expect((await depot.check()).problems).toEqual([]);
    await depot.close();
  });

  test('reading goes on while packs are put together', async () => {
    const depot = await open(fresh());
    await publishAll(depot, stories(50, 'one'));
    for (let at = 0; at < 6; at++) await publish(depot, 'index.html', `front ${at}`);
    const entry = there(depot.lookup('2026/11/23/story-7.html'));
    const stream = depot.stream(entry, 0, entry.stored - 1);
    const loading = depot.load(entry);
    await depot.gc({ keep: 1 });
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces)).toEqual(await loading);
    await depot.close();
  });
});

test('a stream that is dropped half-way leaves the pack open for others', async () => {
  const depot = await open(fresh());
  const raw = Buffer.alloc(1 << 20, 'long ');
  const writer = await depot.begin();
  const entry = writer.put({
    path: 'a.txt',
    type: 'text/plain; charset=utf-8',
    raw,
    stored: raw,
    gzip: false,
  });
  await writer.commit({ published: 1, note: null });
  const stream = depot.stream(entry, 0, raw.length - 1);
  for await (const piece of stream) if (piece) break;
  expect(stream.destroyed).toBe(true);
  expect(depot.read(entry).equals(raw)).toBe(true);
  await depot.close();
});

describe('a disk that fails', () => {
  test.each([
    ['ENOSPC', 'disk_full'],
    ['EROFS', 'read_only'],
    ['EIO', 'io'],
  ])('%s at any change leaves the edition before, and says %s', async (system, code) => {
    const folder = fresh();
    const depot = await open(folder);
    await publishAll(depot, stories(10, 'one'));
    const before = contents(depot);
    const after = new Map(before).set('new.html', 'new');
    const codes = new Set<string>();
    let number = 0;
    for (let failed = true; failed;) {
      number += 1;
      let left = number;
      const stop = beforeEachChange(({ name }) => {
        left -= 1;
        if (left === 0) throw systemError(system, name);
      });
      const error = await failure(publish(depot, 'new.html', 'new'));
      stop();
      failed = left <= 0;
      codes.add(error instanceof DepotError ? error.code : (error?.message ?? 'none'));
      const other = await open(folder);
      expect([before, after]).toContainEqual(contents(other));
      expect((await other.check()).problems).toEqual([]);
      await other.close();
      await publishAll(depot, stories(10, 'one'));
      expect(contents(depot)).toEqual(before);
    }
    expect(number).toBeGreaterThan(8);
    // Some changes only tidy up; a commit does not fail for those.
    expect([...codes].sort()).toEqual([code, 'none'].sort());
    await depot.close();
    expect(packs(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('lock', () => {
  const holder = async (folder: string): Promise<ReturnType<typeof spawn>> => {
    const script = `
      const { openDepot } = await import(process.argv[1]);
      const depot = await openDepot({ folder: process.argv[2], now: Date.now });
      await depot.begin();
      console.log('holds');
      setInterval(() => {}, 1000);`;
    const argv = ['--input-type=module', '-e', script, new URL('depot.ts', import.meta.url).href, folder];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return child;
  };

  test('keeps a second process out, and is taken over from a dead one', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publish(depot, 'a.html', 'a');
    const child = await holder(folder);
    await expect(depot.begin({ patience: 60 })).rejects.toThrow(expect.objectContaining({ code: 'locked' }));
    expect(contents(depot).get('a.html')).toBe('a');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await publish(depot, 'b.html', 'b');
    expect([...contents(depot).keys()]).toEqual(['a.html', 'b.html']);
    await depot.close();
  });

  test('of a process whose number was given to another is taken over, one cut by a power failure too', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publish(depot, 'a.html', 'a');
    const place = self().place;
    const other = { pid: 1, started: '1', place, instance: '1', token: '1', host: hostname() };
    for (const text of [JSON.stringify(other), '', '{"pid":']) {
      writeFileSync(join(folder, 'lock'), text);
      await publish(depot, 'a.html', `after ${text}`);
      expect(existsSync(join(folder, 'lock'))).toBe(false);
    }
    await depot.close();
  });

  test('of another machine or container holds while it is touched', async () => {
    const folder = fresh();
    const depot = await open(folder);
    await publish(depot, 'a.html', 'a');
    const other = {
      pid: process.pid,
      started: '',
      place: 'elsewhere',
      instance: '1',
      token: '1',
      host: hostname(),
    };
    writeFileSync(join(folder, 'lock'), JSON.stringify(other));
    const { utimesSync } = await import('node:fs');
    const { now } = await import('./testing/events.ts');
    utimesSync(join(folder, 'lock'), now() / 1000, now() / 1000 - 59);
    await expect(depot.begin({ patience: 0 })).rejects.toThrow(expect.objectContaining({ code: 'locked' }));
    utimesSync(join(folder, 'lock'), now() / 1000, now() / 1000 - 61);
    await publish(depot, 'a.html', 'b');
    await depot.close();
  });

  test('a switch by another process is noticed', async () => {
    const folder = fresh();
    const [depot, other] = await Promise.all([open(folder), open(folder)]);
    await publish(depot, 'a.html', 'a');
    const seen = new Promise<number>((resolve) => other.watch((head) => resolve(head.edition)));
    await publish(depot, 'a.html', 'b');
    expect(await seen).toBe(2);
    expect(contents(other).get('a.html')).toBe('b');
    await Promise.all([depot.close(), other.close()]);
  });
});
