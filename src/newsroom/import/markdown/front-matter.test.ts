import { expect, test } from 'vitest';
import { atLine } from '../remark.ts';
import { readMarkdown } from './file.ts';
import { FIELD_WORDS } from './field-words.ts';
import { KNOWN_FIELDS } from './front-matter.ts';
import { incomingFile } from './incoming-file.ts';

const context = { site: null, now: 0, random: () => 0.5, keep: () => undefined };

function read(front: string) {
  return readMarkdown('a.md', `---\n${front}\n---\n\nWords.\n`, context);
}

test('every field has words for whoever fills it wrongly', () => {
  expect(KNOWN_FIELDS.filter((field) => !(field in FIELD_WORDS))).toEqual([]);
});

test.each([
  [
    'headline: x\nmenu: three',
    3,
    '"menu" is "three"; give a whole number from 0 to 10000, for example menu: 3',
  ],
  [
    'headline: [a, b]',
    2,
    '"headline" is a list; give one line of text, for example headline: "Ferries sail again"',
  ],
  ['unsigned: "yes"', 2, '"unsigned" is "yes"; give true or false, for example unsigned: true'],
  [
    'tags: {a: 1}',
    2,
    '"tags" is a group of fields; give a list of tags, for example tags: [tariffs, accession]',
  ],
  [
    'lead:\n  file: a.jpg\n  focal: [2, 0]',
    4,
    '"lead.focal" in entry 1 is 2; give two numbers from 0 to 1, for example focal: [0.5, 0.3]',
  ],
  [
    'lead: {alt: x}',
    2,
    '"lead.file" is missing; give the path of a picture, for example file: pictures/quay.jpg',
  ],
  [
    'notes: [{kind: oops, at: 1, text: x}]',
    2,
    '"notes.kind" in entry 1 is "oops"; give correction or update, for example kind: correction',
  ],
  [
    'withdrawn: {at: 2026-01-01T00:00:00Z, reason: x, why: y}',
    2,
    '"why" is no field of "withdrawn"; take it out or correct its name',
  ],
  ['- a', 2, 'The front matter is no list of fields; write lines like "headline: Ferries sail again"'],
  ['a: *b', 2, 'No anchor "&b" stands before "*b"; write the value out, or put it in quotes'],
  [`a: ${'['.repeat(20_000)}`, 2, 'It nests too deep; write it flatter'],
  [
    `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]`,
    2,
    'Its aliases repeat too much; write the values out',
  ],
  [
    'a: 1\n'.repeat(30_000),
    1,
    'The front matter has 150001 characters; keep it under 100000, the text goes below it',
  ],
])('%.40j is told by its line, what it takes and an example', async (front, line, message) => {
  const file = `---\n${front}\n---\n\nWords.\n`;
  const { what } = await incomingFile('a.md', file, context, 1).open();
  expect(what).toMatchObject({ kind: 'quarantined', reason: { text: `a.md:${line}: ${message}` } });
});

test('a field that is left empty is one that is left out', async () => {
  const { what } = await read('headline: X\nstandfirst:\nkicker: ~\nslug:\ntags:\nsection:\nseries:\nlead:');
  expect(what).toMatchObject({
    draft: { headline: 'X', standfirst: '', kicker: '', slug: '', tags: [], section: null, series: null },
    lead: null,
  });
});

test('a warning that comes again and again is told once, with its count', async () => {
  const text = Array.from({ length: 40 }, () => '[x](javascript:y)').join('\n\n');
  const { warnings } = await readMarkdown('a.md', `---\nheadline: X\n---\n\n${text}\n`, context);
  expect(warnings).toMatchObject([{ line: 5, said: { code: 'link_dropped' }, times: 40 }]);
  expect(warnings.map(({ line, said, times }) => atLine('a.md', line, said, times))).toMatchObject([
    {
      code: 'at_lines',
      about: { name: 'a.md', line: 5, count: 40 },
      text: expect.stringMatching(/^a\.md:5: Link.* \(40 times, here first\)$/),
    },
  ]);
});
