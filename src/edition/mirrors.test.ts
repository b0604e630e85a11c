import { describe, expect, test } from 'vitest';
import { toUtf8 } from './bytes.ts';
import { encodeMirrors, mirrorAddressProblem, parseMirrors } from './mirrors.ts';
import type { MirrorList } from './mirrors.ts';

const LIST: MirrorList = {
  _type: 'mirrors',
  format: 1,
  version: 7,
  origin: 'https://far-shore.example/',
  mirrors: [
    { address: 'https://one.example/', use: 'entry' },
    { address: 'https://store.example/bucket/', use: 'data', region: 'north' },
  ],
  note: 'kept',
};

/** A list with some fields of its own, as bytes. */
const altered = (fields: Record<string, unknown>): Uint8Array => encodeMirrors({ ...LIST, ...fields });

describe('the list of mirrors', () => {
  test('is read as it was written, unknown fields too', () => {
    expect(parseMirrors(encodeMirrors(LIST))).toEqual(LIST);
  });

  test.each([
    ['no JSON', toUtf8('{'), 'not JSON'],
    ['an array', toUtf8('[]'), 'no object'],
    ['another type', altered({ _type: 'edition' }), 'something else'],
    ['a newer format', altered({ format: 2 }), 'newer layout'],
    ['no version', altered({ version: 0 }), 'no version'],
    ['a mirror twice', altered({ mirrors: [LIST.mirrors[0], LIST.mirrors[0]] }), 'twice'],
    ['too many mirrors', altered({ mirrors: Array(201).fill(LIST.mirrors[0]) }), 'at most 200'],
    ['another use', altered({ mirrors: [{ address: 'https://one.example/', use: 'both' }] }), 'use'],
    ['no mirror', altered({ mirrors: ['https://one.example/'] }), 'no mirror'],
    ['an address without a slash', altered({ origin: 'https://one.example/a' }), 'end in "/"'],
    ['spaces', toUtf8(` ${new TextDecoder().decode(encodeMirrors(LIST))}`), 'compact form'],
    ['too much', new Uint8Array(70_000), 'too long'],
  ])('is refused with %s', (_what, bytes, why) => {
    expect(() => parseMirrors(bytes)).toThrow(why);
  });

  test.each([
    ['https://one.example/', null],
    ['http://one.example:8080/a/b/', null],
    ['one.example', 'full address'],
    ['ftp://one.example/', 'https://'],
    ['javascript:alert(1)/', 'https://'],
    ['https://name:word@one.example/', 'password'],
    ['https://one.example/?a/', 'query'],
    ['https://ONE.example/', 'browsers write it'],
    [7, 'no text'],
  ])('takes or refuses the address %s', (address, why) => {
    const problem = mirrorAddressProblem(address);
    if (why === null) expect(problem).toBeNull();
    else expect(problem).toContain(why);
  });
});
