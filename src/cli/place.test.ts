import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { called } from './testing/called.ts';
import { temporary } from '../../test/command.ts';

let folder: { path: string; remove(): void };

beforeAll(() => {
  folder = temporary();
});

afterAll(() => folder.remove());

test.each([
  [['story', 'list']],
  [['story', 'show', '4kq7c2mzt5ra']],
  [['story', 'withdraw', '4kq7c2mzt5ra', '--reason', 'x']],
  [['story', 'add', 'talks.md']],
  [['front', 'show']],
  [['front', 'banner', 'Vote tonight']],
  [['quarantine', 'list']],
  [['import', 'archive.xml']],
  [['press']],
  [['backup', '/nowhere/newsroom.tar.gz']],
  [['doctor']],
  [['serve']],
])('%j in a folder without a newsroom says so and makes nothing', async (args) => {
  const data = join(folder.path, 'nowhere');
  writeFileSync(join(folder.path, 'talks.md'), '---\nheadline: Talks\n---\nText\n');
  const asked = args.map((arg) => (arg === 'talks.md' ? join(folder.path, arg) : arg));
  const { status, stderr } = await called(asked, { LONGWAVE_DATA: data });
  expect(stderr).toContain(`There is no newsroom in "${data}" yet`);
  expect(stderr).toContain('longwave init');
  expect(status).toBe(1);
  expect(existsSync(data)).toBe(false);
});

test('a file that is no backup is refused before anything is made for it', async () => {
  const data = join(folder.path, 'restored');
  const file = join(folder.path, 'bad.tar.gz');
  writeFileSync(file, 'no backup');
  for (const [given, why] of [
    [file, `"${file}" is no whole backup; nothing was restored`],
    [join(folder.path, 'missing'), 'There is no backup'],
  ] as const) {
    const { status, stderr } = await called(['restore', given], { LONGWAVE_DATA: data });
    expect(stderr).toContain(why);
    expect(status).toBe(1);
    expect(existsSync(data)).toBe(false);
  }
});
