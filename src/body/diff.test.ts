import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body, seeded } from './arbitraries.ts';
import { diffBodies } from './diff.ts';
import { diffWords } from './diff-words.ts';
import type { Block, Doc } from './doc.ts';
import { withIds } from './ids.ts';
import { blockText } from './reading.ts';

function paragraph(id: string, text: string): Block {
  return { type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] };
}

function doc(...content: Block[]): Doc {
  return { type: 'doc', content };
}

/** Another body made of pieces of a body and of new blocks. */
const revised = fc
  .tuple(body, body, fc.infiniteStream(fc.nat({ max: 3 })), fc.nat())
  .map(([before, other, choices, seed]) => {
    const choose = (): number => choices.next().value ?? 0;
    const kept = before.content.filter(() => choose() > 0);
    if (choose() === 0) kept.reverse();
    const content = [...kept, ...other.content.filter(() => choose() === 1)];
    if (choose() === 0) content.push(...content.splice(0, 1));
    if (content.length === 0) content.push(paragraph('', 'Nothing stays'));
    return { before, after: withIds({ type: 'doc', content }, before, seeded(seed)) };
  });

describe('diffBodies', () => {
  it('gives the new body when applied, and accounts for every block of the old one', () => {
    fc.assert(
      fc.property(revised, ({ before, after }) => {
        const diffs = diffBodies(before, after);
        expect(diffs.flatMap((diff) => (diff.kind === 'removed' ? [] : [diff.after]))).toEqual(after.content);
        const old = diffs.flatMap((diff) => (diff.kind === 'added' ? [] : [diff.before]));
        expect(new Set(old)).toEqual(new Set(before.content));
        expect(old).toHaveLength(before.content.length);
        const still = diffs.flatMap((diff) =>
          diff.kind === 'added' || diff.kind === 'moved' ? [] : [diff.before],
        );
        expect(still).toEqual(before.content.filter((block) => still.includes(block)));
        for (const diff of diffs) {
          if (!('inline' in diff) || diff.inline === undefined) continue;
          const side = (other: string): string =>
            (diff.inline ?? []).map(({ kind, text }) => (kind === other ? '' : text)).join('');
          expect(side('added')).toBe(blockText(diff.before));
          expect(side('removed')).toBe(blockText(diff.after));
        }
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  it('names what stayed, came, went, moved and changed', () => {
    const before = doc(
      paragraph('aaaaaaaa', 'The talks open on Monday'),
      paragraph('bbbbbbbb', 'Nobody was hurt'),
      paragraph('cccccccc', 'The harbour is shut'),
      paragraph('dddddddd', 'A vote follows'),
    );
    const after = doc(
      paragraph('dddddddd', 'A vote follows'),
      paragraph('aaaaaaaa', 'The talks open on Tuesday'),
      paragraph('eeeeeeee', 'Rain is expected'),
      paragraph('cccccccc', 'The harbour is shut'),
    );
    expect(diffBodies(before, after).map(({ kind, id }) => [kind, id])).toEqual([
      ['moved', 'dddddddd'],
      ['changed', 'aaaaaaaa'],
      ['added', 'eeeeeeee'],
      ['removed', 'bbbbbbbb'],
      ['same', 'cccccccc'],
    ]);
  });

  it('knows blocks again by what they say when every id is new', () => {
    const before = doc(
      paragraph('aaaaaaaa', 'The talks open'),
      paragraph('bbbbbbbb', 'A vote follows on Friday'),
    );
    const after = doc(
      paragraph('cccccccc', 'The talks open'),
      paragraph('dddddddd', 'A vote follows on Monday'),
    );
    expect(diffBodies(before, after).map(({ kind }) => kind)).toEqual(['same', 'changed']);
  });

  it('calls a block changed when a mark alone changed', () => {
    const bold: Block = {
      type: 'paragraph',
      attrs: { id: 'aaaaaaaa' },
      content: [{ type: 'text', text: 'Now', marks: [{ type: 'bold' }] }],
    };
    expect(diffBodies(doc(paragraph('aaaaaaaa', 'Now')), doc(bold))).toMatchObject([
      { kind: 'changed', inline: [{ kind: 'same', text: 'Now' }] },
    ]);
  });
});

describe('diffWords', () => {
  it('marks whole words in any script', () => {
    expect(diffWords('Министр заявил вчера', 'Министр сказал вчера')).toEqual([
      { kind: 'same', text: 'Министр ' },
      { kind: 'removed', text: 'заявил' },
      { kind: 'added', text: 'сказал' },
      { kind: 'same', text: ' вчера' },
    ]);
    expect(diffWords('او می‌خواهد برود', 'او نمی‌خواهد برود').map(({ kind }) => kind)).toEqual([
      'same',
      'removed',
      'added',
      'same',
    ]);
  });

  it('joins neighbouring changes over the blank between them', () => {
    expect(diffWords('one two three', 'one 2 3')).toEqual([
      { kind: 'same', text: 'one ' },
      { kind: 'removed', text: 'two three' },
      { kind: 'added', text: '2 3' },
    ]);
  });

  it('holds both texts, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const parts = diffWords(a, b);
        expect(parts.map(({ kind, text }) => (kind === 'added' ? '' : text)).join('')).toBe(a);
        expect(parts.map(({ kind, text }) => (kind === 'removed' ? '' : text)).join('')).toBe(b);
      }),
    );
  }, 120_000);

  it('stays quick where nothing is alike', () => {
    const words = (prefix: string): string =>
      Array.from({ length: 50_000 }, (_, n) => `${prefix}${n}`).join(' ');
    const [a, b] = [words('a'), words('b')];
    const before = process.cpuUsage();
    expect(diffWords(a, b)).toEqual([
      { kind: 'removed', text: a },
      { kind: 'added', text: b },
    ]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
  });
});
