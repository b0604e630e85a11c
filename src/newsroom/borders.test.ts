import { expect, it } from 'vitest';
import { checkDraft, checkSite } from './borders.ts';
import { draft, SITE } from './testing.ts';

const plain = draft('One');

it.each([
  [{ headline: 'a'.repeat(2000) }, 'The headline has 2,000 characters; it may have at most 500'],
  [{ tags: ['a', 'b'.repeat(101)] }, 'Entry 2 of the tags has 101 characters; it may have at most 100'],
  [
    { bylines: Array.from({ length: 51 }, (_, index) => `a${index}`) },
    'The bylines must have at most 50 entries, not 51',
  ],
  [{ headline: 7 }, 'The headline must be text, not the number 7'],
  [{ headline: undefined }, 'The headline must be given, as text'],
  [{ series: { id: 'x', part: 200_000 } }, 'The part of the series must be at most 100,000, not 200,000'],
  [{ series: { id: 'x', part: 1.5 } }, 'The part of the series must be a whole number, not the number 1.5'],
  [{ picks: [''] }, 'Entry 1 of the picks must not be empty; fill it in or leave it out'],
  [{ colour: 'red' }, 'The draft cannot have "colour"; take that out'],
  [{ section: 'Two Words' }, 'The section: Use lower-case letters, digits and single hyphens'],
])('says of %j what is wrong in plain words', (change, message) => {
  expect(() => checkDraft(Object.assign({}, plain, change))).toThrow(
    `The draft cannot be used as it stands: ${message}`,
  );
});

it('names the key of a list by language that is no language', () => {
  expect(() => checkSite({ ...SITE, taglines: { 'not a tag': 'x' } })).toThrow(
    'The taglines cannot have the key "not a tag": Use a language tag',
  );
});
