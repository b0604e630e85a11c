import { expect, it } from 'vitest';
import type { StoryRow } from '../shapes.ts';
import { filterFrom, fitting, queryOf } from './filter.ts';

const row = (given: Partial<StoryRow>): StoryRow => ({
  id: 'a1' as StoryRow['id'],
  lang: 'en',
  state: 'draft',
  kicker: '',
  headline: 'Ferries Resume at Dawn',
  section: 'world',
  bylines: [],
  changedAt: 0,
  dueAt: null,
  path: null,
  words: 0,
  protected: false,
  editing: null,
  task: false,
  ...given,
});

it('takes a filter out of an address and leaves out what makes no sense', () => {
  expect(filterFrom({ state: 'working', lang: 'fa', text: 7, mine: true })).toEqual({
    state: 'working',
    lang: 'fa',
    text: '7',
    mine: true,
  });
  expect(filterFrom({ state: 'burnt', lang: '', text: '  ', mine: 'no', other: 1 })).toEqual({});
});

it('asks the API for the states that a name stands for', () => {
  expect(queryOf({ state: 'public', text: 'ΑΒΓ' })).toEqual({
    state: 'live,corrected',
    text: 'αβγ',
  });
});

it('finds rows by words in any order and letter case, as the newsroom does', () => {
  const fits = fitting({ text: 'dawn FERRIES' });
  expect(fits(row({}))).toBe(true);
  expect(fits(row({ headline: 'Ferries stay in port' }))).toBe(false);
  expect(fitting({ text: 'a1' })(row({}))).toBe(true);
  expect(fitting({ text: 'ﬁsh' })(row({ headline: 'Fish quay' }))).toBe(true);
});

it('finds rows by state, language and section', () => {
  expect(fitting({ state: 'working' })(row({ state: 'embargoed' }))).toBe(true);
  expect(fitting({ state: 'working' })(row({ state: 'killed' }))).toBe(false);
  expect(fitting({ lang: 'ru' })(row({}))).toBe(false);
  expect(fitting({ section: 'world' })(row({ section: null }))).toBe(false);
});
