import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DepotError } from '#depot';
import type { Depot } from '#depot';
import { beforeEachChange, systemError } from './testing/faults.ts';
import { failure, open, pictureFile, publishAll, stories, textFile } from './testing/events.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-export-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)), 'depot');
afterAll(() => rmSync(base, { recursive: true, force: true }));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => !item.isDirectory())
    .map((item) => join(item.parentPath, item.name).slice(folder.length + 1))
    .filter((name) => name !== '.longwave-export')
    .sort();

async function site(): Promise<{ depot: Depot; to: string }> {
  const folder = fresh();
  const depot = await open(folder);
  await publishAll(depot, [
    ...stories(30, 'one'),
    textFile('index.html', 'front'),
    textFile('ru/2026/11/23/новость.html', 'новость'),
    textFile('old/index.html', 'moved', { redirect: 'index.html' }),
    textFile('2026/11/22/gone.html', 'withdrawn', { status: 410 }),
  ]);
  const writer = await depot.begin();
  await writer.putFile({ path: 'media/p/480.jpg', type: 'image/jpeg', ...pictureFile(folder, 'p') });
  await writer.commit({ published: 1, note: null });
  return { depot, to: join(folder, '..', 'out') };
}

describe('export', () => {
  test('writes every file with the bytes of a reader, and nothing the second time', async () => {
    const { depot, to } = await site();
    const steps: number[] = [];
    const report = await depot.exportFolder({ to, progress: (done) => steps.push(done) });
    expect(report).toMatchObject({ written: 35, unchanged: 0, removed: 0 });
    expect(steps.at(-1)).toBe(35);
    expect(filesIn(to)).toEqual(
      depot
        .list()
        .map((entry) => entry.path)
        .sort(),
    );
    for (const entry of depot.list())
      expect(readFileSync(join(to, entry.path))).toEqual(depot.readRaw(entry));
    const { mtimeMs } = statSync(join(to, 'index.html'));
    expect(await depot.exportFolder({ to })).toMatchObject({ written: 0, unchanged: 35, removed: 0 });
    expect(statSync(join(to, 'index.html')).mtimeMs).toBe(mtimeMs);
    await depot.close();
  });

  test.each(['2026', 'ru', 'media', 'media/p', '.longwave-export.tmp'])(
    'a link in the place of %s is refused, and nothing is written, replaced or removed where it leads',
    async (name) => {
      const { depot, to } = await site();
      await depot.exportFolder({ to });
      const elsewhere = join(to, '..', 'elsewhere');
      renameSync(to, elsewhere);
      mkdirSync(to);
      cpSync(join(elsewhere, '.longwave-export'), join(to, '.longwave-export'));
      writeFileSync(join(elsewhere, 'own.txt'), 'own');
      const target = name.endsWith('.tmp') ? join(elsewhere, 'own.txt') : join(elsewhere, name);
      mkdirSync(dirname(join(to, name)), { recursive: true });
      symlinkSync(target, join(to, name));
      const before = filesIn(elsewhere).map((file) => [file, readFileSync(join(elsewhere, file), 'hex')]);
      await publishAll(depot, [...stories(3, 'two'), textFile('index.html', 'changed')]);
      expect(await failure(depot.exportFolder({ to }))).toMatchObject({
        code: 'links',
        message: expect.stringContaining(`"${join(to, name)}" is a link`) as string,
      });
      expect(filesIn(elsewhere).map((file) => [file, readFileSync(join(elsewhere, file), 'hex')])).toEqual(
        before,
      );
      await depot.close();
    },
  );

  test('a file in the place of the folder is refused as that', async () => {
    const { depot, to } = await site();
    writeFileSync(to, 'own');
    expect(await failure(depot.exportFolder({ to }))).toMatchObject({
      code: 'not_ours',
      message: `"${to}" is a file; name a folder to write the site into`,
    });
    expect(readFileSync(to, 'utf8')).toBe('own');
    await depot.close();
  });

  test('mends what was altered, removes what is gone with its empty folders, leaves what is not ours', async () => {
    const { depot, to } = await site();
    await depot.exportFolder({ to });
    writeFileSync(join(to, 'index.html'), 'fronT');
    rmSync(join(to, '2026/11/23/story-3.html'));
    writeFileSync(join(to, 'CNAME'), 'paper.example');
    mkdirSync(join(to, '.git'));
    const writer = await depot.begin();
    writer.remove('ru/2026/11/23/новость.html');
    writer.remove('media/p/480.jpg');
    await writer.commit({ published: 2, note: null });
    expect(await depot.exportFolder({ to })).toMatchObject({ written: 2, removed: 2 });
    expect(readFileSync(join(to, 'index.html'), 'utf8')).toBe('front');
    expect(existsSync(join(to, 'ru'))).toBe(false);
    expect(existsSync(join(to, 'media'))).toBe(false);
    expect(filesIn(to).filter((name) => name !== 'CNAME').length).toBe(33);
    expect(existsSync(join(to, '.git'))).toBe(true);
    await depot.close();
  });

  test('turns a file into a folder and back', async () => {
    const { depot, to } = await site();
    const replace = async (before: string, after: string): Promise<void> => {
      const writer = await depot.begin();
      writer.remove(before);
      writer.put(textFile(after, after));
      await writer.commit({ published: 2, note: null });
      await depot.exportFolder({ to });
      expect(readFileSync(join(to, after), 'utf8')).toBe(after);
    };
    await replace('none', 'about');
    await replace('about', 'about/us/index.html');
    await replace('about/us/index.html', 'about');
    await depot.close();
  });

  test('refuses a folder with files of somebody else', async () => {
    const { depot, to } = await site();
    mkdirSync(to);
    writeFileSync(join(to, 'thesis.txt'), 'years of work');
    await expect(depot.exportFolder({ to })).rejects.toThrow(expect.objectContaining({ code: 'not_ours' }));
    expect(filesIn(to)).toEqual(['thesis.txt']);
    await depot.close();
  });

  test('a list that was tampered with deletes nothing outside, and a link is replaced, not followed', async () => {
    const { depot, to } = await site();
    await depot.exportFolder({ to });
    const victim = join(to, '..', 'victim.txt');
    writeFileSync(victim, 'precious');
    writeFileSync(join(to, '.longwave-export'), 'longwave export 1\n../victim.txt\n/etc/passwd\n');
    rmSync(join(to, 'index.html'));
    symlinkSync(victim, join(to, 'index.html'));
    await depot.exportFolder({ to });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(readFileSync(join(to, 'index.html'), 'utf8')).toBe('front');
    await depot.close();
  });

  test('stopped at any change by a full disk, it shows whole files only and goes on afterwards', async () => {
    const { depot, to } = await site();
    await depot.exportFolder({ to });
    const texts = new Map(depot.list().map((entry) => [entry.path, depot.readRaw(entry).toString()]));
    await publishAll(depot, stories(3, 'two'));
    const after = new Map(depot.list().map((entry) => [entry.path, depot.readRaw(entry).toString()]));
    const codes = new Set<string>();
    for (let number = 1; ; number++) {
      let left = number;
      const stop = beforeEachChange(({ name }) => {
        left -= 1;
        if (left === 0) throw systemError('ENOSPC', name);
      });
      const error = await failure(depot.exportFolder({ to }));
      stop();
      codes.add(error instanceof DepotError ? error.code : (error?.message ?? 'none'));
      for (const path of filesIn(to)) {
        expect([texts.get(path), after.get(path)]).toContain(readFileSync(join(to, path), 'utf8'));
      }
      if (left > 0) break;
    }
    expect([...codes].sort()).toEqual(['disk_full', 'none']);
    expect(filesIn(to)).toEqual([...after.keys()].sort());
    await depot.close();
  });
});
