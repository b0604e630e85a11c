import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern } from './pattern.ts';

describe('path patterns', () => {
  test.each([
    // The specification's own, 4.5.
    ['targets/*.tgz', 'targets/foo.tgz', true],
    ['targets/*.tgz', 'targets/bar.tgz', true],
    ['targets/*.tgz', 'targets/foo.txt', false],
    ['foo-version-?.tgz', 'foo-version-2.tgz', true],
    ['foo-version-?.tgz', 'foo-version-a.tgz', true],
    ['foo-version-?.tgz', 'foo-version-alpha.tgz', false],
    ['*.tgz', 'foo.tgz', true],
    ['*.tgz', 'targets/foo.tgz', false],
    ['foo.tgz', 'foo.tgz', true],
    ['foo.tgz', 'targets/foo.tgz', false],
    // Separators, emptiness, capitals.
    ['*', 'a/b', false],
    ['*/*', 'a/b', true],
    ['*', '', true],
    ['?', '', false],
    ['a?b', 'a/b', false],
    ['**', 'anything', true],
    ['**', 'a/b', false],
    ['/*', 'a', false],
    ['A', 'a', false],
    // Stars that must give back.
    ['*a*b', 'xaxbxb', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'abb', false],
    ['a*', 'a', true],
    // Sets.
    ['[abc]x', 'bx', true],
    ['[abc]x', 'dx', false],
    ['[!abc]x', 'dx', true],
    ['[!abc]x', 'ax', false],
    ['[a-c0-9]', '5', true],
    ['[a-c]', 'd', false],
    ['[]]', ']', true],
    ['[!]]', ']', false],
    ['[a-]', '-', true],
    ['[a', '[a', true],
    ['[', '[', true],
    ['*[0-9]*', 'ab7cd', true],
    // Nothing of a regular expression is special, and a character is a code point.
    ['a.c', 'abc', false],
    ['(a|b)+$', '(a|b)+$', true],
    ['{a,b}', 'a', false],
    ['?', '😀', true],
    ['??', '😀', false],
  ])('%j and %j: %s', (pattern, path, expected) => {
    expect(matchesPattern(pattern, path)).toBe(expected);
  });

  test('agrees with a plain recursive definition', () => {
    const plain = (pattern: string, path: string): boolean => {
      if (pattern === '') return path === '';
      if (pattern.startsWith('*')) {
        return plain(pattern.slice(1), path) || (/^[^/]/.test(path) && plain(pattern, path.slice(1)));
      }
      const one = pattern.startsWith('?') ? /^[^/]/.test(path) : path.startsWith(pattern.charAt(0));
      return path !== '' && one && plain(pattern.slice(1), path.slice(1));
    };
    const text = (letters: string): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...letters.split('')), { maxLength: 9 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text('ab/*?*'), text('ab/'), (pattern, path) => {
        expect(matchesPattern(pattern, path)).toBe(plain(pattern, path));
      }),
      { numRuns: 2000 },
    );
  });

  test('many stars cost no more than the product of both lengths', () => {
    expect(matchesPattern(`${'*a'.repeat(200)}b`, 'a'.repeat(4000))).toBe(false);
  });
});
