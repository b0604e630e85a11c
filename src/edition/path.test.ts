import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPath, comparePaths, EditionError, pathProblem, unitOf } from '#edition';

describe('paths', () => {
  test.each([
    'index.html',
    '2026/11/23/a-story.html',
    'ru/2026/11/23/новость.html',
    'fa/2026/11/23/می\u200cخواهم.html',
    'assets/style-0a1b2c3d.css',
    '.well-known/security.txt',
    '_redirects',
    'CNAME',
    'a b/c.html',
    'a..b.html',
    'edition.html',
    `${'d/'.repeat(300)}x.html`,
  ])('takes "%s"', (path) => {
    expect(pathProblem(path)).toBeNull();
  });

  test.each([
    '',
    '/index.html',
    'a//b.html',
    'a/',
    '.',
    '..',
    '../x.html',
    'a/../b.html',
    'a/./b.html',
    'a\0.html',
    'a\n.html',
    'a\\b.html',
    'a?b.html',
    'a#b.html',
    'a%2fb.html',
    'a:b.html',
    'a*.html',
    'a.',
    'a /b.html',
    'a./b.html',
    '-/health',
    '-',
    'edition/n/00',
    'Edition/n/00',
    'edition',
    '.longwave-export',
    'cafe\u0301.html',
    'Новость.html',
    'a\u202eb.html',
    'a\u200bb.html',
    'a\ud800.html',
    'a\ufffe.html',
    `${'x'.repeat(256)}`,
    `${'щ'.repeat(128)}`,
    `${'d/'.repeat(600)}x.html`,
  ])('refuses %j', (path) => {
    expect(pathProblem(path)).not.toBeNull();
    expect(() => checkPath(path)).toThrow(EditionError);
  });

  test('a taken path never leads out of its folder, and survives an address and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        if (pathProblem(text) !== null) return;
        const address = new URL(
          text.split('/').map(encodeURIComponent).join('/'),
          'http://host.example/a/b/',
        );
        expect(decodeURIComponent(address.pathname)).toBe(`/a/b/${text}`);
      }),
      { numRuns: 5_000 },
    );
  });

  test('order is that of the UTF-8 bytes', () => {
    const path = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\ue000', '\uffee', '😀', 'щ', '-', '.') });
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(Math.sign(comparePaths(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});

describe('units', () => {
  test.each([
    ['2026/11/23/slug.html', '2026/11/23/slug'],
    ['text/2026/11/23/slug.html', '2026/11/23/slug'],
    ['2026/11/23/slug/single.html', '2026/11/23/slug'],
    ['2026/11/23/slug/a/b.jpg', '2026/11/23/slug'],
    ['ru/2026/11/23/slug.html', 'ru/2026/11/23/slug'],
    ['text/ru/2026/11/23/slug.html', 'ru/2026/11/23/slug'],
    ['ru/text/2026/11/23/slug.html', 'ru/2026/11/23/slug'],
    ['ru/2026/11/23/slug/x.pdf', 'ru/2026/11/23/slug'],
    ['2026/11/23.html', '2026/11/23.html'],
    ['2026/11/23/slug.txt', '2026/11/23/slug.txt'],
    ['a/b/2026/11/23/slug.html', 'a/b/2026/11/23/slug.html'],
    ['media/Ab12/480.jpg', 'media/ab12'],
    ['media/ab12/1600.avif', 'media/ab12'],
    ['media/loose.jpg', 'media/loose.jpg'],
    ['tag/peace/2.html', 'tag/peace/2.html'],
    ['README', 'readme'],
  ])('%s is in %s', (path, key) => {
    expect(unitOf(path)).toBe(key);
  });
});
