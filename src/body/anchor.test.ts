import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchor, resolveAnchor } from './anchor.ts';
import { body } from './arbitraries.ts';
import type { Block, Doc } from './doc.ts';
import { blocksOf } from './ids.ts';
import { childBlocks } from './match.ts';
import { BodyError } from './parse.ts';
import { blockText } from './reading.ts';

function paragraph(id: string, text: string): Block {
  return { type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] };
}

function doc(...content: Block[]): Doc {
  return { type: 'doc', content };
}

const SPEECH =
  'The minister said "we will not sign" and left. Asked again, she said "we will not sign" once more.';

describe('anchor', () => {
  it('leads back to the very passage while nothing changes', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.nat(), fc.nat(), (story, pick, from, length) => {
        const blocks = [...blocksOf(story)].filter((b) => childBlocks(b).length === 0 && blockText(b) !== '');
        fc.pre(blocks.length > 0);
        const block = blocks[pick % blocks.length];
        if (block === undefined) return;
        const text = blockText(block);
        const start = from % text.length;
        const end = start + 1 + (length % (text.length - start));
        const made = anchor(story, block.attrs.id, start, end);
        for (const part of [made.exact, made.prefix, made.suffix]) expect(part.isWellFormed()).toBe(true);
        expect(resolveAnchor(story, made)).toEqual({
          blockId: block.attrs.id,
          start: made.start,
          end: made.start + made.exact.length,
          moved: false,
        });
      }),
    );
  });

  it('follows its passage through edits before and after it', () => {
    const story = doc(paragraph('aaaaaaaa', SPEECH));
    const second = anchor(story, 'aaaaaaaa', SPEECH.lastIndexOf('we will'), SPEECH.lastIndexOf(' once') - 1);
    const text = `On Monday in Port Hallow. ${SPEECH} She did not say more.`;
    const place = resolveAnchor(doc(paragraph('aaaaaaaa', text)), second);
    expect(place).toEqual({
      blockId: 'aaaaaaaa',
      start: text.lastIndexOf('we will'),
      end: text.lastIndexOf('" once'),
      moved: false,
    });
  });

  it('follows its passage into another block', () => {
    const made = anchor(doc(paragraph('aaaaaaaa', SPEECH)), 'aaaaaaaa', 18, 34);
    const moved = doc(paragraph('bbbbbbbb', 'Something new'), paragraph('cccccccc', SPEECH));
    expect(resolveAnchor(moved, made)).toEqual({ blockId: 'cccccccc', start: 18, end: 34, moved: true });
  });

  it('knows its passage under other quotation marks, dashes and blanks', () => {
    const made = anchor(doc(paragraph('aaaaaaaa', 'He said "no - never" twice')), 'aaaaaaaa', 8, 20);
    const place = resolveAnchor(doc(paragraph('aaaaaaaa', 'He said “no\u00a0— never” twice')), made);
    expect(place).toMatchObject({ start: 8, end: 20 });
  });

  it('is lost when the passage is gone or changed', () => {
    const made = anchor(doc(paragraph('aaaaaaaa', SPEECH)), 'aaaaaaaa', 18, 34);
    expect(
      resolveAnchor(doc(paragraph('aaaaaaaa', 'The minister said "we may sign" and left.')), made),
    ).toBeNull();
  });

  it('is lost when its block went and two other places are equally likely', () => {
    const made = anchor(doc(paragraph('aaaaaaaa', SPEECH)), 'aaaaaaaa', 18, 34);
    const twice = doc(paragraph('bbbbbbbb', SPEECH), paragraph('cccccccc', SPEECH));
    expect(resolveAnchor(twice, made)).toBeNull();
  });

  it('does not take a short word in a strange place for its passage', () => {
    const made = anchor(doc(paragraph('aaaaaaaa', SPEECH)), 'aaaaaaaa', 4, 12);
    expect(resolveAnchor(doc(paragraph('bbbbbbbb', 'Another minister resigned')), made)).toBeNull();
  });

  it('does not take a short word of a rewritten block for its passage', () => {
    const made = anchor(doc(paragraph('aaaaaaaa', SPEECH)), 'aaaaaaaa', 0, 3);
    expect(
      resolveAnchor(doc(paragraph('aaaaaaaa', 'Rain is expected. The harbour stays shut')), made),
    ).toBeNull();
  });

  it('never cuts a surrogate pair', () => {
    const story = doc(paragraph('aaaaaaaa', '🙂🙂🙂'));
    expect(anchor(story, 'aaaaaaaa', 1, 3)).toMatchObject({ exact: '🙂🙂', start: 0 });
  });

  it('refuses a block or a range that is not there', () => {
    const story = doc(paragraph('aaaaaaaa', 'Five5'));
    expect(() => anchor(story, 'bbbbbbbb', 0, 1)).toThrow(BodyError);
    expect(() => anchor(story, 'aaaaaaaa', 0, 6)).toThrow('Range 0 to 6');
    expect(() => anchor(story, 'aaaaaaaa', 2, 2)).toThrow(BodyError);
  });
});
