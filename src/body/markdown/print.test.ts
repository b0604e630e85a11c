import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body, seeded } from '../arbitraries.ts';
import type { Doc } from '../doc.ts';
import { parseMarkdown } from './parse.ts';
import { printMarkdown } from './print.ts';

const media = (id: string): string => id;

function read(source: string): Doc {
  return parseMarkdown(source, { random: seeded(7), media }).doc;
}

function withoutIds(doc: Doc): unknown {
  return JSON.parse(JSON.stringify(doc, (key, value: unknown) => (key === 'id' ? '' : value)));
}

describe('printMarkdown', () => {
  it('writes what parseMarkdown reads back, ids included', () => {
    fc.assert(
      fc.property(body, (doc) => {
        expect(read(printMarkdown(doc, { media, ids: true }))).toEqual(doc);
      }),
      { numRuns: 250 },
    );
  }, 120_000);

  it('writes what parseMarkdown reads back but for ids', () => {
    fc.assert(
      fc.property(body, (doc) => {
        expect(withoutIds(read(printMarkdown(doc, { media, ids: false })))).toEqual(withoutIds(doc));
      }),
      { numRuns: 250 },
    );
  }, 120_000);
});
