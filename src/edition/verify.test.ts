import { hash as digest } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { NAMED_ALTERATIONS } from './verify-bench.ts';
import { SeenHashes } from './verify-seen.ts';
import { TufError, verifyEdition, verifyFile } from '#edition';
import type { Anchor, VerifyReport } from '#edition';

import { makePaper } from './testing/paper.ts';
import type { Paper, PaperFile } from './testing/paper.ts';
import { sourceOf } from './testing/source.ts';

const AT = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const story = (at: number, text = 'Text'): PaperFile => ({
  path: `2026/11/23/story-${at}.html`,
  text: `${text} ${at}`,
});
const FILES: PaperFile[] = [
  ...Array.from({ length: 34 }, (_, at) => story(at)),
  { path: 'media/a/1.jpg', bytes: Uint8Array.of(1, 2, 3) },
  { path: 'media/a/2.jpg', bytes: Uint8Array.of(1, 2, 3) },
  { path: 'copy.html', text: 'Text 1' },
];

const sha256 = (bytes: Uint8Array): Uint8Array => digest('sha256', bytes, 'buffer');
const rootOf = (paper: Paper): Anchor => ({ root: paper.roots[0] ?? new Uint8Array(0) });

const verify = (
  files: ReadonlyMap<string, Uint8Array>,
  anchor: Anchor | null,
  more: Partial<Parameters<typeof verifyEdition>[0]> = {},
): Promise<VerifyReport> =>
  verifyEdition({ source: sourceOf(files), anchor, now: AT + HOUR, hash: sha256, ...more });

/** A paper with a past: new keys of all roles, pages that came, changed and went. */
async function paperWithPast(): Promise<Paper> {
  const paper = await makePaper({ files: FILES, at: AT, keep: 4 });
  let at = AT;
  for (const role of ['press', 'timestamp', 'root', 'log', 'targets', 'snapshot'] as const) {
    at += 60_000;
    await paper.rotate(role, at);
    await paper.publish(
      { put: [story(1, role)], remove: [`2026/11/23/story-${(at / 60_000) % 34}.html`] },
      at,
    );
    await paper.signAgain(at + 1_000);
  }
  await paper.publish({ put: [{ path: 'media/a/1.jpg', bytes: Uint8Array.of(4) }] }, at + 60_000);
  return paper;
}

describe('verify', () => {
  test('finds a whole edition authentic, by root and by fingerprint', async () => {
    const paper = await paperWithPast();
    const anchors = [...paper.roots.map((root) => ({ root })), { fingerprint: paper.fingerprint }];
    for (const anchor of anchors) {
      expect(await verify(paper.files(), anchor)).toMatchObject({
        verdict: 'authentic',
        edition: 8,
        published: paper.record.published,
        files: paper.record.files,
        altered: [],
        sample: false,
        expired: [],
        behind: null,
        notes: [],
      });
    }
  });

  test('believes no root that it finds beside the files', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    expect(await verify(paper.files(), null)).toMatchObject({
      verdict: 'unknown',
      edition: null,
      files: 0,
      found: paper.fingerprint,
      notes: ['no_anchor'],
    });
    const other = await makePaper({ files: FILES, at: AT, seed: 'other' });
    for (const anchor of [rootOf(other), { fingerprint: other.fingerprint }]) {
      expect(await verify(paper.files(), anchor)).toMatchObject({
        verdict: 'unknown',
        found: paper.fingerprint,
        notes: ['other_keys'],
      });
    }
    const unsigned = new Map([...paper.files()].filter(([path]) => !path.startsWith('edition/')));
    expect(await verify(unsigned, rootOf(paper))).toMatchObject({
      verdict: 'unknown',
      notes: ['nothing_signed'],
    });
  });

  test('tells old from expired from authentic', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const of = async (more: Partial<Parameters<typeof verifyEdition>[0]>) => {
      const { verdict, behind, expired } = await verify(paper.files(), rootOf(paper), more);
      return { verdict, behind, expired };
    };
    expect(await of({ known: { number: 1 } })).toEqual({ verdict: 'authentic', behind: 0, expired: [] });
    expect(await of({ known: { number: 4 } })).toEqual({ verdict: 'old', behind: 3, expired: [] });
    const late = { now: AT + 4 * DAY };
    expect(await of(late)).toEqual({ verdict: 'expired', behind: null, expired: ['timestamp'] });
    expect(await of({ ...late, known: { number: 2 } })).toMatchObject({ verdict: 'old', behind: 1 });
  });

  test('an old copy is old when newer keys are known, and unknown when those that signed it were taken back', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const [files, anchor] = [paper.files(), rootOf(paper)];
    const knownNow = () => ({
      roots: paper.roots,
      targets: paper.anchors.targets,
      number: paper.record.number,
    });
    await paper.rotate('root', AT + 60_000);
    await paper.rotate('log', AT + 60_000);
    await paper.renew('targets', AT + 60_000);
    expect(await verify(files, anchor, { known: knownNow() })).toMatchObject({
      verdict: 'old',
      edition: 1,
      altered: [],
      notes: ['keys_outdated'],
    });
    for (const role of ['press', 'timestamp', 'snapshot', 'targets'] as const) {
      const other = await makePaper({ files: FILES, at: AT });
      const copy = other.files();
      await other.rotate(role, AT + 60_000);
      await other.publish({ put: [story(1, 'New')] }, AT + 60_000);
      const known = { roots: other.roots, targets: other.anchors.targets, number: 2 };
      expect(await verify(copy, anchor, { known }), role).toMatchObject({
        verdict: 'unknown',
        edition: null,
        behind: null,
        altered: [],
        notes: ['keys_replaced'],
      });
      const [entry] = FILES;
      const bytes = copy.get(entry?.path ?? '') ?? new Uint8Array(0);
      const file = { size: bytes.length, sha256: digest('sha256', bytes) };
      const looked = { file, source: sourceOf(copy), anchor, now: AT + HOUR, known };
      expect(await verifyFile(looked), role).toMatchObject({ verdict: 'unknown', notes: ['keys_replaced'] });
      // The newest copy is as good as ever; what is changed in an old one is still named.
      expect(await verify(other.files(), anchor, { known }), role).toMatchObject({ verdict: 'authentic' });
      copy.set('copy.html', Uint8Array.of(1));
      expect(await verify(copy, anchor, { known })).toMatchObject({ verdict: 'altered', alterations: 1 });
    }
  });

  test('against a root later than all that lie there, a copy is old where that root’s keys signed it, else unknown', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const files = paper.files();
    // Keys of other roles change; those of the root sign on.
    await paper.rotate('log', AT + 60_000);
    await paper.rotate('log', AT + 120_000);
    for (const root of paper.roots.slice(1)) {
      expect(await verify(files, { root })).toMatchObject({
        verdict: 'old',
        edition: 1,
        files: paper.record.files,
        altered: [],
        notes: ['keys_outdated'],
      });
    }
    const taken = await makePaper({ files: FILES, at: AT });
    const before = taken.files();
    await taken.rotate('timestamp', AT + 60_000);
    expect(await verify(before, { root: taken.roots[1] ?? new Uint8Array(0) })).toMatchObject({
      verdict: 'unknown',
      notes: ['keys_replaced'],
    });
    const renewed = await makePaper({ files: FILES, at: AT });
    const old = renewed.files();
    await renewed.rotate('root', AT + 60_000);
    expect(await verify(old, { root: renewed.roots[1] ?? new Uint8Array(0) })).toMatchObject({
      verdict: 'unknown',
      altered: [],
      notes: ['earlier_keys'],
    });
  });

  test('a forged root before the anchor that names its keys beside others is not believed', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const forger = await makePaper({ files: FILES, at: AT, seed: 'forger' });
    await paper.rotate('log', AT + 60_000);
    const anchor = { root: paper.roots[1] ?? new Uint8Array(0) };
    expect(await verify(forger.files(), anchor)).toMatchObject({
      verdict: 'unknown',
      notes: ['earlier_keys'],
    });
  });

  test('a host’s own page for what is missing is no root', async () => {
    const paper = await paperWithPast();
    const files = paper.files();
    const whole = sourceOf(files);
    for (const text of ['<!doctype html><title>Not here</title>', '{"error":"not found"}', '']) {
      const source = {
        read: async (path: string, limit: number) =>
          (await whole.read(path, limit)) ?? (path === 'index.html' ? null : new TextEncoder().encode(text)),
      };
      expect(await verify(files, rootOf(paper), { source })).toMatchObject({
        verdict: 'authentic',
        altered: [],
        notes: ['not_listed'],
      });
    }
    // In a folder it is a file that nobody signed.
    files.set('edition/tuf/99.root.json', new TextEncoder().encode('<!doctype html>'));
    expect(await verify(files, rootOf(paper))).toMatchObject({ verdict: 'altered' });
  });

  test('a root that a taken-back key forged beside the known ones is not believed', async () => {
    const [paper, forger] = [
      await makePaper({ files: FILES, at: AT }),
      await makePaper({ files: FILES, at: AT }),
    ];
    await paper.rotate('root', AT + 60_000);
    await forger.rotate('timestamp', AT + 60_000);
    await forger.publish({ put: [story(1, 'Forged')] }, AT + 60_000);
    const files = forger.files();
    expect(await verify(files, rootOf(paper))).toMatchObject({ verdict: 'authentic' });
    expect(await verify(files, rootOf(paper), { known: { roots: paper.roots } })).toMatchObject({
      verdict: 'unknown',
      notes: ['keys_replaced'],
    });
  });

  test('a file of an older edition than the one known is old', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const bytes = paper.files().get('copy.html') ?? new Uint8Array(0);
    const file = { size: bytes.length, sha256: digest('sha256', bytes) };
    const looked = { file, source: sourceOf(paper.files()), anchor: rootOf(paper), now: AT + HOUR };
    expect(await verifyFile(looked)).toMatchObject({ verdict: 'authentic', behind: null });
    expect(await verifyFile({ ...looked, known: { number: 3 } })).toMatchObject({
      verdict: 'old',
      behind: 2,
    });
  });

  test('names what cannot be read, and goes on', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const files = paper.files();
    const whole = sourceOf(files);
    const source = {
      read: (path: string, limit: number) =>
        path === 'copy.html'
          ? Promise.reject(new TufError('unreadable', 'It is another user’s'))
          : whole.read(path, limit),
      list: () => [...files.keys(), 'locked/'],
    };
    const report = await verifyEdition({ source, anchor: rootOf(paper), now: AT + HOUR });
    expect(report).toMatchObject({ verdict: 'altered', files: FILES.length });
    expect(report.altered).toEqual([
      { path: 'copy.html', reason: 'unproven' },
      { path: 'locked/', reason: 'unproven' },
    ]);
  });

  test('marks a sample, which only its own anchor makes authentic', async () => {
    const paper = await makePaper({ files: FILES, at: AT, sample: true });
    expect(await verify(paper.files(), rootOf(paper))).toMatchObject({ sample: true, notes: ['sample'] });
    expect(await verify(paper.files(), null)).toMatchObject({ verdict: 'unknown' });
  });

  test('names each file that was removed, lengthened, cut short or swapped', async () => {
    const paper = await paperWithPast();
    const files = paper.files();
    const needed = await neededBy(paper);
    // Those on whose word everything after them depends are named alone.
    const leading = /^edition\/(log\/|tuf\/\d+\.root)/;
    const paths = [...files.keys()];
    const refuse = async (path: string, at: number): Promise<void> => {
      const bytes = files.get(path) ?? new Uint8Array(0);
      const other = paths[(at + 1) % paths.length] ?? '';
      const alterations: [string, Uint8Array | null][] = [
        at % 2 === 0 ? ['lengthened', Uint8Array.of(...bytes, 0)] : ['cut short', bytes.subarray(0, -1)],
        ['swapped', files.get(other) ?? null],
        ...(needed.has(path) ? [['removed', null] as [string, null]] : []),
      ];
      for (const [how, altered] of alterations) {
        if (altered !== null && Buffer.from(altered).equals(bytes)) continue;
        const copy = new Map(files);
        if (altered === null) copy.delete(path);
        else copy.set(path, altered);
        const report = await verify(copy, rootOf(paper));
        expect(report.verdict, `${path} ${how}`).toBe('altered');
        if (leading.test(path)) continue;
        const named = report.altered.map((one) => one.path);
        expect(named, `${path} ${how}`).toContain(path);
      }
    };
    // Hashes and signatures are made in threads: several at a time keep them from waiting for each other's turn.
    for (let from = 0; from < paths.length; from += 16)
      await Promise.all(paths.slice(from, from + 16).map((path, at) => refuse(path, from + at)));
  }, 120_000);

  test('names files that nobody signed', async () => {
    const paper = await paperWithPast();
    const bytes = new TextEncoder().encode('<h1>Not ours</h1>');
    const hash = digest('sha256', bytes);
    const added = [
      'extra.html',
      '2026/11/23/story-1.html.bak',
      'INDEX.html',
      `edition/o/${hash.slice(0, 2)}/${hash}`,
      'edition/n/ff/ff.node',
      'edition/u/ff/ff/ffffffffffffffff.unit',
      'edition/log/change/99',
      'edition/log/tile/0/000.p/9',
      'edition/log/tile/0/000.p/7',
      'edition/tuf/99.root.json',
      'edition/tuf/1.evil.json',
      `edition/tuf/targets/${hash}.edition.json`,
      'edition/whatever',
      '.longwave-evil.html',
      '.longwave-export.html',
      '.longwave-export/index.html',
      '.longwave/forged/index.html',
    ];
    for (const path of added) {
      const report = await verify(new Map([...paper.files(), [path, bytes]]), rootOf(paper));
      expect(report, path).toMatchObject({ verdict: 'altered', alterations: 1 });
      expect(report.altered[0]?.path).toBe(path);
    }
    const noted = new Map([...paper.files(), ['.longwave-export', bytes] as const]);
    expect(await verify(noted, rootOf(paper))).toMatchObject({ verdict: 'authentic' });
  });

  test('knows parts of earlier editions, and tiles of a shorter log, for what they are', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const files = new Map<string, Uint8Array>();
    for (let count = 1; count < 12; count++) {
      for (const [path, bytes] of paper.files()) {
        if (/^edition\/(o|log\/tile)\//.test(path)) files.set(path, bytes);
      }
      await paper.publish({ put: [story(count, 'New'), story(count + 100)] }, AT + count * 60_000);
    }
    for (const [path, bytes] of paper.files()) files.set(path, bytes);
    expect(files.size).toBeGreaterThan(paper.files().size);
    expect(await verify(files, rootOf(paper))).toMatchObject({ verdict: 'authentic', altered: [] });
  });

  test('compares some pages alone where that is asked', async () => {
    const paper = await paperWithPast();
    const files = paper.files();
    const part = { paths: ['2026/11/23/story-1.html', 'copy.html'] };
    expect(await verify(files, rootOf(paper), { part })).toMatchObject({
      verdict: 'authentic',
      files: 2,
      notes: ['part_only'],
    });
    files.set('copy.html', Uint8Array.of(1));
    files.set('none.html', Uint8Array.of(1));
    const some = { paths: ['copy.html', 'none.html', 'nowhere.html', '../x'] };
    const { altered } = await verify(files, rootOf(paper), { part: some });
    expect(altered.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'copy.html', reason: 'changed' },
      { path: 'none.html', reason: 'extra' },
    ]);
    // A page that no edition has is not authentic, nor is a check that compared nothing.
    for (const paths of [['nowhere.html'], ['../x'], ['edition/bundle'], ['copy.html', 'nowhere.html']]) {
      const none = await verify(paper.files(), rootOf(paper), { part: { paths } });
      expect(none).toMatchObject({ verdict: 'unknown', notes: ['part_only', 'no_such_file'], altered: [] });
    }
    expect(await verify(paper.files(), rootOf(paper), { part: { paths: [] } })).toMatchObject({
      verdict: 'unknown',
      files: 0,
      notes: ['part_only', 'nothing_compared'],
    });
    let seed = 1;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const sample = await verify(paper.files(), rootOf(paper), { part: { units: 20, random } });
    expect(sample).toMatchObject({ verdict: 'authentic', notes: ['part_only'] });
    expect(sample.files).toBeGreaterThanOrEqual(20);
  });

  test('tells how far it is, and stops when it is told to', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const told: number[] = [];
    const progress = (done: number, total: number): void => {
      expect(total).toBe(37);
      told.push(done);
    };
    await verify(paper.files(), rootOf(paper), { progress });
    expect(told.at(-1)).toBe(37);
    const controller = new AbortController();
    const stop = (): void => controller.abort(new Error('Enough'));
    const stopped = verify(paper.files(), rootOf(paper), { progress: stop, signal: controller.signal });
    await expect(stopped).rejects.toThrow('Enough');
  });

  test('names ten thousand alterations and counts the rest', async () => {
    const paper = await makePaper({ files: FILES, at: AT });
    const files = paper.files();
    for (let at = 0; at < NAMED_ALTERATIONS + 5; at++) files.set(`more/${at}.html`, Uint8Array.of(1));
    const report = await verify(files, rootOf(paper));
    expect([report.altered.length, report.alterations]).toEqual([NAMED_ALTERATIONS, NAMED_ALTERATIONS + 5]);
  });
});

test('hashes are remembered, each once, among many', () => {
  const seen = new SeenHashes();
  const hashOf = (at: number): Uint8Array => sha256(Uint8Array.of(at, at >> 8));
  for (let at = 0; at < 5_000; at++) expect(seen.add(hashOf(at))).toBe(true);
  for (let at = 0; at < 5_000; at++)
    expect([seen.add(hashOf(at)), seen.has(hashOf(at))]).toEqual([false, true]);
  expect([seen.size, seen.has(hashOf(5_000)), seen.has(new Uint8Array(32))]).toEqual([5_000, false, false]);
  expect([seen.add(new Uint8Array(32)), seen.has(new Uint8Array(32))]).toEqual([true, true]);
});

/** The files that whoever verifies the present edition has to read: none of them may be missing. */
async function neededBy(paper: Paper): Promise<Set<string>> {
  const source = sourceOf(paper.files());
  const needed = new Set<string>();
  const read: typeof source.read = async (path, limit) => {
    const bytes = await source.read(path, limit);
    if (bytes !== null) needed.add(path);
    return bytes;
  };
  const report = await verifyEdition({ source: { read }, anchor: rootOf(paper), now: AT + HOUR });
  expect(report).toMatchObject({ verdict: 'authentic', notes: ['not_listed'] });
  return needed;
}
