import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EditionFolder, FolderState } from '#depot';
import { objectPath } from '#edition';
import { binary, FIRST, openPaper, text } from './testing/paper.ts';
import type { Change, Paper } from './testing/paper.ts';

/* A plan that is worked out from the difference of two editions, against the one that walks through everything. */

const base = mkdtempSync(join(tmpdir(), 'longwave-plan-'));
let folders = 0;
afterAll(() => rmSync(base, { recursive: true, force: true }));

const freshPaper = async (): Promise<Paper> => {
  const paper = await openPaper(join(base, String((folders += 1))));
  await paper.publish(FIRST);
  return paper;
};

type Files = Map<string, string>;
const hashesOf = (folder: EditionFolder): Files =>
  new Map(folder.files.map(({ path, hash }) => [path, hash]));
const sorted = (files: Iterable<readonly [string, string]>): [string, string][] =>
  [...files].map(([path, hash]): [string, string] => [path, hash]).sort(([a], [b]) => (a < b ? -1 : 1));

/** A folder and what is known of it. */
type Place = { files: Files; state: FolderState };

const whole = (paper: Paper): Promise<Place> =>
  paper.depot.withFolder(async (folder) => {
    const state = folder.state();
    if (state === null) throw new Error('The edition is not signed');
    return { files: hashesOf(folder), state };
  });

/** What becomes of a folder by the difference alone; null where there is none. */
const follow = (paper: Paper, { files, state }: Place): Promise<Place | null> =>
  paper.depot.withFolder(async (folder) => {
    const delta = folder.since(state);
    if (delta === null) return null;
    const next = new Map(files);
    for (const [path, known] of delta.before) if (known !== null) expect(next.get(path)).toBe(known.hash);
    for (const path of delta.gone) expect(next.delete(path)).toBe(true);
    for (const { path, hash } of delta.files) next.set(path, hash);
    return { files: next, state: delta.state };
  });

/** Changes that follow from a number alone, of every sort but a withdrawal. */
function changeOf(nth: number): Change {
  const one = (nth * 7) % 40;
  const page = text(
    `2026/11/23/story-${one}.html`,
    nth % 6 === 5 ? `story ${one} first` : `story ${one} ${nth}`,
  );
  return {
    put: [
      page,
      text('index.html', `front ${nth}`),
      ...(nth % 3 === 0 ? [text(`2026/12/${nth}.html`, `new ${nth}`)] : []),
      // The same bytes at another path.
      ...(nth % 4 === 1 ? [text(`copies/${nth}.html`, `story ${one} ${nth}`)] : []),
      ...(nth % 5 === 2 ? [binary('icon.png', `icon ${nth}`)] : []),
    ],
  };
}

describe('a plan by difference', () => {
  test('leads to the very files of the whole plan, edition after edition', async () => {
    const paper = await freshPaper();
    let place = await whole(paper);
    let most = 0;
    for (let nth = 1; nth <= 24; nth++) {
      await paper.publish(changeOf(nth));
      const next = await follow(paper, place);
      if (next === null) throw new Error(`There is no plan to edition ${nth + 1}`);
      const all = await whole(paper);
      const left = [...next.files.keys()].filter((path) => !all.files.has(path));
      // Packed texts of editions that are forgotten stay, and nothing else does.
      const texts = new Set(next.state.texts.map(objectPath));
      expect(left.filter((path) => !texts.has(path))).toEqual([]);
      most = Math.max(most, left.length);
      expect(sorted([...next.files].filter(([path]) => all.files.has(path)))).toEqual(sorted(all.files));
      place = next;
    }
    expect(most).toBeGreaterThan(10);
    await paper.depot.close();
  });

  test('spans several editions at once, and none that are no longer kept', async () => {
    const paper = await freshPaper();
    const first = await whole(paper);
    for (let nth = 1; nth <= 7; nth++) await paper.publish(changeOf(nth));
    expect(sorted((await follow(paper, first))?.files ?? [])).toEqual(sorted((await whole(paper)).files));
    await paper.publish(changeOf(8));
    expect(await follow(paper, first)).toBeNull();
    await paper.depot.close();
  });

  test('is given up where something was withdrawn or taken away: then everything is looked at', async () => {
    const paper = await freshPaper();
    const first = await whole(paper);
    await paper.publish({ remove: ['2026/11/23/story-5.html'] });
    expect(await follow(paper, first)).toBeNull();
    const second = await whole(paper);
    await paper.publish({ put: [text('2026/11/23/story-3.html', 'withdrawn', { status: 410 })] });
    expect(await follow(paper, second)).toBeNull();
    await paper.depot.close();
  });

  test('touches as many files in a large edition as in a small one, but for the depth of the tree', async () => {
    const count = async (stories: number): Promise<number> => {
      const paper = await openPaper(join(base, String((folders += 1))));
      await paper.publish({
        put: Array.from({ length: stories }, (_, at) => text(`2026/11/23/s-${at}.html`, `story ${at}`)),
      });
      const { state } = await whole(paper);
      await paper.publish({ put: [text('2026/11/24/new.html', 'new')] });
      const files = await paper.depot.withFolder(async (folder) => folder.since(state)?.files.length ?? 0);
      await paper.depot.close();
      return files;
    };
    const [small, large] = [await count(30), await count(3000)];
    expect(small).toBeGreaterThan(10);
    expect(large).toBeLessThan(small + 8);
  });
});
