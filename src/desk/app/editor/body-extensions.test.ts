import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import { schema } from '#body';
import { bodyExtensions } from './body-extensions.ts';

const editor = getSchema(bodyExtensions());

/** What a specification says of documents; how they look is the editor's own affair. */
function said(spec: Record<string, unknown>): Record<string, unknown> {
  const looks = new Set(['toDOM', 'parseDOM', 'tableRole', 'attrs']);
  return Object.fromEntries(
    Object.entries(spec).filter(([name, value]) => !looks.has(name) && value !== undefined),
  );
}

function attributes(attrs: Record<string, { default?: unknown }> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attrs ?? {}).map(([name, spec]) => [name, spec.default]));
}

/** Values that some attribute accepts, and some that none does. */
const VALUES: unknown[] = [
  '',
  'abcdefg2',
  'm1',
  'a\nb',
  'https://example.org/',
  'fa',
  '//x',
  0,
  2,
  5,
  101,
  true,
];

function verdicts(attrs: Record<string, { validate?: unknown }> | undefined): Record<string, boolean[]> {
  return Object.fromEntries(
    Object.entries(attrs ?? {}).map(([name, { validate }]) => [
      name,
      // An id may be empty while a transaction runs; that none stays so is proved in a browser.
      VALUES.filter((value) => name !== 'id' || value !== '').map((value) => {
        if (typeof validate !== 'function') return true;
        try {
          validate(value);
          return true;
        } catch {
          return false;
        }
      }),
    ]),
  );
}

describe("the editor's schema is the body's", () => {
  it('has the same nodes and marks in the same order', () => {
    expect(Object.keys(editor.nodes)).toEqual(Object.keys(schema.nodes));
    expect(Object.keys(editor.marks)).toEqual(Object.keys(schema.marks));
    expect(editor.topNodeType.name).toBe(schema.topNodeType.name);
  });

  it.each(Object.keys(schema.nodes))('says the same of the node %s', (name) => {
    const [ours, theirs] = [editor.nodes[name], (schema.nodes as typeof editor.nodes)[name]];
    expect(said({ ...ours?.spec })).toEqual(said({ ...theirs?.spec }));
    expect(attributes(ours?.spec.attrs)).toEqual(attributes(theirs?.spec.attrs));
    expect(verdicts(ours?.spec.attrs)).toEqual(verdicts(theirs?.spec.attrs));
  });

  it.each(Object.keys(schema.marks))('says the same of the mark %s', (name) => {
    const [ours, theirs] = [editor.marks[name], (schema.marks as typeof editor.marks)[name]];
    expect(said({ ...ours?.spec })).toEqual(said({ ...theirs?.spec }));
    expect(attributes(ours?.spec.attrs)).toEqual(attributes(theirs?.spec.attrs));
    expect(verdicts(ours?.spec.attrs)).toEqual(verdicts(theirs?.spec.attrs));
  });
});
