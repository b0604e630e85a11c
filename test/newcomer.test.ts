import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longwave, SAMPLE_MS, sampleNewsroom, temporary } from './command.ts';

/* What somebody tries who sits before the command line for the first time. */

let data: { path: string; remove(): void };
let work: { path: string; remove(): void };
let settings: Record<string, string>;

beforeAll(async () => {
  data = await sampleNewsroom();
  work = temporary();
  settings = { LONGWAVE_DATA: data.path };
}, SAMPLE_MS);

afterAll(() => {
  data.remove();
  work.remove();
});

it('the program says its version, without a newsroom too', async () => {
  const { version } = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '..', 'package.json'), 'utf8'),
  ) as { version: string };
  const nowhere = { LONGWAVE_DATA: join(work.path, 'nowhere') };
  for (const flag of ['--version', '-V', 'version'])
    expect(await longwave([flag], nowhere)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  expect((await longwave(['--version', '--json'], nowhere)).json).toEqual({ version });
  expect((await longwave(['--help'], nowhere)).stdout).toContain('-V, --version');
});

describe('a story is named by id, address or slug', () => {
  const slug = 'the-last-foghorn-keeper-of-the-marrow-islands';
  const path = `2026/01/10/${slug}.html`;

  it('wherever one is', async () => {
    const { json } = await longwave(['story', 'show', slug, '--json'], settings);
    const { id } = (json as { story: { id: string } }).story;
    const out = join(work.path, 'story.html');
    for (const name of [id, path, `/${path}`, slug]) {
      expect(await longwave(['story', 'show', name, '--json'], settings)).toMatchObject({
        status: 0,
        json: { story: { id } },
      });
      expect(await longwave(['save', name, '--out', out, '--json'], settings)).toMatchObject({
        status: 0,
        json: { path },
      });
    }
    expect(await longwave(['log', slug, '--json'], settings)).toMatchObject({ status: 0, json: { path } });
    expect(await longwave(['front', 'set', slug, '--no-press', '--json'], settings)).toMatchObject({
      status: 0,
      json: { stories: [slug] },
    });
    expect(await longwave(['front', 'show', '--json'], settings)).toMatchObject({
      json: { slots: [{ story: id }] },
    });
  }, 120_000);

  it('and a name of none, of several and of what no reader has is told', async () => {
    const none = await longwave(['save', 'no-such-story', '--json'], settings);
    expect(none).toMatchObject({
      status: 1,
      json: { error: { message: 'There is no story "no-such-story"' } },
    });
    const { json } = await longwave(['story', 'list', '--state', 'draft', '--json'], settings);
    const [draft] = (json as { stories: { id: string }[] }).stories;
    const hidden = await longwave(['save', draft?.id ?? ''], settings);
    expect([hidden.status, hidden.stderr]).toEqual([1, expect.stringContaining('was never published')]);
  }, 60_000);
});

it('a place that can hold no file is refused at once, and nothing there is replaced', async () => {
  for (const args of [
    ['press', '--out', '/proc/longwave'],
    ['backup', '/dev/null', '--force'],
    ['backup', work.path, '--force'],
  ]) {
    const { status, stderr } = await longwave(args, settings);
    expect([args, status, stderr]).toEqual([args, 1, expect.not.stringContaining('fault in Longwave')]);
  }
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
}, 60_000);
