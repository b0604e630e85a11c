import { describe, expect, it } from 'vitest';
import { differences, isSame, merge, withAt } from './merge.ts';

type Thing = { names: Record<string, string>; menu: string[]; zone?: string | null };
const BASE: Thing = { names: { en: 'Shore', ru: 'Берег' }, menu: ['a', 'b'], zone: 'UTC' };

describe('what two people made of the same', () => {
  it('is both, where they changed different fields, however deep', () => {
    const mine = { ...BASE, names: { ...BASE.names, en: 'Far Shore' } };
    const theirs = { names: { en: 'Shore', ru: 'Дальний берег', fa: 'ساحل' }, menu: ['a'], zone: 'UTC' };
    const { mine: whole, base, clashes } = merge(BASE, mine, theirs);
    expect(whole).toEqual({
      names: { en: 'Far Shore', ru: 'Дальний берег', fa: 'ساحل' },
      menu: ['a'],
      zone: 'UTC',
    });
    expect([base, clashes]).toEqual([theirs, []]);
  });

  it('keeps mine where both changed one field, and says which', () => {
    const mine: Thing = { ...BASE, menu: ['b', 'a'], zone: null };
    const theirs: Thing = { names: { en: 'Shores', ru: 'Берег' }, menu: ['a'], zone: 'Europe/Vilnius' };
    const merged = merge(BASE, mine, theirs);
    expect(merged.mine).toEqual({ names: theirs.names, menu: ['b', 'a'], zone: null });
    expect(merged.clashes).toEqual([
      { path: ['menu'], mine: ['b', 'a'], theirs: ['a'] },
      { path: ['zone'], mine: null, theirs: 'Europe/Vilnius' },
    ]);
    // What does not clash is begun from theirs, so that it may be changed again.
    expect(merged.base).toEqual({ names: theirs.names, menu: ['a', 'b'], zone: 'UTC' });
    expect(merge(merged.base, merged.mine, theirs).clashes).toEqual(merged.clashes);
  });

  it('does not clash where both did the same, or took away the same', () => {
    const both: Thing = { names: { en: 'Shore' }, menu: ['b'] };
    expect(merge(BASE, both, both)).toEqual({ mine: both, base: both, clashes: [] });
  });

  it('tells one taking away from the other changing', () => {
    const { zone: _zone, ...without } = BASE;
    const { clashes, mine } = merge<Thing>(BASE, without, { ...BASE, zone: 'Asia/Tehran' });
    expect(clashes).toEqual([{ path: ['zone'], mine: undefined, theirs: 'Asia/Tehran' }]);
    expect('zone' in mine).toBe(false);
  });

  it('takes a text as a whole', () => {
    const doc = (text: string) => ({ body: { type: 'doc', content: [text] } });
    expect(merge(doc('a'), doc('b'), doc('c')).clashes.map(({ path }) => path)).toEqual([['body']]);
  });
});

it('puts a value at its path and takes it away', () => {
  expect(withAt(BASE, ['names', 'ru'], 'Суша').names).toEqual({ en: 'Shore', ru: 'Суша' });
  expect(withAt(BASE, ['names', 'ru'], undefined).names).toEqual({ en: 'Shore' });
  expect(withAt({ names: {} }, ['names', 'fa'], 'ساحل')).toEqual({ names: { fa: 'ساحل' } });
});

it('names each field in which two versions differ, within what has fields', () => {
  const { zone: _zone, ...other } = { ...BASE, names: { en: 'Shore', fa: 'ساحل' }, menu: ['b', 'a'] };
  expect(differences(BASE, other)).toEqual([
    { path: ['names', 'ru'], mine: 'Берег', theirs: undefined },
    { path: ['names', 'fa'], mine: undefined, theirs: 'ساحل' },
    { path: ['menu'], mine: ['a', 'b'], theirs: ['b', 'a'] },
    { path: ['zone'], mine: 'UTC', theirs: undefined },
  ]);
  expect(differences(BASE, { ...BASE })).toEqual([]);
});

it('sees the same in whatever order', () => {
  expect(isSame({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(isSame({ a: undefined }, {})).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame({ a: null }, { a: undefined })).toBe(false);
});
