import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body, seeded } from './arbitraries.ts';
import type { Doc } from './doc.ts';
import { newBlockId } from './ids.ts';
import { BodyError, LIMITS, parseBody } from './parse.ts';
import { schema } from './schema.ts';

type Json = { [key: string]: unknown };

const paragraph = (id: string, ...content: unknown[]): Json => ({
  type: 'paragraph',
  attrs: { id },
  content,
});
const text = (words: unknown, ...marks: unknown[]): Json => ({ type: 'text', text: words, marks });
const doc = (...content: unknown[]): Json => ({ type: 'doc', content });

function refusal(json: unknown): { code: string; path: string; message: string } | null {
  try {
    parseBody(json);
    return null;
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    return { code: error.code, path: error.path, message: error.message };
  }
}

/** Empty lists of marks and of content may be left out; on a mark or on attributes those keys are strangers. */
function canonical(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => canonical(item, key));
  if (typeof value !== 'object' || value === null) return value;
  const isNode = key !== 'marks' && key !== 'attrs';
  const node: Json = {};
  for (const [name, part] of Object.entries(value)) {
    const optional = name === 'marks' || (name === 'content' && !('text' in value));
    if (!(isNode && optional && Array.isArray(part) && part.length === 0)) node[name] = canonical(part, name);
  }
  return node;
}

/** What the schema makes of JSON; null where it refuses it or would change it. */
function schemaReads(json: unknown): unknown {
  try {
    const node = schema.nodeFromJSON(json);
    node.check();
    // ProseMirror checks the marks of children alone.
    const isDoc = node.type.name === 'doc' && node.marks.length === 0;
    return isDoc ? JSON.parse(JSON.stringify(node.toJSON())) : null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Every object and list inside a value. */
function* parts(value: unknown): Generator<Json | unknown[]> {
  if (typeof value !== 'object' || value === null) return;
  yield value as Json | unknown[];
  for (const part of Object.values(value)) yield* parts(part);
}

const JUNK = [
  null,
  0,
  1,
  2,
  7,
  -1,
  1.5,
  true,
  '',
  'x',
  'aaaaaaaa',
  'java\tscript:x',
  'a\nb',
  [],
  {},
  { id: 'aaaaaaaa' },
  'doc',
  { type: 'doc' },
  { type: 'text', text: 'x' },
  [{ type: 'bold' }],
  [{ type: 'link' }],
  [{ type: 'bold', attrs: { a: 1 } }],
  'heading',
  'listItem',
];

/** One spot of a valid body broken, or not: a key set, renamed or removed, an item added, doubled or removed. */
function damage(valid: Doc, spot: number, how: number, junk: number): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(valid));
  const all = [...parts(copy)];
  const part = all[spot % all.length];
  const value = structuredClone(JUNK[junk % JUNK.length]);
  if (Array.isArray(part)) {
    const at = how % (part.length + 1);
    if (junk % 3 === 0) part.splice(at, 1);
    else part.splice(at, junk % 2, junk % 5 === 0 ? structuredClone(all[(spot + how) % all.length]) : value);
  } else if (part !== undefined) {
    const keys = Object.keys(part);
    const key =
      keys[how % (keys.length + 1)] ?? ['extra', 'marks', 'content', 'id', 'text'][junk % 5] ?? 'extra';
    if (junk % 4 === 0) delete part[key];
    else part[key] = value;
  }
  return copy;
}

/** What only parseBody knows: ids stand once, and JSON has no keys that the schema would drop. */
function idsAreUnique(json: unknown): boolean {
  const ids = [...parts(json)].flatMap((part) =>
    'id' in part && typeof part.id === 'string' ? [part.id] : [],
  );
  return new Set(ids).size === ids.length;
}

/** ProseMirror looks at no characters. */
function textIsClean(json: unknown): boolean {
  return [...parts(json)].every((part) => {
    if (!('content' in part) || !Array.isArray(part['content']) || part['type'] === 'codeBlock') return true;
    return part['content'].every(
      (node: Json) => typeof node['text'] !== 'string' || !/[\t\n]/.test(node['text']),
    );
  });
}

describe('parseBody', () => {
  it('accepts every valid body and gives it back as it is', () => {
    fc.assert(
      fc.property(body, (valid) => {
        expect(parseBody(structuredClone(valid))).toEqual(valid);
      }),
    );
  });

  it('accepts what the schema accepts unchanged, and nothing else', () => {
    let accepted = 0;
    fc.assert(
      fc.property(body, fc.nat(), fc.nat(), fc.nat(), (valid, spot, how, junk) => {
        const json = damage(valid, spot, how, junk);
        const read = schemaReads(json);
        const keeps = JSON.stringify(sorted(read)) === JSON.stringify(sorted(joined(canonical(json))));
        const ok = read !== null && keeps && idsAreUnique(json) && textIsClean(json);
        expect({ refusal: refusal(json)?.code ?? null, ok, json: JSON.stringify(json) }).toMatchObject({
          ok: refusal(json) === null,
        });
        if (ok) accepted += 1;
        expect(ok ? parseBody(json) : null).toEqual(ok ? read : null);
      }),
      { numRuns: 1_500 },
    );
    expect(accepted).toBeGreaterThan(50);
  }, 120_000);

  it('names the place of what is wrong', () => {
    const heading = (level: unknown): Json => ({ type: 'heading', attrs: { id: 'hhhhhhhh', level } });
    const cases: [unknown, string, string][] = [
      [null, 'not_a_node', ''],
      [{ type: 'paragraph', attrs: { id: 'aaaaaaaa' } }, 'bad_content', ''],
      [doc(), 'bad_content', 'content'],
      [doc({ type: 'script' }), 'unknown_node', 'content[0]'],
      [doc({ type: '__proto__' }), 'unknown_node', 'content[0]'],
      [doc({ type: 'constructor' }), 'unknown_node', 'content[0]'],
      [doc(paragraph('aaaaaaaa'), heading(5)), 'bad_attribute', 'content[1].attrs.level'],
      [doc(heading('2')), 'bad_attribute', 'content[0].attrs.level'],
      [doc({ type: 'divider', attrs: {} }), 'missing_attribute', 'content[0].attrs.id'],
      [doc({ type: 'divider' }), 'missing_attribute', 'content[0].attrs.id'],
      [doc({ type: 'divider', attrs: { id: 'AAAAAAAA' } }), 'bad_attribute', 'content[0].attrs.id'],
      [doc({ type: 'divider', attrs: { id: 'aaaaaaa1' } }), 'bad_attribute', 'content[0].attrs.id'],
      [
        doc({ type: 'divider', attrs: { id: 'aaaaaaaa', onclick: 'x' } }),
        'unknown_attribute',
        'content[0].attrs',
      ],
      [
        doc(JSON.parse('{"type":"divider","attrs":{"id":"aaaaaaaa","__proto__":{}}}')),
        'unknown_attribute',
        'content[0].attrs',
      ],
      [doc({ type: 'divider', attrs: { id: 'aaaaaaaa' }, html: '' }), 'unknown_key', 'content[0]'],
      [doc(paragraph('aaaaaaaa'), paragraph('aaaaaaaa')), 'duplicate_id', 'content[1].attrs.id'],
      [doc(paragraph('aaaaaaaa', paragraph('bbbbbbbb'))), 'bad_content', 'content[0].content[0]'],
      [doc(paragraph('aaaaaaaa', text(''))), 'bad_text', 'content[0].content[0].text'],
      [doc(paragraph('aaaaaaaa', text('a\nb'))), 'bad_text', 'content[0].content[0].text'],
      [doc(paragraph('aaaaaaaa', text('a\u0000b'))), 'bad_text', 'content[0].content[0].text'],
      [doc(paragraph('aaaaaaaa', text('a\ud800b'))), 'bad_text', 'content[0].content[0].text'],
      [
        doc(paragraph('aaaaaaaa', text('a', { type: 'blink' }))),
        'unknown_mark',
        'content[0].content[0].marks[0]',
      ],
      [
        doc(paragraph('aaaaaaaa', text('a', { type: 'bold' }, { type: 'bold' }))),
        'bad_mark',
        'content[0].content[0].marks',
      ],
      [
        doc(paragraph('aaaaaaaa', text('a', { type: 'link' }))),
        'missing_attribute',
        'content[0].content[0].marks[0].attrs.href',
      ],
    ];
    for (const [json, code, path] of cases)
      expect([refusal(json)?.code, refusal(json)?.path]).toEqual([code, path]);
    expect(refusal(doc(heading(5)))?.message).toBe(
      'Attribute "level" must be 2, 3 or 4 (content[0].attrs.level)',
    );
  });

  it('refuses links that run, and hosts by a trick', () => {
    const bad = [
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      ' javascript:alert(1)',
      'java\tscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'ftp://example.org',
      '//example.org',
      '/\\example.org',
      '\\\\example.org',
      'http:example.org',
      'https://',
      'https:///x',
      'http://[bad',
      'https://exa mple.org',
      '',
      'mailto:',
      'tel:',
      'blob:https://x',
      'x:y',
      '\u0001https://example.org',
    ];
    const good = [
      'https://example.org/a?b=c#d',
      'http://example.org',
      'mailto:a@example.org',
      'tel:+1-555',
      '/old/',
      'a/b.html',
      '../b.html',
      '?q=1',
      '#abcd2345',
      'https://пример.рф/путь',
      'a/b:c',
    ];
    const link = (href: string): Json =>
      doc(paragraph('aaaaaaaa', text('a', { type: 'link', attrs: { href } })));
    for (const href of bad) expect([href, refusal(link(href))?.code]).toEqual([href, 'bad_attribute']);
    for (const href of good) expect([href, refusal(link(href))]).toEqual([href, null]);
  });

  it('gives one canonical form', () => {
    const json = doc(
      paragraph(
        'aaaaaaaa',
        text('a', { type: 'italic' }, { type: 'bold' }),
        text('b', { type: 'bold' }, { type: 'italic' }),
        text('c'),
      ),
      { type: 'paragraph', attrs: { id: 'bbbbbbbb' }, content: [] },
    );
    expect(parseBody(json)).toEqual(
      doc(
        paragraph('aaaaaaaa', text('ab', { type: 'bold' }, { type: 'italic' }), { type: 'text', text: 'c' }),
        { type: 'paragraph', attrs: { id: 'bbbbbbbb' } },
      ),
    );
  });

  it('does not hand out what it was given', () => {
    const given = doc(paragraph('aaaaaaaa', text('a')));
    const read = parseBody(given);
    expect(read).not.toBe(given);
    expect(read.content[0]?.attrs).not.toBe((given['content'] as Json[])[0]?.['attrs']);
  });

  it('refuses a body that is too deep, too large or has too many parts', () => {
    const random = seeded(1);
    let nested: Json = paragraph(newBlockId(random));
    for (let depth = 0; depth < 10_000; depth += 1)
      nested = { type: 'bulletList', attrs: { id: newBlockId(random) }, content: [nested] };
    expect(refusal(doc(nested))?.code).toBe('too_deep');
    // Two ids of eight characters count too.
    const long = 'x'.repeat(LIMITS.text / 2 - 8);
    expect(refusal(doc(paragraph('aaaaaaaa', text(long)), paragraph('bbbbbbbb', text(long))))).toBeNull();
    expect(
      refusal(doc(paragraph('aaaaaaaa', text(long)), paragraph('bbbbbbbb', text(`${long}x`))))?.code,
    ).toBe('too_large');
    const many = Array.from({ length: LIMITS.nodes }, () => ({ type: 'hardBreak' }));
    expect(refusal(doc(paragraph('aaaaaaaa', ...many)))?.code).toBe('too_large');
  });
});

/** Neighbouring texts with equal marks joined, marks in the order of the schema: as ProseMirror does on reading. */
function joined(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const item of value.map(joined)) {
      const node = item as Json;
      const last = list.at(-1);
      const both = last?.['type'] === 'text' && node['type'] === 'text';
      if (both && JSON.stringify(last['marks']) === JSON.stringify(node['marks']))
        last['text'] = String(last['text']) + String(node['text']);
      else list.push(typeof node === 'object' && node !== null ? { ...node } : node);
    }
    return list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, joined(part)]));
  const order = Object.keys(schema.marks);
  if (Array.isArray(node['marks'])) {
    node['marks'] = node['marks'].toSorted(
      (a: Json, b: Json) => order.indexOf(String(a?.['type'])) - order.indexOf(String(b?.['type'])),
    );
  }
  return node;
}

/** Keys in one order, for comparison. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
