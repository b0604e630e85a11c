import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '#newsroom';
import { en } from './languages/en.ts';
import { fa } from './languages/fa.ts';
import { en as houseEn } from './languages/house/en.ts';
import { fa as houseFa } from './languages/house/fa.ts';
import { ru as houseRu } from './languages/house/ru.ts';
import { ru } from './languages/ru.ts';
import { apart } from './words.tsx';

const src = resolve(import.meta.dirname, '../..');
const LANGUAGES = [
  ['en', en, houseEn],
  ['ru', ru, houseRu],
  ['fa', fa, houseFa],
] as const;

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^app\//.test(name))
    .map((name) => readFileSync(join(src, folder, name), 'utf8'));

/** Codes with which the desk's rooms refuse something, as they stand in the source. */
function codesInSource(): string[] {
  const found = new Set<string>();
  const whole = [...sourcesIn('newsroom'), ...sourcesIn('desk')];
  const register = readFileSync(join(src, 'reach/mirrors.ts'), 'utf8');
  const made = /\b(?:reason|NewsroomError|ImportError|ReachError)\(\s*'([a-z_]+)'/g;
  for (const text of [...whole, register]) for (const [, code = ''] of text.matchAll(made)) found.add(code);
  for (const text of whole) {
    for (const [, code = ''] of text.matchAll(/\bDeskError\(\s*\d+,\s*'([a-z_]+)'/g)) found.add(code);
    for (const [, code = ''] of text.matchAll(/\bcode: '([a-z_]+)', message\b/g)) found.add(code);
    const [, union = ''] = /export type (?:UnpackCode|ImportErrorCode) =([^;]+);/.exec(text) ?? [];
    for (const [, code = ''] of union.matchAll(/'([a-z_]+)'/g)) found.add(code);
  }
  return [...found].sort();
}

/** Codes of what an import tells of items, as they stand in the source. */
function remarksInSource(): string[] {
  const made =
    /\bremark\(\s*'([a-z_]+)'|\bnote\(\s*run,\s*'([a-z_]+)'|\bwarn\(\s*(?:[^',]+,\s*)?'([a-z_]+)'/g;
  const sources = ['newsroom/import', 'body/reduce', 'body/markdown'].flatMap(sourcesIn);
  const found = sources.flatMap((text) =>
    [...text.matchAll(made)].map(([, told, noted, warned]) => told ?? noted ?? warned ?? ''),
  );
  return [...new Set(found)].sort();
}

describe.each(LANGUAGES)('in %s', (_, words, house) => {
  it('there are words for every reason that a room gives', () => {
    const codes = codesInSource();
    // Enough of them to see that they are found at all.
    expect(codes).toEqual(expect.arrayContaining(['headline', 'handed_over', 'broken_map', 'unpack_locked']));
    const lacking = codes.filter((code) => !Object.hasOwn(words.reasons, code));
    expect(lacking).toEqual([]);
    expect(Object.keys(house.settings.refused).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('there are words for whatever an import tells by a code, and for nothing else', () => {
    const codes = remarksInSource();
    expect(codes).toEqual(
      expect.arrayContaining(['left_out', 'not_public_there', 'shortcode_kept', 'link_dropped']),
    );
    expect(Object.keys(house.remarks).sort()).toEqual(codes);
    // One that were both would be said in the words of the remark.
    expect(codes.filter((code) => Object.hasOwn(words.reasons, code))).toEqual([]);
  });

  it('there are words for whatever can be wrong with a field', () => {
    expect(Object.keys(words.faults).sort()).toEqual([...FAULTS].sort());
  });
});

it('tells nothing of an item of an export of WordPress without a code', () => {
  const bare = sourcesIn('newsroom/import/wxr').flatMap(
    (text) => text.match(/remarks\.push\((?!remark\()[^)]*|reason: [`'][^,]*|fault \|\|= [`'][^;]*/g) ?? [],
  );
  expect(bare).toEqual(['remarks.push(commentsLeft(item.comments']);
});

it('tells nothing of a folder of Markdown, or of its sheets, without a code', () => {
  const told =
    /YamlFault\([^,]*, ['`][^)]*|#fault\([^;]*\], ['`][^)]*|reason: [`'][^,]*|(?:remarks|notes)\.push\(\s*[`'"][^)]*|return \[`[A-Z][^;]*|warn\([^,']*, [`][^)]*/g;
  const bare = ['newsroom/import/markdown', 'body/markdown']
    .flatMap(sourcesIn)
    .flatMap((text) => text.match(told) ?? []);
  expect(bare).toEqual([]);
});

describe.each([
  ['ru', ru, houseRu, /[а-яё]/i],
  ['fa', fa, houseFa, /[آ-ی]/],
] as const)('words in %s', (_, words, house, letters) => {
  it('are of that language', () => {
    const about = { id: '1', where: '2', language: '3', when: '4', count: 5 };
    const said = Object.values(words.reasons).map((one) => (typeof one === 'string' ? one : one(about)));
    const limits = Object.values(words.faults).map((one) => (typeof one === 'string' ? one : one('6')));
    const item = {
      name: '1',
      what: '2',
      names: '3',
      old: '4',
      day: '5',
      count: 6,
      figure: '7',
      line: '8',
      why: '9',
    };
    const told = Object.values(house.remarks).map((one) => (typeof one === 'string' ? one : one(item)));
    expect([...said, ...limits, ...told].filter((text) => !letters.test(text))).toEqual([]);
  });
});

it('what may run the other way is held apart from the sentence around it', () => {
  expect([apart('a.md', 'en'), apart('', 'fa')]).toEqual(['a.md', '']);
  expect([apart('a.md', 'fa'), apart('کتاب', 'ru')]).toEqual(['\u2068a.md\u2069', '\u2068کتاب\u2069']);
});
