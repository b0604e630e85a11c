import { describe, expect, it } from 'vitest';
import { body, draft, SITE, START } from './testing.ts';
import { isPublic, landing, movesFrom, refusals, RULES } from './transitions.ts';
import type { Case } from './transitions.ts';
import type { MediaId, State, Story, StoryId } from './types.ts';
import { STATES } from './types.ts';

const STORY: Story = {
  id: 'story' as StoryId,
  lang: 'en',
  state: 'approved',
  revision: 2,
  liveRevision: null,
  translationGroup: 'story',
  source: null,
  path: null,
  firstLiveAt: null,
  dueAt: null,
  redacted: false,
  protected: false,
  createdAt: START,
  changedAt: START,
};

const PICTURE = 'p'.repeat(32) as MediaId;

/** A case in which nothing is wrong. */
function good(state: State, to: State, rest: Partial<Case> = {}): Case {
  return {
    story: { ...STORY, state, ...(isPublic(state) && { liveRevision: 1 }) },
    revision: {
      ...draft('A headline'),
      story: STORY.id,
      number: 2,
      base: 1,
      at: START,
      account: null,
      words: 4,
    },
    to,
    at: START,
    publicAt: START,
    due: START + 1,
    now: START,
    why: 'because',
    operator: false,
    redact: true,
    site: SITE,
    unknown: [],
    pictures: [{ media: PICTURE, kind: 'picture', alt: '', where: 'lead' }],
    media: new Map([[PICTURE, { kind: 'picture', alts: { en: 'A harbour' }, credit: 'Ivo', expires: null }]]),
    ...rest,
  };
}

const codesOf = (of: Case) => refusals(of).map(({ code }) => code);

describe('the state machine', () => {
  it('allows these moves to staff and no others', () => {
    const open = STATES.map(
      (from) => `${from}: ${STATES.filter((to) => codesOf(good(from, to)).length === 0).join(' ')}`,
    );
    expect(open).toEqual([
      'draft: review approved killed',
      'review: draft approved killed',
      'approved: draft review scheduled embargoed live killed',
      'scheduled: draft approved scheduled embargoed live killed',
      'embargoed: draft approved embargoed live killed',
      'live: live withdrawn',
      'corrected: live withdrawn',
      'withdrawn: live withdrawn',
      'killed: draft',
    ]);
  });

  it('lets whoever runs the server publish from a draft', () => {
    for (const to of ['live', 'scheduled', 'embargoed'] as const) {
      for (const from of ['draft', 'review'] as const) {
        expect(codesOf(good(from, to, { operator: true }))).toEqual([]);
        expect(codesOf(good(from, to))).toEqual(['not_approved']);
      }
    }
  });

  it('has one rule for each move', () => {
    const moves = RULES.flatMap(({ from, to }) => from.map((state) => `${state} ${to}`));
    expect(new Set(moves).size).toBe(moves.length);
    for (const state of STATES) expect(movesFrom(state).length).toBeGreaterThan(0);
  });

  it('says where a story can go instead', () => {
    expect(refusals(good('draft', 'withdrawn'))).toEqual([
      {
        code: 'no_such_move',
        message: expect.stringMatching(
          /^A story in state "draft" cannot move to "withdrawn"; .*"review", "approved"/,
        ),
      },
    ]);
    expect(codesOf(good('live', 'corrected'))).toEqual(['no_such_move']);
    expect(codesOf(good('live', 'killed'))).toEqual(['no_such_move']);
  });

  it.each<[string, Partial<Case>]>([
    ['site', { site: null }],
    ['language', { site: { ...SITE, languages: ['ru'] } }],
    ['headline', { revision: { ...good('approved', 'live').revision, headline: '' } }],
    ['body', { revision: { ...good('approved', 'live').revision, body: body('  ') } }],
    ['byline', { revision: { ...good('approved', 'live').revision, bylines: [] } }],
    ['unknown_section', { unknown: [{ kind: 'section', id: 'x' }] }],
    ['unknown_tag', { unknown: [{ kind: 'tag', id: 'x' }] }],
    ['unknown_series', { unknown: [{ kind: 'series', id: 'x' }] }],
    ['unknown_author', { unknown: [{ kind: 'author', id: 'x' }] }],
    ['media_unknown', { media: new Map() }],
    ['media_kind', { pictures: [{ media: PICTURE, kind: 'audio', alt: '', where: 'body' }] }],
    [
      'credit',
      { media: new Map([[PICTURE, { kind: 'picture', alts: { en: 'A' }, credit: ' ', expires: null }]]) },
    ],
    [
      'alt',
      { media: new Map([[PICTURE, { kind: 'picture', alts: { ru: 'A' }, credit: 'I', expires: null }]]) },
    ],
    [
      'licence',
      { media: new Map([[PICTURE, { kind: 'picture', alts: { en: 'A' }, credit: 'I', expires: START }]]) },
    ],
  ])('refuses to publish, schedule, publish again or bring back for "%s"', (code, rest) => {
    for (const [from, to] of [
      ['approved', 'live'],
      ['approved', 'scheduled'],
      ['approved', 'embargoed'],
      ['live', 'live'],
      ['withdrawn', 'live'],
    ] as const) {
      expect(codesOf(good(from, to, rest))).toEqual([code]);
    }
  });

  it.each<[string, State, State, Partial<Case>]>([
    ['due', 'approved', 'scheduled', { due: null }],
    ['due', 'approved', 'embargoed', { due: START }],
    ['future', 'approved', 'live', { at: START + 1, publicAt: START + 1 }],
    ['embargo', 'embargoed', 'live', { story: { ...STORY, state: 'embargoed', dueAt: START + 1 } }],
    ['reason', 'embargoed', 'approved', { why: ' ' }],
    ['reason', 'live', 'withdrawn', { why: '' }],
    ['reason', 'withdrawn', 'live', { why: '' }],
    ['reason', 'killed', 'draft', { why: '' }],
    ['redacted', 'withdrawn', 'live', { story: { ...STORY, state: 'withdrawn', redacted: true } }],
    ['nothing_new', 'live', 'live', { story: { ...STORY, state: 'live', liveRevision: 2 } }],
    ['nothing_new', 'withdrawn', 'withdrawn', { redact: false }],
  ])('refuses "%s" from %s to %s', (code, from, to, rest) => {
    expect(codesOf(good(from, to, rest))).toEqual([code]);
  });

  it('takes the alt text of the story, of the picture in its language, or of the picture in any', () => {
    const use = (alt: string) => [{ media: PICTURE, kind: 'picture' as const, alt, where: 'body' }];
    const says = (alts: Record<string, string>) =>
      new Map([[PICTURE, { kind: 'picture', alts, credit: 'I', expires: null }]]);
    expect(codesOf(good('approved', 'live', { pictures: use('Own'), media: says({}) }))).toEqual([]);
    expect(codesOf(good('approved', 'live', { pictures: use(''), media: says({ '': 'Any' }) }))).toEqual([]);
    expect(codesOf(good('approved', 'live', { pictures: use(' '), media: says({ en: ' ' }) }))).toEqual([
      'alt',
    ]);
  });

  it('names every reason at once', () => {
    const of = good('approved', 'live', {
      site: null,
      revision: { ...good('draft', 'live').revision, headline: '' },
    });
    expect(codesOf(of)).toEqual(['site', 'headline']);
  });

  it('lands in "corrected" with corrections', () => {
    expect([landing('live', 0), landing('live', 1), landing('withdrawn', 1)]).toEqual([
      'live',
      'corrected',
      'withdrawn',
    ]);
  });
});
