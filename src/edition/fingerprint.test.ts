import {
  fingerprintCode,
  fingerprintOf,
  fingerprintWords,
  fromHex,
  parseFingerprint,
  toHex,
  WORDS,
} from '#edition';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const anyHex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);

describe('the list of words', () => {
  test('has 2,048 short words in order, told apart by four letters and never by one alone', () => {
    expect(WORDS).toHaveLength(2048);
    expect([...WORDS].sort()).toEqual(WORDS);
    expect(WORDS.filter((word) => !/^[a-z]{3,8}$/.test(word))).toEqual([]);
    expect(new Set(WORDS.map((word) => word.slice(0, 4))).size).toBe(2048);
    const holes = WORDS.flatMap((word) =>
      Array.from(word, (_, at) => `${word.slice(0, at)}_${word.slice(at + 1)}`),
    );
    expect(new Set(holes).size).toBe(holes.length);
  });

  test('never changes: fingerprints are printed', async () => {
    expect(await fingerprintOf(WORDS)).toBe(
      'a8c0b50d2a5155ff73a8a25063ed144c7c2d9a97ff4e929dda2b503b9a67ad32',
    );
  });
});

describe('a fingerprint', () => {
  const zero = '0'.repeat(64);

  test('is that of what is signed, whatever the order of its fields', async () => {
    expect(await fingerprintOf({ a: 1, b: [true] })).toBe(await fingerprintOf({ b: [true], a: 1 }));
    expect(await fingerprintOf({ a: 1 })).not.toBe(await fingerprintOf({ a: 2 }));
  });

  test('has 24 words, the last with its check', async () => {
    const words = await fingerprintWords(zero);
    // SHA-256 of 32 zero bytes begins with 66, so the last word is number 0x66.
    expect(words).toEqual([...Array.from({ length: 23 }, () => WORDS[0]), WORDS[0x66]]);
  });

  test('is read back from its words, its digits and its QR code, however they are written', async () => {
    await fc.assert(
      fc.asyncProperty(anyHex, async (hex) => {
        const words = await fingerprintWords(hex);
        const numbered = words.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n');
        const short = words.map((word) => word.slice(0, 4)).join(' ');
        const grouped = hex.replaceAll(/(.{8})/g, '$1 ').toUpperCase();
        for (const text of [words.join(' '), numbered, short, grouped, hex, fingerprintCode(hex)]) {
          expect(await parseFingerprint(text)).toBe(hex);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('with a mistyped word is refused, and the word is named', async () => {
    const words = await fingerprintWords('5'.repeat(64));
    await expect(parseFingerprint(words.with(6, 'harborr').join(' '))).rejects.toThrow(
      'Word 7, "harborr", is not in the list of words; words that begin so are "hardly"'.slice(0, 50),
    );
    await expect(parseFingerprint(words.slice(1).join(' '))).rejects.toThrow('has 23 words');
    await expect(parseFingerprint(zero.slice(1))).rejects.toThrow('has 63 of its 64');
    await expect(parseFingerprint('')).rejects.toMatchObject({ code: 'malformed' });
    await expect(fingerprintWords('xyz')).rejects.toMatchObject({ code: 'malformed' });
  });

  test('with another word of the list, or two changed about, is refused but for one case in 256', async () => {
    const words = await fingerprintWords(toHex(fromHex('0123456789abcdef'.repeat(4))));
    let passed = 0;
    for (let at = 0; at < 200; at++) {
      const other = WORDS[(at * 37) % 2048] ?? '';
      const wrong = words.with(at % 24, other);
      if (wrong.join() === words.join()) continue;
      await parseFingerprint(wrong.join(' ')).then(
        () => (passed += 1),
        (error: Error) => expect(error.message).toContain('not the right one'),
      );
    }
    expect(passed).toBeLessThan(6);
    const [one = '', two = '', ...rest] = words;
    await expect(parseFingerprint([two, one, ...rest].join(' '))).rejects.toThrow('changed places');
  });
});
