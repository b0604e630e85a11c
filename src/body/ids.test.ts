import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body, seeded } from './arbitraries.ts';
import type { Block, Doc } from './doc.ts';
import { blocksOf, emptyBody, newBlockId, withIds } from './ids.ts';
import { parseBody } from './parse.ts';

function paragraph(id: string, text: string): Block {
  return { type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] };
}

function doc(...content: Block[]): Doc {
  return { type: 'doc', content };
}

function list(id: string, ...texts: string[]): Block {
  return {
    type: 'bulletList',
    attrs: { id },
    content: texts.map((text) => ({
      type: 'listItem',
      attrs: { id: '' },
      content: [{ type: 'paragraph', attrs: { id: '' }, content: [{ type: 'text', text }] }],
    })),
  };
}

function ids(story: Doc): string[] {
  return [...blocksOf(story)].map((block) => block.attrs.id);
}

describe('newBlockId', () => {
  it('uses the whole alphabet and nothing else', () => {
    expect(newBlockId(() => 0)).toBe('aaaaaaaa');
    expect(newBlockId(() => 1 - Number.EPSILON)).toBe('77777777');
    const random = seeded(1);
    const seen = new Set(Array.from({ length: 500 }, () => newBlockId(random)).join(''));
    expect([...seen].toSorted().join('')).toBe('234567abcdefghijklmnopqrstuvwxyz');
  });
});

describe('emptyBody', () => {
  it('is a valid body of one empty paragraph', () => {
    const empty = emptyBody(seeded(1));
    expect(parseBody(empty)).toEqual(empty);
    expect(empty.content).toHaveLength(1);
  });
});

describe('withIds', () => {
  it('leaves a body with ids of its own as it is, and does not touch what it was given', () => {
    fc.assert(
      fc.property(body, (story) => {
        const before = structuredClone(story);
        expect(withIds(story, null, seeded(1))).toEqual(story);
        expect(story).toEqual(before);
      }),
    );
  });

  it('gives every block a valid id of its own, whatever it had, even from a broken source', () => {
    const names = fc.constantFrom('', 'aaaaaaaa', 'AAAAAAAA', 'short', 'abcd2345');
    fc.assert(
      fc.property(body, fc.infiniteStream(names), (story, stream) => {
        const mangled = JSON.parse(
          JSON.stringify(story, (key, value: unknown) => (key === 'id' ? stream.next().value : value)),
        ) as Doc;
        const named = withIds(mangled, null, () => 0.5);
        expect(parseBody(named)).toEqual(named);
      }),
    );
  });

  it('takes the ids of a base whose blocks are equal, nested ones too', () => {
    fc.assert(
      fc.property(body, (base) => {
        const bare = JSON.parse(
          JSON.stringify(base, (key, value: unknown) => (key === 'id' ? '' : value)),
        ) as Doc;
        expect(withIds(bare, base, seeded(2))).toEqual(base);
      }),
    );
  });

  it('lends the nearest equal block its id', () => {
    const base = doc(paragraph('aaaaaaaa', 'x'), paragraph('bbbbbbbb', 'Middle'), paragraph('cccccccc', 'x'));
    const after = withIds(doc(paragraph('', 'Middle'), paragraph('', 'x')), base, seeded(1));
    expect(ids(after)).toEqual(['bbbbbbbb', 'cccccccc']);
  });

  it('keeps the id of a paragraph that was edited in its place', () => {
    const base = doc(
      paragraph('aaaaaaaa', 'First'),
      paragraph('bbbbbbbb', 'The talks open on Monday in Port Hallow'),
      paragraph('cccccccc', 'Last'),
    );
    const after = withIds(
      doc(
        paragraph('', 'First'),
        paragraph('', 'The talks open on Tuesday in Port Hallow'),
        paragraph('', 'New'),
        paragraph('', 'Last'),
      ),
      base,
      seeded(1),
    );
    expect(ids(after).toSpliced(2, 1)).toEqual(['aaaaaaaa', 'bbbbbbbb', 'cccccccc']);
    expect(ids(after)[2]).toMatch(/^[a-z2-7]{8}$/);
  });

  it('keeps the ids of untouched items when one item of a list changes', () => {
    const base = withIds(doc(list('', 'one', 'two', 'three')), null, seeded(1));
    const after = withIds(doc(list('', 'one', 'two and a half', 'three')), base, seeded(2));
    const [before, now] = [ids(base), ids(after)];
    expect(now.filter((id) => before.includes(id))).toHaveLength(now.length);
  });

  it('never gives a new block an id that the base used', () => {
    const base = doc(paragraph('77777777', 'Gone'), paragraph('aaaaaaaa', 'Stays'));
    const after = withIds(
      doc(paragraph('', 'Wholly new'), paragraph('', 'Stays')),
      base,
      () => 1 - Number.EPSILON,
    );
    expect(ids(after)[1]).toBe('aaaaaaaa');
    expect(['77777777', 'aaaaaaaa']).not.toContain(ids(after)[0]);
  });

  it('lets the first of two blocks with one id keep it', () => {
    const after = withIds(doc(paragraph('aaaaaaaa', 'One'), paragraph('aaaaaaaa', 'Two')), null, seeded(1));
    expect(ids(after)[0]).toBe('aaaaaaaa');
    expect(ids(after)[1]).not.toBe('aaaaaaaa');
  });

  it('stays quick on thousands of equal blocks', () => {
    const many = doc(...Array.from({ length: 10_000 }, () => paragraph('', 'same')));
    const before = process.cpuUsage();
    const base = withIds(many, null, () => 0.5);
    expect(withIds(many, base, () => 0.5)).toEqual(base);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });
});
