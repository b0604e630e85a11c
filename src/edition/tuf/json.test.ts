import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../../test/vectors/tuf/canonical.json' with { type: 'json' };
import { toHex, toUtf8 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { canonicalJson, compactJson, parseJson } from './json.ts';

/** Whole numbers only, as canonical JSON has no others. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
  ),
})).value;

describe('canonical JSON', () => {
  test.each(vectors)('vector: $says', async ({ json: text, canonical, sha256: hash }) => {
    const written = canonicalJson(JSON.parse(text));
    expect(written).toBe(canonical);
    expect(toHex(await sha256(toUtf8(written)))).toBe(hash);
  });

  test('does not depend on the order of names, and tells different values apart', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, item]) => [name, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(canonicalJson(reversed(one))).toBe(canonicalJson(one));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(compactJson(one) === compactJson(other));
      }),
    );
  });

  test('the compact form is JSON and says the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        const back = parseJson(toUtf8(compactJson(value)), 'test');
        expect(canonicalJson(back)).toBe(canonicalJson(value));
      }),
    );
  });

  const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  test.each([
    ['a fraction', 1.5],
    ['no number', Number.NaN],
    ['a number beyond 2^53', 2 ** 53],
    ['nothing', undefined],
    ['nothing in a list', [undefined]],
    ['nothing in an object', { a: undefined }],
    ['a function', () => 1],
    ['a big integer', 1n],
    ['half a surrogate pair', '\ud800'],
    ['half a surrogate pair as a name', { '\udc00': 1 }],
    ['66 levels', deep(66)],
    ['100,000 levels', deep(100_000)],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(
      expect.objectContaining({ name: 'TufError', code: 'malformed' }),
    );
  });

  test('takes 65 levels', () => {
    expect(canonicalJson(deep(65))).toHaveLength(130);
  });

  test.each([
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x31]],
    ['bytes that are not UTF-8', [0x22, 0xff, 0x22]],
    ['nothing', []],
    ['more after the end', [0x31, 0x20, 0x31]],
  ])('refuses to read %s', (_, bytes) => {
    expect(() => parseJson(Uint8Array.from(bytes), 'test')).toThrow('The test metadata is not JSON in UTF-8');
  });
});
