import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntries, decodeUnit, EditionError, encodeEntries, encodeUnit, TYPES } from '#edition';
import type { FileEntry, Unit } from '#edition';
import { entryFor } from '../../test/vectors/edition/memory.ts';

const KEY = 'ru/2026/11/23/slug';
const PATHS = [`${KEY}.html`, `text/${KEY}.html`, `${KEY}/single.html`, `${KEY}/чертёж.pdf`];

const anyEntry = (path: string): fc.Arbitrary<FileEntry> =>
  fc
    .record({
      version: fc.nat(5),
      gzip: fc.boolean(),
      size: fc.oneof(fc.nat(300), fc.maxSafeNat()),
      stored: fc.oneof(fc.nat(300), fc.maxSafeNat()),
      type: fc.constantFrom(...TYPES, 'application/octet-stream', 'text/calendar; charset=utf-8'),
      gone: fc.boolean(),
      redirect: fc.option(fc.constantFrom('index.html', 'ru/новое.html'), { nil: undefined }),
    })
    .map(({ version, gzip, size, stored, type, gone, redirect }) => {
      const entry = entryFor(path, version, { size, type, gzip, stored: gzip ? stored : size });
      if (!gzip) entry.object = entry.raw;
      if (gone) entry.status = 410;
      if (redirect !== undefined) entry.redirect = redirect;
      return entry;
    });

const anyUnit: fc.Arbitrary<Unit> = fc
  .uniqueArray(fc.constantFrom(...PATHS), { minLength: 1 })
  .chain((paths) => fc.tuple(...paths.map(anyEntry)))
  .map((files) => ({ key: KEY, files }));

const byPath = (unit: Unit): Unit => ({
  ...unit,
  files: [...unit.files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))),
});

/** What work gives, or the EditionError it throws; any other error is a mistake of ours. */
function attempt<T>(work: () => T): T | EditionError {
  try {
    return work();
  } catch (error) {
    if (error instanceof EditionError) return error;
    throw error;
  }
}

describe('unit', () => {
  test('comes back as it was, in order of path', () => {
    fc.assert(
      fc.property(anyUnit, (unit) => {
        expect(decodeUnit(encodeUnit(unit))).toEqual(byPath(unit));
        expect(decodeEntries(encodeEntries(unit.files))).toEqual(unit.files);
      }),
    );
  });

  test('has one spelling: whatever is read writes the same bytes again', () => {
    fc.assert(
      fc.property(anyUnit, fc.nat(), fc.integer({ min: 1, max: 255 }), (unit, where, flip) => {
        const bytes = encodeUnit(unit);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const read = attempt(() => decodeUnit(bytes));
        expect(read instanceof EditionError || Buffer.from(encodeUnit(read)).equals(bytes)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('every truncation and every addition is refused', () => {
    const bytes = encodeUnit({ key: KEY, files: PATHS.map((path) => entryFor(path)) });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeUnit(bytes.subarray(0, length))).toThrow(EditionError);
    }
    expect(() => decodeUnit(new Uint8Array([...bytes, 0]))).toThrow(EditionError);
  });

  test('noise is refused with an EditionError, never another', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(() => decodeUnit(new Uint8Array([0xc1, ...noise]))).toThrow(EditionError);
      }),
    );
  });

  test.each<[string, Unit]>([
    ['no file', { key: KEY, files: [] }],
    ['a file of another unit', { key: KEY, files: [entryFor('index.html')] }],
    ['a file twice', { key: 'a.html', files: [entryFor('a.html'), entryFor('a.html')] }],
    ['files that differ in capitals', { key: 'a.html', files: [entryFor('a.html'), entryFor('A.html')] }],
    ['a path that leads out', { key: '../a', files: [entryFor('../a')] }],
    ['a short hash', { key: 'a.html', files: [entryFor('a.html', 0, { raw: 'abcd' })] }],
    ['a hash in capitals', { key: 'a.html', files: [entryFor('a.html', 0, { raw: 'A'.repeat(64) })] }],
    ['an object beside the raw bytes', { key: 'a.html', files: [entryFor('a.html', 0, { gzip: false })] }],
    ['a negative size', { key: 'a.html', files: [entryFor('a.html', 0, { size: -1 })] }],
    [
      'a type with a line break',
      { key: 'a.html', files: [entryFor('a.html', 0, { type: 'text/html\r\nx: y' })] },
    ],
    ['a redirect out', { key: 'a.html', files: [entryFor('a.html', 0, { redirect: '//evil.example' })] }],
  ])('is not written with %s', (_, unit) => {
    expect(() => encodeUnit(unit)).toThrow(EditionError);
  });

  test('a later layout says so', () => {
    const later = encodeUnit({ key: 'a.html', files: [entryFor('a.html')] });
    later[0] = 0xc2;
    expect(() => decodeUnit(later)).toThrow(expect.objectContaining({ code: 'newer_format' }));
  });
});
