import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BUNDLE_PATH, metadataPath, nodePath, objectPath, TIMESTAMP_PATH, unitPath } from '#edition';
import { placeFor, usualDepth } from './follow-path.ts';
import { furtherRecords, makePaper } from './testing/paper.ts';
import type { PaperFile } from './testing/paper.ts';
import { refusal, TestReader } from './testing/reader.ts';

const AT = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const path = (at: number): string => `2026/11/23/story-${at}.html`;
const story = (at: number, text = 'Text'): PaperFile => ({ path: path(at), text: `${text} ${at}` });
const stories = Array.from({ length: 80 }, (_, at) => story(at));

describe('a reader', () => {
  test('follows a paper from its root or from its fingerprint', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    await paper.rotate('timestamp', AT + HOUR);
    await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
    const anchors = [
      { root: paper.roots[0] ?? new Uint8Array(0) },
      { root: paper.roots[1] ?? new Uint8Array(0) },
      { fingerprint: paper.fingerprint },
      { fingerprint: paper.fingerprint.toUpperCase() },
    ];
    for (const anchor of anchors) {
      const reader = new TestReader({ files: paper.files(), anchor, now: AT + 2 * HOUR });
      const update = await reader.follower.update();
      expect(update).toMatchObject({ fresh: true, expired: [], news: true, sample: false });
      expect(update.confirmedAt).toBe(AT + HOUR);
      expect(update.record).toEqual(paper.record);
      expect(await reader.text(path(1))).toBe('New 1');
      expect(await reader.text(path(99))).toBeNull();
    }
    const stranger = new TestReader({
      files: paper.files(),
      anchor: { fingerprint: '0'.repeat(64) },
      now: AT,
    });
    expect(await refusal(stranger.follower.update())).toBe('missing');
  });

  test('asks for the timestamp alone where nothing is new, else for the bundle', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const reader = TestReader.of(paper, AT + HOUR);
    await reader.follower.update();
    reader.take();
    expect(await reader.follower.update()).toMatchObject({ news: false, requests: 2 });
    expect(reader.take().paths).toEqual(['edition/tuf/2.root.json', TIMESTAMP_PATH]);
    await paper.signAgain(AT + 2 * HOUR);
    reader.files = paper.files();
    expect(await reader.follower.update()).toMatchObject({ news: false, confirmedAt: AT + 2 * HOUR });
    expect(reader.take().paths).toEqual(['edition/tuf/2.root.json', TIMESTAMP_PATH]);
    await paper.publish({ put: [story(1, 'New')] }, AT + 3 * HOUR);
    reader.files = paper.files();
    expect(await reader.follower.update()).toMatchObject({ news: true, requests: 3 });
    expect(reader.take().paths).toEqual(['edition/tuf/2.root.json', TIMESTAMP_PATH, BUNDLE_PATH]);
    await paper.publish({ put: [story(1, 'Newer')] }, AT + 4 * HOUR);
    reader.files = paper.files();
    expect(await reader.follower.update('bundle')).toMatchObject({ news: true, requests: 2 });
    expect(await reader.text(path(1))).toBe('Newer 1');
  });

  test('does without a bundle that is missing, broken, of another paper or older than what is known', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const old = paper.files().get(BUNDLE_PATH) ?? new Uint8Array(0);
    const other = await makePaper({ files: stories, at: AT, seed: 'other' });
    await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
    const bad = [
      undefined,
      Uint8Array.of(1, 2, 3),
      other.files().get(BUNDLE_PATH),
      gzipSync(new Uint8Array(2_000_000)),
      new Uint8Array(1_000_000),
    ];
    for (const bundle of bad) {
      for (const first of ['time', 'bundle'] as const) {
        const reader = TestReader.of(paper, AT + 2 * HOUR);
        if (bundle === undefined) reader.files.delete(BUNDLE_PATH);
        else reader.files.set(BUNDLE_PATH, bundle);
        expect((await reader.follower.update(first)).record).toEqual(paper.record);
      }
    }
    const returning = TestReader.of(paper, AT + 2 * HOUR);
    await returning.follower.update();
    returning.files.set(BUNDLE_PATH, old);
    expect((await returning.follower.update('bundle')).record).toEqual(paper.record);
  });

  test('expiry never blanks the paper, and says since when nothing newer is known', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const reader = TestReader.of(paper, AT + HOUR);
    await reader.follower.update();
    reader.now = AT + 4 * DAY;
    expect(await reader.follower.update()).toMatchObject({
      fresh: false,
      expired: ['timestamp'],
      confirmedAt: AT,
    });
    reader.now = AT + 900 * DAY;
    const update = await reader.follower.update();
    expect(update.expired).toEqual(['root', 'timestamp', 'snapshot', 'targets', 'press']);
    expect(await reader.text(path(3))).toBe('Text 3');
  });

  test('recalls the paper without a network, even under a root that came since', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const reader = TestReader.of(paper, AT + HOUR);
    expect(await reader.follower.recall()).toBeNull();
    await reader.follower.update();
    await paper.rotate('snapshot', AT + HOUR);
    await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
    // The root is there already, nothing else: a push that was cut off at the worst place.
    reader.files.set('edition/tuf/2.root.json', paper.files().get('edition/tuf/2.root.json') ?? old());
    expect(await refusal(reader.follower.update())).toBe('unsigned');
    const again = new TestReader({
      files: new Map(),
      anchor: { root: paper.roots[0] ?? old() },
      now: AT + 2 * HOUR,
      memory: reader.memory,
    });
    expect(await again.follower.recall()).toMatchObject({ record: { number: 1 }, fresh: true });
    expect(again.take().paths).toEqual([]);
    reader.memory.items.set('shown', Uint8Array.of(1));
    expect(await again.follower.recall()).toBeNull();
    again.files = paper.files();
    expect((await again.follower.update()).record.number).toBe(2);
  });

  test('a second page costs only what is new', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const reader = TestReader.of(paper, AT + HOUR);
    await reader.follower.update();
    reader.take();
    await reader.text(path(1));
    expect(reader.take().found.length).toBe(4);
    await reader.text(path(1));
    expect(reader.take().paths.map((one) => one.slice(0, 10))).toEqual(['edition/o/']);
    await reader.text(path(2));
    expect(reader.take().paths).not.toContain('edition/n/root.node');
  });

  test('visits a page in one round trip where it knows the paper', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const reader = TestReader.of(paper, AT + HOUR);
    await reader.follower.update();
    await paper.publish({ put: [story(7, 'New')] }, AT + HOUR);
    reader.files = paper.files();
    reader.take();
    const paths = await visitPaths(path(7), 1);
    answerTogether(reader, paths);
    const { update, file } = await reader.follower.visit(path(7));
    expect(update.record.number).toBe(2);
    expect(new TextDecoder().decode(file?.bytes)).toBe('New 7');
    expect(reader.take().paths.sort()).toEqual(paths.sort());
  });

  test('tells pages that are gone and pages that send on', async () => {
    const files: PaperFile[] = [
      ...stories,
      { path: 'old.html', text: 'See there', redirect: path(1) },
      { path: 'gone.html', text: 'Withdrawn', status: 410 },
    ];
    const paper = await makePaper({ files, at: AT });
    const reader = TestReader.of(paper, AT + HOUR);
    await reader.follower.update();
    expect(await reader.follower.open('old.html')).toMatchObject({ status: 301, redirect: path(1) });
    expect(await reader.follower.open('gone.html')).toMatchObject({ status: 410, redirect: null });
    expect(await reader.follower.open(path(1))).toMatchObject({ status: 200, redirect: null });
  });

  test('reads one whole edition at any moment of a push', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const before = paper.files();
    const put = [story(1, 'New'), story(200), story(201)];
    await paper.publish({ put, remove: [path(2)] }, AT + HOUR);
    const after = paper.files();
    const now = new Map(before);
    const memory = TestReader.of(paper, AT + HOUR);
    memory.files = before;
    await memory.follower.update();
    for (const [name, bytes] of [['', new Uint8Array(0)] as const, ...after]) {
      if (name !== '') {
        const same = now.get(name);
        now.set(name, bytes);
        if (same !== undefined && Buffer.from(same).equals(bytes)) continue;
      }
      const reader = new TestReader({
        files: new Map(now),
        anchor: { root: paper.roots[0] ?? old() },
        now: AT + 2 * HOUR,
      });
      for (const [key, value] of memory.memory.items) reader.memory.items.set(key, value);
      const { record } = await reader.follower.update('bundle');
      const text = record.number === 1 ? 'Text 1' : 'New 1';
      expect(await reader.text(path(1)), name).toBe(text);
      expect(await reader.text(path(2)), name).toBe(record.number === 1 ? 'Text 2' : null);
      expect(await reader.text(path(200)), name).toBe(record.number === 1 ? null : 'Text 200');
    }
  });

  test('finds parts by their hash where another edition stands at their address', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const before = paper.files();
    await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
    const reader = TestReader.of(paper, AT + HOUR);
    const place = await placeFor(path(1));
    for (const depth of [0, 1]) {
      const node = nodePath(place, depth);
      const stale = before.get(node);
      if (stale !== undefined) reader.files.set(node, stale);
    }
    await reader.follower.update();
    expect(await reader.text(path(1))).toBe('New 1');
    expect(reader.take().paths).toContain(objectPath(paper.record.tree));
  });
});

describe('what following costs at a million stories', () => {
  test('≤ 400 B where nothing is new; ≤ 4 KB and one round trip for a new edition and a new story', async () => {
    const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
    const put = (at: number): PaperFile[] => [
      { path: `2026/11/23/a-story-of-usual-length-${at}.html`, text: `<p>${at}</p>`.repeat(400) },
      { path: `text/2026/11/23/a-story-of-usual-length-${at}.html`, text: `<p>${at}</p>`.repeat(300) },
    ];
    const paper = await makePaper({ files: put(1), at: AT, further: furtherRecords(1_000_000), sha256 });
    const reader = TestReader.of(paper, AT + HOUR);
    await reader.follower.update();
    await paper.signAgain(AT + 2 * HOUR);
    await paper.publish({ put: put(2) }, AT + 3 * HOUR);
    const packedLength = ([name, length]: [string, number]): number => {
      const bytes = reader.files.get(name);
      return bytes === undefined ? length : Math.min(length, gzipSync(bytes, { level: 9 }).length);
    };
    reader.take();
    await reader.follower.update();
    const nothing = reader.take().found.reduce((sum, one) => sum + packedLength(one), 0);
    reader.files = paper.files();
    const page = '2026/11/23/a-story-of-usual-length-2.html';
    answerTogether(reader, await visitPaths(page, 5));
    const { update, file } = await reader.follower.visit(page);
    expect(file?.entry.path).toBe(page);
    const asked = reader.take();
    // The last node is asked for in vain where the leaf stands a level higher.
    expect(asked.paths.length).toBe(10);
    const found = asked.found.filter(([name]) => name.startsWith('edition/'));
    const news = found.reduce((sum, one) => sum + packedLength(one), 0);
    expect(update.record).toMatchObject({ number: 2, units: 1_000_002 });
    expect(nothing).toBeLessThanOrEqual(400);
    expect(news).toBeLessThanOrEqual(4_096);
  });

  test('the depth of a leaf is guessed right nearly always', () => {
    expect([0, 1, 12, 13, 192, 193, 700_000, 1_000_000].map(usualDepth)).toEqual([0, 0, 0, 1, 1, 2, 4, 5]);
  });
});

const old = (): Uint8Array => new Uint8Array(0);

/**
 * Answers nothing until all of some paths were asked: they are one round trip then, or the reader waits for ever.
 */
function answerTogether(reader: TestReader, paths: readonly string[]): void {
  const { answer } = reader;
  const missing = new Set(paths);
  const all = Promise.withResolvers<void>();
  reader.answer = async (name, limit) => {
    missing.delete(name);
    if (missing.size === 0) all.resolve();
    await all.promise;
    return answer(name, limit);
  };
}

/** Everything that a visit of a reader who knows the paper may have to ask for. */
async function visitPaths(page: string, depth: number): Promise<string[]> {
  const place = await placeFor(page);
  const nodes = Array.from({ length: depth + 1 }, (_, at) => nodePath(place, at));
  return [...nodes, unitPath(place), page, BUNDLE_PATH, metadataPath('root', 2)];
}
