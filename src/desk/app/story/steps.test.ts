import { expect, it } from 'vitest';
import type { Act, State, StoryFile } from '../shapes.ts';
import { stepsOf } from './steps.ts';

const EDITOR: Act[] = [
  'story.publish',
  'story.correct',
  'story.update',
  'story.approve',
  'story.schedule',
  'story.embargo',
];

const file = (state: State, moves: State[], rest: Partial<StoryFile['story']> = {}) =>
  ({
    story: { state, revision: 3, liveRevision: null, redacted: false, ...rest },
    moves,
  }) as Pick<StoryFile, 'story' | 'moves'>;

const names = (...given: Parameters<typeof stepsOf>) => stepsOf(...given).map(({ id }) => id);

it('leads a reporter to the review and an editor past it', () => {
  expect(names(file('draft', ['review']), [])).toEqual(['review']);
  const [first] = stepsOf(file('draft', ['review', 'approved', 'live']), EDITOR);
  expect(first).toMatchObject({ word: 'live', by: ['approved'], to: 'live' });
});

it('offers to publish a newer text only where there is one', () => {
  const moves: State[] = ['live'];
  expect(names(file('live', moves, { liveRevision: 3 }), EDITOR)).toEqual(['correct', 'update']);
  expect(names(file('live', moves, { liveRevision: 2 }), EDITOR)).toEqual(['correct', 'update', 'liveNewer']);
});

it('keeps an embargo from being published, and lifts it only with a reason', () => {
  const steps = stepsOf(file('embargoed', ['draft', 'approved', 'embargoed']), EDITOR);
  expect(steps.map(({ id }) => id)).toEqual(['embargoed', 'lift', 'draft']);
  expect(steps.filter(({ needs }) => needs === 'reason').map(({ id }) => id)).toEqual(['lift', 'draft']);
});

it('calls it another time where one was chosen before', () => {
  const moves: State[] = ['draft', 'approved', 'scheduled', 'embargoed', 'live'];
  const wordsAt = (state: State) => stepsOf(file(state, moves), EDITOR).map(({ word }) => word);
  expect(wordsAt('scheduled')).toEqual(['live', 'approved', 'otherTime', 'embargoed', 'draft']);
  expect(wordsAt('approved')).toEqual(['live', 'approved', 'scheduled', 'embargoed', 'draft']);
});

it('redacts what was public only for who may, and never twice', () => {
  const acts: Act[] = ['story.withdraw', 'story.redact'];
  expect(names(file('withdrawn', ['withdrawn', 'live']), acts)).toEqual(['restore', 'redact']);
  expect(names(file('withdrawn', ['withdrawn'], { redacted: true }), acts)).toEqual([]);
});

it('brings a killed story back with a reason', () => {
  expect(stepsOf(file('killed', ['draft']), EDITOR)).toMatchObject([{ word: 'revive', needs: 'reason' }]);
});
