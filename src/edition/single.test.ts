import { beforeAll, describe, expect, it } from 'vitest';
import { checkStory, saveStory } from './edition.ts';
import type { Anchor, SavedStory, StoryReport } from './edition.ts';
import { blockElement, findBlock } from './single-block.ts';
import { encodedPath } from './single-html.ts';
import { makePaper } from './testing/paper.ts';
import type { Paper } from './testing/paper.ts';
import { refusal } from './testing/reader.ts';
import { noise, smallStory, STORY, storyFiles, storyHtml } from './testing/story.ts';

const AT = Date.parse('2026-11-23T18:00:00Z');
const HOUR = 3_600_000;

let paper: Paper;
let story: SavedStory;
let text: string;
let anchor: Anchor;

beforeAll(async () => {
  paper = await makePaper({ files: storyFiles(), at: AT, seed: 'strait' });
  anchor = { fingerprint: paper.fingerprint };
  story = await save(paper);
  text = new TextDecoder().decode(story.bytes);
});

function save(
  from: Paper,
  options: { limit?: number; at?: number; path?: string } = {},
): Promise<SavedStory> {
  const { at = AT + HOUR, path = STORY, ...rest } = options;
  const files = from.files();
  const root = from.roots[0] ?? new Uint8Array(0);
  return saveStory({
    path,
    anchor: { root },
    fetch: (name) => Promise.resolve(files.get(name) ?? null),
    now: () => at,
    ...rest,
  });
}

const check = (
  bytes: Uint8Array,
  options: Partial<Parameters<typeof checkStory>[1]> = {},
): Promise<StoryReport> => checkStory(bytes, { anchor, now: AT + HOUR, ...options });

describe('a saved story', () => {
  it('is one file that shows the page with its own styles and pictures', () => {
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).toContain('<h1>Паромы &quot;вышли&quot;</h1>');
    expect(text).toContain('<style>body{margin:0}');
    expect(text.match(/<img src="data:image\/jpeg;base64,/g)).toHaveLength(2);
    expect(story.pictures).toEqual({ held: 2, all: 2 });
  });

  it('names nothing that a browser would fetch, and runs nothing', () => {
    expect(text).not.toMatch(/\s(?:src|srcset|poster)="(?!data:)/);
    expect(text).not.toMatch(/<link rel="(?!canonical)/);
    expect(text).not.toMatch(/<(?:audio|source|iframe|script type="application\/ld)/);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1];
    expect(policy).toMatch(
      /^default-src 'none'; style-src(?: 'sha256-[^']+'){3}; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
  });

  it('leads to the newsroom’s own host, and within itself', () => {
    expect(text).toContain('href="https://strait.example/ru/tag/paromy.html?a=1&amp;b=2"');
    expect(text).toContain('href="https://elsewhere.example/x"');
    expect(text).toContain('href="#main"');
  });

  it('says which edition it is from and since when nothing newer was confirmed', () => {
    expect(text).toContain('издание 1, 2026-11-23 18:00 UTC. Не подтверждено после 2026-11-23 18:00 UTC.');
    expect(text).toContain('<a href="https://strait.example/ru/2026/11/23/paromy-vyshli.html">');
    expect(text).not.toMatch(/{(?:edition|published|confirmed|address)}/);
  });

  it('comes out the same whoever assembles it', async () => {
    expect((await save(paper)).bytes).toEqual(story.bytes);
    expect((await save(paper, { at: AT + 2 * HOUR })).bytes).toEqual(story.bytes);
  });

  it('leaves out what does not fit: first a JPEG for its AVIF, then the picture for its words', async () => {
    const bare = await save(paper, { limit: 0 });
    expect(bare.pictures.held).toBe(0);
    const words = new TextDecoder().decode(bare.bytes);
    expect(words).toContain('<p class="unpictured">[Гавань &amp; паром]</p>');
    expect(words).toContain('Гавань утром');
    const small = await save(paper, { limit: bare.bytes.length + 2_600 });
    expect(new TextDecoder().decode(small.bytes)).toContain('data:image/avif;base64,');
    expect(small.bytes.length).toBeLessThanOrEqual(bare.bytes.length + 2_600);
    for (const one of [bare, small]) expect((await check(one.bytes)).verdict).toBe('authentic');
  });

  it('is made of stories alone', async () => {
    expect(await refusal(save(paper, { path: 'index.html' }))).toBe('bad_path');
    expect(await refusal(save(paper, { path: 'ru/2026/11/23/no.html' }))).toBe('missing');
  });
});

describe('checking a saved story', () => {
  it('calls it authentic, and says what it is', async () => {
    expect(await check(story.bytes)).toMatchObject({
      verdict: 'authentic',
      reason: null,
      path: STORY,
      headline: 'Паромы "вышли" & вернулись',
      address: `https://strait.example/${encodedPath(STORY)}`,
      edition: 1,
      published: '2026-11-23T18:00:00Z',
      pictures: 2,
      sample: false,
      found: paper.fingerprint,
    });
  });

  it('needs an anchor, and the right one', async () => {
    expect(await check(story.bytes, { anchor: null })).toMatchObject({
      verdict: 'unknown',
      reason: 'no_anchor',
    });
    const other = await makePaper({ files: storyFiles(), at: AT, seed: 'clone' });
    const clone = await save(other);
    expect(await check(clone.bytes)).toMatchObject({ verdict: 'unknown', reason: 'other_keys' });
    const root = paper.roots[0] ?? new Uint8Array(0);
    expect(await check(clone.bytes, { anchor: { root } })).toMatchObject({
      verdict: 'unknown',
      reason: 'other_keys',
    });
    expect(await check(story.bytes, { anchor: { root } })).toMatchObject({ verdict: 'authentic' });
  });

  it('knows nothing of other files', async () => {
    for (const bytes of [new Uint8Array(0), new TextEncoder().encode(storyHtml()), noise(10_000, 9)]) {
      expect(await check(bytes)).toMatchObject({ verdict: 'unknown', reason: 'no_proof' });
    }
  });

  it('says that it is past its date, and marks samples', async () => {
    const late = await check(story.bytes, { now: AT + 40 * 24 * HOUR });
    expect(late).toMatchObject({ verdict: 'expired', confirmed: '2026-11-23T18:00:00Z' });
    expect(late.expired).toContain('timestamp');
    const sample = await makePaper({ files: storyFiles(), at: AT, sample: true });
    const saved = await save(sample);
    const report = await check(saved.bytes, { anchor: { fingerprint: sample.fingerprint } });
    expect(report).toMatchObject({ verdict: 'authentic', sample: true });
  });

  it('compares it with what is known since', async () => {
    const known = { number: 4 };
    expect(await check(story.bytes, { known })).toMatchObject({ verdict: 'old', behind: 3, since: null });
    const { entry } = story;
    const since = (now: typeof entry | null) => check(story.bytes, { known: { number: 4, entry: now } });
    expect(await since(entry)).toMatchObject({ verdict: 'authentic', since: 'same', behind: 3 });
    expect(await since({ ...entry, raw: '0'.repeat(64) })).toMatchObject({
      verdict: 'old',
      since: 'changed',
    });
    expect(await since({ ...entry, status: 410 })).toMatchObject({ verdict: 'old', since: 'withdrawn' });
    expect(await since(null)).toMatchObject({ verdict: 'old', since: 'gone' });
  });

  it('shows where a reader is shown something else', async () => {
    const forged = new TextEncoder().encode(text.replace('из гавани', 'из порта'));
    const report = await check(forged);
    expect(report).toMatchObject({ verdict: 'altered', reason: 'content', path: STORY });
    expect(report.difference?.genuine).toContain('из гавани');
    expect(report.difference?.found).toContain('из порта');
  });

  it('follows keys that changed, before the story was saved and after', async () => {
    const turned = await makePaper({ files: storyFiles(), at: AT, seed: 'turned' });
    const [first] = [{ fingerprint: turned.fingerprint }];
    const early = await save(turned);
    await turned.rotate('timestamp', AT + HOUR);
    await turned.publish({ put: [{ path: 'x.html', text: 'x' }] }, AT + HOUR);
    const late = await save(turned, { at: AT + 2 * HOUR });
    const newest = { root: turned.roots.at(-1) ?? new Uint8Array(0) };
    const now = AT + 2 * HOUR;
    expect(turned.roots.length).toBe(2);
    expect((await checkStory(late.bytes, { anchor: first, now })).verdict).toBe('authentic');
    expect((await checkStory(late.bytes, { anchor: newest, now })).verdict).toBe('authentic');
    expect((await checkStory(early.bytes, { anchor: first, now })).verdict).toBe('authentic');
    // Who holds the new root does not believe a key that was taken back.
    expect(await checkStory(early.bytes, { anchor: newest, now })).toMatchObject({
      verdict: 'unknown',
      reason: 'other_keys',
    });
  });
});

describe('attacks on a saved story', () => {
  it('refuses every change of a single byte', { timeout: 180_000 }, async () => {
    const small = await makePaper({ files: smallStory(), at: AT, seed: 'small' });
    const { bytes } = await save(small);
    const options = { anchor: { fingerprint: small.fingerprint }, now: AT + HOUR };
    expect(await checkStory(bytes, options)).toMatchObject({ verdict: 'authentic', pictures: 1 });
    const passed: number[] = [];
    const attack = async (at: number): Promise<void> => {
      const forged = bytes.slice();
      // Each byte once, the bit that is turned going round.
      forged[at] = (forged[at] ?? 0) ^ (1 << (at % 8));
      const { verdict } = await checkStory(forged, options);
      if (verdict !== 'altered' && verdict !== 'unknown') passed.push(at);
    };
    for (let from = 0; from < bytes.length; from += 64) {
      await Promise.all(
        Array.from({ length: Math.min(64, bytes.length - from) }, (_, at) => attack(from + at)),
      );
    }
    expect(passed).toEqual([]);
  });

  it('refuses what is cut off, added or doubled', async () => {
    const { bytes } = story;
    const of = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(parts.flatMap((part) => [...part]));
    const space = new TextEncoder().encode(' ');
    for (const forged of [
      bytes.subarray(0, -1),
      bytes.subarray(1),
      of(bytes, space),
      of(space, bytes),
      of(bytes, bytes),
    ]) {
      expect((await check(forged)).verdict).toMatch(/altered|unknown/);
    }
  });

  it.each([
    ['a script', (html: string) => html.replace('<main', '<script>alert(1)</script><main')],
    ['a green tick', (html: string) => html.replace('<main', '<p>✅ Genuine</p><main')],
    ['a looser policy', (html: string) => html.replace("default-src 'none'", 'default-src *')],
    ['a picture less', (html: string) => html.replace(/<picture><img src="data[^>]*><\/picture>/, '')],
    ['another address', (html: string) => html.replaceAll('strait.example', 'strait.clone')],
    ['a newer date', (html: string) => html.replaceAll('2026-11-23 18:00', '2026-11-24 18:00')],
  ])('refuses %s', async (_name, forge) => {
    const forged = forge(text);
    expect(forged).not.toBe(text);
    expect((await check(new TextEncoder().encode(forged))).verdict).toBe('altered');
  });

  it('refuses the proof of another story, of another edition, and pictures that changed places', async () => {
    const found = findBlock(story.bytes);
    if (found === null) throw new Error('The saved story holds no proof');
    const { block, at } = found;
    const shown = new TextDecoder().decode(story.bytes.subarray(0, at));
    const withBlock = (changed: Partial<typeof block>) =>
      check(new TextEncoder().encode(`${shown}${blockElement({ ...block, ...changed })}`));
    expect((await withBlock({})).verdict).toBe('authentic');
    expect((await withBlock({ path: 'ru/2026/11/23/other.html' })).verdict).toBe('altered');
    expect((await withBlock({ pictures: block.pictures.toReversed() })).verdict).toBe('altered');
    expect((await withBlock({ pictures: [] })).verdict).toBe('altered');
    expect((await withBlock({ note: block.page })).verdict).toBe('altered');
    expect((await withBlock({ parts: [...block.parts, noise(40, 7)] })).verdict).toBe('altered');
    expect((await withBlock({ parts: block.parts.toReversed() })).verdict).toBe('altered');
    expect((await withBlock({ roots: [] })).verdict).toMatch(/altered|unknown/);
    await paper.publish({ put: [{ path: 'y.html', text: 'y' }] }, AT + 60_000);
    const later = findBlock((await save(paper)).bytes)?.block;
    if (later === undefined) throw new Error('The saved story holds no proof');
    expect((await withBlock({ record: later.record })).verdict).toBe('altered');
    expect((await withBlock({ timestamp: later.timestamp, snapshot: later.snapshot })).verdict).toBe(
      'altered',
    );
  });

  it('refuses metadata that was written down otherwise, though its signatures hold', async () => {
    const found = findBlock(story.bytes);
    if (found === null) throw new Error('The saved story holds no proof');
    const { block, at } = found;
    const shown = new TextDecoder().decode(story.bytes.subarray(0, at));
    for (const role of ['targets', 'press', 'snapshot', 'timestamp'] as const) {
      const value: unknown = JSON.parse(new TextDecoder().decode(block[role]));
      const spaced = new TextEncoder().encode(JSON.stringify(value, null, 1));
      const forged = `${shown}${blockElement({ ...block, [role]: spaced })}`;
      expect((await check(new TextEncoder().encode(forged))).verdict).toBe('altered');
    }
  });

  it('never puts a story together from parts that somebody changed on the way', async () => {
    const files = paper.files();
    const root = paper.roots[0] ?? new Uint8Array(0);
    const codes = new Set<string>();
    for (const [path, bytes] of files) {
      if (!path.startsWith('edition/')) continue;
      const forged = bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte));
      const fetch = (name: string) => Promise.resolve(name === path ? forged : (files.get(name) ?? null));
      try {
        const saved = await saveStory({ path: STORY, anchor: { root }, fetch, now: () => AT + HOUR });
        expect((await check(saved.bytes)).verdict).toBe('authentic');
      } catch (error) {
        codes.add(error instanceof Error && 'code' in error ? String(error.code) : String(error));
      }
    }
    expect(
      [...codes].filter((code) => !/^(?:hash_mismatch|missing|malformed|unsigned|too_long)$/.test(code)),
    ).toEqual([]);
  });
});
