import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { called } from './testing/called.ts';
import { temporary } from '../../test/command.ts';

let folder: { path: string; remove(): void };
let settings: Record<string, string>;

beforeAll(async () => {
  folder = temporary();
  settings = { LONGWAVE_DATA: join(folder.path, 'data'), LONGWAVE_THREADS: '1' };
  const site = ['--name', 'Far Shore', '--address', 'https://farshore.example'];
  const { status, stderr } = await called(['init', ...site, '--json'], settings);
  if (status !== 0) throw new Error(stderr);
}, 60_000);

afterAll(() => folder.remove());

test.each([
  ['backup', ['backup', 'stick/newsroom.tar.gz']],
  ['an export', ['press', '--out', 'stick/site']],
  ['a saved story', ['save', 'index.html', '--out', 'stick/story.html']],
])('%s makes no folder where a stick is not mounted', async (_what, args) => {
  const stick = join(folder.path, 'stick');
  const asked = args.map((arg) => (arg.startsWith('stick/') ? join(folder.path, arg) : arg));
  const { status, stderr } = await called(asked, settings);
  expect(stderr).toContain(`There is no folder "${stick}"; nothing was written`);
  expect(status).toBe(1);
  expect(existsSync(stick)).toBe(false);
});

test('a backup replaces a file only with --force', async () => {
  const file = join(folder.path, 'newsroom.tar.gz');
  writeFileSync(file, 'precious');
  const refused = await called(['backup', file], settings);
  expect(refused.stderr).toContain(`There is a file "${file}" already`);
  expect(refused.status).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe('precious');
  expect(await called(['backup', file, '--force'], settings)).toMatchObject({ status: 0 });
  expect(readFileSync(file).subarray(0, 2).toString('hex')).toBe('1f8b');
});

test('an export to a file is refused as that', async () => {
  const file = join(folder.path, 'site');
  writeFileSync(file, 'own');
  const { status, stderr } = await called(['press', '--out', file], settings);
  expect(stderr).toContain(`"${file}" is a file; name a folder`);
  expect(stderr).not.toContain('fault in Longwave');
  expect(status).toBe(1);
});

test('a list of at most none is a wrong call', async () => {
  expect(await called(['story', 'list', '--limit', '0'], settings)).toMatchObject({ status: 2 });
});
