import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkStory } from '#edition';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until } from './command.ts';
import { longwave } from './here.ts';
import type { Ran, Serving } from './command.ts';

const LIMIT = 150_000;
const PROOF = '<script type="application/x-longwave-proof">';

let newsroom: { path: string; remove(): void };
let folder: { path: string; remove(): void };
let server: Serving;
let fingerprint: string;
let stories: { id: string; path: string; lang: string }[];

beforeAll(async () => {
  folder = temporary();
  newsroom = await sampleNewsroom();
  const shown = await longwave(['keys', 'show', '--json'], ours());
  ({ fingerprint } = shown.json as { fingerprint: string });
  const { json } = await longwave(['story', 'list', '--json'], ours());
  const { stories: all } = json as {
    stories: { id: string; path: string | null; lang: string; state: string }[];
  };
  stories = all.flatMap(({ id, path, lang, state }) =>
    path === null || state === 'withdrawn' ? [] : [{ id, path, lang }],
  );
  server = await serving(ours());
}, SAMPLE_MS);

afterAll(async () => {
  await server.stop();
  folder.remove();
  newsroom.remove();
});

const ours = (): Record<string, string> => ({ LONGWAVE_DATA: newsroom.path });
/** Whoever was handed a file has no newsroom. */
const elsewhere = (): Record<string, string> => ({ LONGWAVE_DATA: join(folder.path, 'no-newsroom') });
const file = (name: string): string => join(folder.path, name);

type Saved = { path: string; bytes: number; pictures: { held: number; all: number } };

/** Saves over the network as a stranger does, who has the fingerprint from elsewhere. */
async function saveByAddress(path: string, out: string): Promise<Saved> {
  const address = new URL(path.split('/').map(encodeURIComponent).join('/'), server.address).href;
  const args = ['save', address, '--out', out, '--fingerprint', fingerprint, '--loopback', '--json'];
  const { status, json, stderr } = await longwave(args, elsewhere());
  expect(status, stderr).toBe(0);
  return json as Saved;
}

const verify = (name: string, args: readonly string[] = [], settings = elsewhere()): Promise<Ran> =>
  longwave(['verify', name, '--fingerprint', fingerprint, '--json', ...args], settings);

/** A story whose picture the file holds, in each language where there is one. */
async function pictured(): Promise<Saved & { out: string }> {
  for (const { path } of stories) {
    const out = file('pictured.html');
    const saved = await saveByAddress(path, out);
    if (saved.pictures.held > 0) return { ...saved, out };
  }
  throw new Error('The sample has no story with a picture');
}

describe('a story saved as one file', () => {
  test('is small, asks for nothing, and proves itself to whoever has the fingerprint', async () => {
    const { out, path, bytes } = await pictured();
    expect(bytes).toBeLessThanOrEqual(LIMIT);
    const html = readFileSync(out, 'utf8');
    expect(Buffer.byteLength(html)).toBe(bytes);
    expect(html).toContain('src="data:image/');
    expect(html).not.toMatch(/<(?:iframe|link rel="stylesheet)/);
    // The proof, which no browser runs.
    expect(html.match(/<script[^>]*>/g)).toEqual([PROOF]);
    expect(await verify(out)).toMatchObject({
      status: 0,
      json: {
        verdict: 'authentic',
        edition: 2,
        files: 1,
        altered: [],
        notes: ['sample'],
        story: { path, reason: null, since: null },
      },
    });
    expect(await longwave(['verify', out, '--json'], elsewhere())).toMatchObject({
      status: 1,
      json: { verdict: 'unknown', notes: ['no_anchor'] },
    });
    const told = await longwave(['verify', out, '--fingerprint', fingerprint], elsewhere());
    expect(told.stdout).toContain('a saved story, to the last byte');
  }, 120_000);

  test('a changed byte is seen wherever it is', async () => {
    const { out } = await pictured();
    const bytes = new Uint8Array(readFileSync(out));
    const check = (changed: Uint8Array) => checkStory(changed, { anchor: { fingerprint }, now: Date.now() });
    expect((await check(bytes)).verdict).toBe('authentic');
    const passed: number[] = [];
    // By the same check as the command's, which would have to be started for each; of a small file all bytes are tried
    // beside the check.
    const step = Math.max(10, Math.floor(bytes.length / 400));
    for (let at = step % 7; at < bytes.length; at += step) {
      const before = bytes[at] ?? 0;
      bytes[at] = before ^ 1;
      const { verdict } = await check(bytes);
      if (verdict !== 'altered' && verdict !== 'unknown') passed.push(at);
      bytes[at] = before;
    }
    expect(passed).toEqual([]);
    const forged = file('forged.html');
    writeFileSync(forged, readFileSync(out, 'utf8').replace('<h1>', '<h1>Not '));
    expect(await verify(forged)).toMatchObject({
      status: 1,
      json: { verdict: 'altered', altered: [{ reason: 'changed' }], story: { reason: 'content' } },
    });
  }, 180_000);

  test('every language has its own note, and none vouches for itself', async () => {
    for (const lang of ['en', 'ru', 'fa']) {
      const story = stories.find((one) => one.lang === lang);
      const out = file(`${lang}.html`);
      await saveByAddress(story?.path ?? '', out);
      const html = readFileSync(out, 'utf8');
      expect(html).toContain(`<aside class="saved-note" lang="${lang}"`);
      expect(html).not.toMatch(/[✓✔✅]/u);
      expect(await verify(out)).toMatchObject({ status: 0, json: { verdict: 'authentic' } });
    }
  }, 120_000);

  test('the server, the command and a folder give the same bytes', async () => {
    const [story] = stories;
    const path = story?.path ?? '';
    const usb = file('usb');
    expect(await longwave(['press', '--out', usb], ours())).toMatchObject({ status: 0 });
    const here = file('here.html');
    expect(await longwave(['save', path, '--out', here, '--json'], ours())).toMatchObject({ status: 0 });
    const wanted = readFileSync(here);
    const byId = file('by-id.html');
    expect(await longwave(['save', story?.id ?? '', '--out', byId, '--json'], ours())).toMatchObject({
      status: 0,
      json: { path },
    });
    expect(readFileSync(byId).equals(wanted)).toBe(true);
    const there = file('there.html');
    const args = ['save', path, '--from', usb, '--fingerprint', fingerprint, '--out', there, '--json'];
    const copied = await longwave(args, elsewhere());
    expect(copied.status, copied.stderr).toBe(0);
    expect(readFileSync(there).equals(wanted)).toBe(true);
    const ask = () => fetch(new URL(`/-/save/${path}`, server.address));
    await until('the server has the edition too', async () =>
      Buffer.from(await (await ask()).arrayBuffer()).equals(wanted),
    );
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const name = path.slice(path.lastIndexOf('/') + 1);
    expect(answer.headers.get('content-disposition')).toContain(`attachment; filename="${name}"`);
  }, 120_000);

  test('the server refuses what is no story', async () => {
    const [story] = stories;
    const status = async (path: string, init: RequestInit = {}): Promise<number> =>
      (await fetch(new URL(`/-/save/${path}`, server.address), { redirect: 'manual', ...init })).status;
    for (const path of [
      '',
      'index.html',
      'about.html',
      'verify.html',
      'edition/bundle',
      '2026/01/01/none.html',
    ])
      expect(`${path} ${await status(path)}`).toBe(`${path} 404`);
    expect(await status('%ff/2026/01/01/none.html')).toBe(404);
    expect(await status(story?.path ?? '', { method: 'POST' })).toBe(405);
    expect(await status(story?.path ?? '', { method: 'HEAD' })).toBe(200);
  });

  test('the command refuses without an anchor, for no story, and for a folder as the file', async () => {
    const [story] = stories;
    const path = story?.path ?? '';
    const refused = async (args: readonly string[], settings = elsewhere()): Promise<number> =>
      (await longwave(['save', ...args], settings)).status;
    expect(await refused([`${server.address}${path}`, '--loopback'])).toBe(2);
    expect(await refused([path])).toBe(1);
    expect(await refused(['index.html', '--out', file('x.html')], ours())).toBe(1);
    expect(await refused([path, '--out', folder.path], ours())).toBe(2);
    const strange = ['--loopback', '--fingerprint', '0'.repeat(64), '--out', file('x.html')];
    expect(await refused([`${server.address}${path}`, ...strange])).toBe(1);
  }, 60_000);

  test('a story that was withdrawn since is told to be old', async () => {
    const story = stories.at(-1);
    const out = file('withdrawn.html');
    await saveByAddress(story?.path ?? '', out);
    expect(await verify(out, [], ours())).toMatchObject({ status: 0, json: { story: { since: 'same' } } });
    const gone = await longwave(
      ['story', 'withdraw', story?.id ?? '', '--reason', 'A test', '--json'],
      ours(),
    );
    expect(gone.status, gone.stderr).toBe(0);
    const pressed = await longwave(['press', '--json'], ours());
    expect(pressed.status, pressed.stderr).toBe(0);
    expect(await verify(out, [], ours())).toMatchObject({
      status: 1,
      json: { verdict: 'old', story: { since: 'withdrawn' } },
    });
    expect(await verify(out)).toMatchObject({ status: 0, json: { verdict: 'authentic' } });
    const after = await fetch(new URL(`/-/save/${story?.path ?? ''}`, server.address));
    expect(after.status).toBe(410);
  }, 120_000);
});
