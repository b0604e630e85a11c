import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folder as folderKind } from './destinations/folder.ts';
import type { Destination } from './destination.ts';
import { Manifest } from './manifest.ts';
import { pushEdition } from './push.ts';
import type { PushReport } from './push.ts';
import { binary, CHANGES, FIRST, openPaper, text } from './testing/paper.ts';
import type { Paper } from './testing/paper.ts';
import { watched } from './testing/watched.ts';
import type { Change } from './testing/watched.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-push-'));
let folders = 0;
const fresh = (): string => join(base, String((folders += 1)));
afterAll(() => rmSync(base, { recursive: true, force: true }));

type Place = { root: string; notes: string };

function newPlace(): Place {
  const root = fresh();
  mkdirSync(root, { recursive: true });
  return { root, notes: `${root}.notes` };
}

const openFolder = ({ root }: Place): Promise<Destination> =>
  folderKind.open({
    mirror: { id: 'm', target: root, options: {} },
    secrets: {},
    signal: new AbortController().signal,
  });

async function push(
  paper: Paper,
  place: Place,
  options: { before?: (change: Change) => Promise<void> | void; full?: boolean } = {},
): Promise<PushReport> {
  const destination = await openFolder(place);
  return paper.depot.withFolder((folder) =>
    pushEdition({
      folder,
      destination: watched(destination, options.before ?? (() => undefined)),
      manifest: new Manifest(place.notes),
      random: () => 0.5,
      at: 0,
      signal: new AbortController().signal,
      ...(options.full === true ? { full: true } : {}),
    }),
  );
}

const fetchFrom =
  (root: string) =>
  (path: string): Promise<Uint8Array | null> => {
    const file = join(root, decodeURIComponent(path));
    return Promise.resolve(existsSync(file) ? readFileSync(file) : null);
  };

const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(root.length + 1))
    .sort();

type Files = Map<string, string>;

/** What differs between two editions, and a few files that do not. */
function changed(old: Files, next: Files): string[] {
  const all = [...new Set([...old.keys(), ...next.keys()])];
  const differs = (path: string): boolean => old.get(path) !== next.get(path);
  return [...all.filter(differs), ...all.filter((path) => !differs(path)).slice(0, 3)];
}

const only = ({ number, files }: { number: number; files: Files }, paths: readonly string[]) => ({
  number,
  files: new Map(paths.flatMap((path) => (files.has(path) ? [[path, files.get(path) ?? ''] as const] : []))),
});

/** A paper of one edition, which is pushed. */
async function pushed(): Promise<{ paper: Paper; place: Place }> {
  const paper = await openPaper(join(fresh(), 'depot'));
  const place = newPlace();
  await paper.publish(FIRST);
  await push(paper, place);
  return { paper, place };
}

async function expectCurrent(paper: Paper, place: Place): Promise<void> {
  const files = paper.contents();
  const edition = paper.depot.head()?.edition;
  expect(await paper.reader(fetchFrom(place.root))(files.keys())).toEqual({ number: edition, files });
  const planned = await paper.depot.withFolder(async (folder) => folder.files.map(({ path }) => path));
  expect(filesIn(place.root)).toEqual([...planned, '.longwave-mirror'].sort());
}

describe('a push', () => {
  test('brings everything to a new place, and then only what differs', async () => {
    const { paper, place } = await pushed();
    await expectCurrent(paper, place);
    expect(await push(paper, place)).toMatchObject({ written: 0, deleted: 0 });

    await paper.publish({ put: [text('2026/11/24/new.html', 'new')] });
    const report = await push(paper, place);
    await expectCurrent(paper, place);
    expect(report.written).toBeLessThan(30);
    expect(report.unchanged).toBeGreaterThan(80);
    await paper.depot.close();
  });

  test.each(Object.entries(CHANGES))(
    '%s: whoever checks sees one whole edition at every write',
    async (_name, change) => {
      const { paper, place } = await pushed();
      const old = { number: 1, files: paper.contents() };
      const remembered = new Map<string, Uint8Array>();
      await paper.reader(fetchFrom(place.root), remembered)([]);
      await paper.publish(change);
      const next = { number: 2, files: paper.contents() };
      const paths = changed(old.files, next.files);
      const numbers = new Set<number>();
      let writes = 0;
      await push(paper, place, {
        async before() {
          writes += 1;
          const ask = fetchFrom(place.root);
          // One who looks for the first time, and one who has seen the old edition.
          for (const memory of [new Map<string, Uint8Array>(), new Map(remembered)]) {
            const found = await paper
              .reader(
                ask,
                memory,
              )(paths)
              .catch((error: unknown) => error);
            const inTheWay = change.remove?.includes('about') === true;
            if (!inTheWay) expect([only(old, paths), only(next, paths)]).toContainEqual(found);
            numbers.add((found as { number: number }).number);
          }
        },
      });
      await expectCurrent(paper, place);
      expect(writes).toBeGreaterThan(15);
      expect(numbers).toContain(1);
      await paper.depot.close();
    },
    60_000,
  );

  test(
    'that dies at any write goes on from there, and forgets what was withdrawn',
    { timeout: 120_000 },
    async () => {
      const { paper, place } = await pushed();
      const old = { number: 1, files: paper.contents() };
      await paper.publish({
        put: [text('2026/11/23/story-3.html', 'withdrawn', { status: 410 }), binary('icon.png', 'other')],
      });
      const next = { number: 2, files: paper.contents() };
      const paths = changed(old.files, next.files);
      let died = 0;
      for (let last = 1; ; last++) {
        const copy = newPlace();
        cpSync(place.root, copy.root, { recursive: true });
        cpSync(place.notes, copy.notes);
        let writes = 0;
        const ended = await push(paper, copy, {
          before: () => {
            if (++writes === last) throw new Error('died');
          },
        }).then(
          () => true,
          (error: unknown) => {
            expect((error as Error).message).toBe('died');
            return false;
          },
        );
        if (ended) break;
        died += 1;
        const found = await paper.reader(fetchFrom(copy.root))(paths);
        expect([only(old, paths), only(next, paths)]).toContainEqual(found);
        await push(paper, copy);
        await expectCurrent(paper, copy);
        rmSync(copy.root, { recursive: true });
      }
      expect(died).toBeGreaterThan(15);
      await paper.depot.close();
    },
  );

  test('after another newsroom’s machine pushed there, or with its notes lost, looks at everything', async () => {
    const { paper, place } = await pushed();
    rmSync(place.notes);
    const kept = join(place.root, '_headers');
    writeFileSync(kept, 'a person put this here');
    writeFileSync(join(place.root, 'edition', 'bundle'), 'cut');
    await paper.publish({ remove: ['2026/11/23/story-4.html'] });
    const report = await push(paper, place);
    expect(report.unchanged).toBeGreaterThan(80);
    expect(existsSync(join(place.root, '2026/11/23/story-4.html'))).toBe(false);
    expect(existsSync(kept)).toBe(true);
    rmSync(kept);
    await expectCurrent(paper, place);
    await paper.depot.close();
  });

  test('refuses a place that holds something else, or another paper', async () => {
    const { paper, place } = await pushed();
    const other = newPlace();
    writeFileSync(join(other.root, 'holiday.jpg'), 'mine');
    await expect(push(paper, other)).rejects.toMatchObject({ code: 'not_ours' });
    expect(filesIn(other.root)).toEqual(['holiday.jpg']);
    const second = await openPaper(join(fresh(), 'depot'), 'Another Paper');
    await second.publish(FIRST);
    await expect(push(second, { root: place.root, notes: `${fresh()}.notes` })).rejects.toMatchObject({
      code: 'not_ours',
    });
    await expectCurrent(paper, place);
    for (const { depot } of [paper, second]) await depot.close();
  });

  test('knows the mirror by the summary of its notes, and by all of them once they say more', async () => {
    const { paper, place } = await pushed();
    const notes = readFileSync(place.notes, 'utf8');
    // What no push reads cannot stop it: nothing of what it needs lies in there.
    writeFileSync(place.notes, 'x'.repeat(notes.length));
    await paper.publish({ put: [text('2026/11/24/new.html', 'new')] });
    expect((await push(paper, place)).written).toBeLessThan(30);
    await expectCurrent(paper, place);
    writeFileSync(place.notes, notes);
    await paper.publish({ put: [text('2026/11/24/newer.html', 'newer')] });
    expect((await push(paper, place)).unchanged).toBeGreaterThan(80);
    await expectCurrent(paper, place);
    await paper.depot.close();
  });

  test('goes on behind a note that was cut off', async () => {
    const { paper, place } = await pushed();
    appendFileSync(place.notes, '["2026/11');
    await paper.publish({ put: [text('2026/11/24/new.html', 'new')] });
    await push(paper, place);
    const lines = readFileSync(place.notes, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(100);
    expect(() => lines.forEach((line) => JSON.parse(line))).not.toThrow();
    await paper.depot.close();
  });

  test('with --full mends what was altered there since', async () => {
    const { paper, place } = await pushed();
    writeFileSync(join(place.root, '2026/11/23/story-5.html'), 'altered');
    rmSync(join(place.root, 'icon.png'));
    expect(await push(paper, place)).toMatchObject({ written: 0 });
    expect((await push(paper, place, { full: true })).written).toBe(2);
    await expectCurrent(paper, place);
    await paper.depot.close();
  });
});
