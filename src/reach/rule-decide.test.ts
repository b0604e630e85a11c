import { describe, expect, it } from 'vitest';
import type { Mirror } from './mirrors.ts';
import { counted, type ProbeRow } from './probe/rows.ts';
import type { Verdict } from './probe/verdict.ts';
import { decide } from './rule-decide.ts';
import { NO_PLACES, type Facts } from './rule-facts.ts';
import { RULE } from './rule.ts';

const HOUR = 3_600_000;
const AT = Date.UTC(2026, 10, 27, 12);
const SIGNS: Record<string, Verdict> = { '.': 'ok', '~': 'slow', o: 'stale', x: 'blocked', '!': 'poisoned' };

const mirror = (id: string, more: Partial<Mirror> = {}): Mirror => ({
  id,
  kind: 'folder',
  target: '/srv',
  address: `https://${id}.example/`,
  use: 'data',
  state: 'listed',
  options: {},
  addedAt: 0,
  changedAt: 0,
  pushedEdition: 7,
  pushedAt: 0,
  error: null,
  ...more,
});

/** What was seen, one sign an hour, the newest last: `{ 'oak tehran': '..xx' }`. */
const seen = (lines: Record<string, string>): ProbeRow[] =>
  Object.entries(lines)
    .flatMap(([names, signs]) => {
      const [id = '', vantage = ''] = names.split(' ');
      return Array.from(signs).map((sign, nth) => ({
        mirror: id,
        vantage,
        at: AT - (signs.length - 1 - nth) * HOUR,
        verdict: SIGNS[sign] ?? 'ok',
        reason: 'as it was seen',
        ms: 100,
        edition: 7,
      }));
    })
    .sort((a, b) => a.at - b.at);

const facts = (mirrors: Mirror[], lines: Record<string, string>, more: Partial<Facts> = {}): Facts => ({
  at: AT,
  mirrors,
  vantages: ['here', 'tehran', 'minsk'],
  probes: seen(lines),
  places: NO_PLACES,
  ...more,
});

const movesOf = (...args: Parameters<typeof decide>): string[] =>
  decide(...args).moves.map(({ id, from, to }) => `${id}: ${from} to ${to}`);

describe('the rule', () => {
  it('leaves one alone that was never filled: it is not in the list yet', () => {
    const mirrors = [
      mirror('oak', { pushedEdition: null, pushedAt: null }),
      mirror('elm', { state: 'spare' }),
    ];
    expect(movesOf(facts(mirrors, { 'oak here': 'xxxx', 'elm here': '.' }), RULE)).toEqual([]);
  });

  it('takes out a mirror that enough vantages find blocked often enough, and lets the oldest spare in', () => {
    const mirrors = [mirror('oak'), mirror('elm', { state: 'spare' }), mirror('ash', { state: 'spare' })];
    const lines = { 'oak here': '....', 'oak tehran': '..xx', 'elm here': '.', 'ash here': '.' };
    const decision = decide(facts(mirrors, lines), RULE);
    expect(decision.moves.map(({ why }) => why)).toEqual([
      'elm takes the place of oak: is a spare, was pushed edition 7, is ok from here',
      'oak leaves the list: it is blocked from 1 of 3 vantages (tehran), 2 times in a row; the rule asks for 1',
    ]);
    expect(decision.places).toEqual({ last: [], vacant: 0, out: { oak: { at: AT, poisoned: false } } });
  });

  it.each([
    ['once only', { 'oak tehran': '..x' }, {}],
    ['not in a row', { 'oak tehran': 'x.x' }, {}],
    ['from too few', { 'oak here': '..', 'oak tehran': 'xx' }, { vantages: 2 }],
    ['where it is only slow or stale', { 'oak tehran': '~o~o' }, {}],
    ['from a vantage that is no more', { 'oak vienna': 'xxxx' }, {}],
    ['long ago', { 'oak tehran': 'xxxx.' }, {}],
  ])('leaves a mirror in the list that was found blocked %s', (_when, lines, change) => {
    const mirrors = [mirror('oak'), mirror('elm', { state: 'spare' })];
    expect(movesOf(facts(mirrors, { ...lines, 'elm here': '..' }), { ...RULE, ...change })).toEqual([]);
  });

  it('asks for no more vantages than there are', () => {
    const mirrors = [mirror('oak'), mirror('elm', { state: 'spare' })];
    const alone = facts(mirrors, { 'oak here': 'xx', 'elm here': '..' }, { vantages: ['here'] });
    expect(movesOf(alone, { ...RULE, vantages: 5 })).toHaveLength(2);
  });

  it.each([
    ['was never pushed', { pushedEdition: null }, '..'],
    ['could not be pushed', { error: 'Full' }, '..'],
    ['was not probed', {}, ''],
    ['is blocked itself', {}, '.x'],
    ['is stale', {}, '.o'],
  ])('does not let a spare in that %s: the blocked mirror stays, last', (_what, more, signs) => {
    const mirrors = [mirror('oak'), mirror('elm', { state: 'spare', ...more })];
    const decision = decide(facts(mirrors, { 'oak tehran': 'xx', 'elm here': signs }), RULE);
    expect(decision.moves).toEqual([]);
    expect(decision.places.last).toEqual(['oak']);
    expect(decision.kept[0]?.why).toMatch(/^oak is blocked from .*, but no spare can take its place$/);
  });

  it('never empties the list, whatever is blocked, and lets it be as it was when it is over', () => {
    const mirrors = [mirror('oak'), mirror('elm')];
    const lines = { 'oak here': '..', 'oak tehran': 'xx', 'elm tehran': 'xx' };
    const decision = decide(facts(mirrors, lines), RULE);
    expect(decision.moves).toEqual([]);
    expect(decision.places.last).toEqual(['oak', 'elm']);
    const later = facts(mirrors, { 'oak tehran': 'xx.', 'elm tehran': 'xx.' }, { places: decision.places });
    expect(decide(later, RULE).places).toEqual(NO_PLACES);
  });

  it('takes a poisoned mirror out at once, with a spare or without, and fills its place later', () => {
    const alone = decide(facts([mirror('oak')], { 'oak here': '...', 'oak tehran': '..!' }), RULE);
    expect(alone.moves[0]?.why).toBe('oak leaves the list: it is poisoned, seen from tehran: as it was seen');
    expect(alone.places).toMatchObject({ vacant: 1, out: { oak: { poisoned: true } } });
    const mirrors = [mirror('oak', { state: 'blocked' }), mirror('elm', { state: 'spare' })];
    const later = decide(facts(mirrors, { 'elm here': '.' }, { places: alone.places }), RULE);
    expect(later.moves.map(({ why }) => why)).toEqual([
      'elm takes a vacant place: is a spare, was pushed edition 7, is ok from here',
    ]);
    expect(later.places.vacant).toBe(0);
  });

  it('prefers a spare of the same use', () => {
    const mirrors = [
      mirror('oak', { use: 'entry' }),
      mirror('elm', { state: 'spare' }),
      mirror('ash', { state: 'spare', use: 'entry' }),
    ];
    const lines = { 'oak here': 'xx', 'elm here': '.', 'ash here': '.' };
    expect(movesOf(facts(mirrors, lines), RULE)[0]).toBe('ash: spare to listed');
  });

  it('lets a mirror wait for a place again once it was ok for long enough', () => {
    const out = { oak: { at: AT - 30 * HOUR, poisoned: false } };
    const places = { ...NO_PLACES, out };
    const blocked = [mirror('oak', { state: 'blocked' })];
    const long = '.'.repeat(25);
    expect(movesOf(facts(blocked, { 'oak tehran': `x${long}` }, { places }), RULE)).toEqual([
      'oak: blocked to spare',
    ]);
    expect(movesOf(facts(blocked, { 'oak tehran': `x${long.slice(3)}` }, { places }), RULE)).toEqual([]);
    expect(movesOf(facts(blocked, { 'oak tehran': long, 'oak minsk': 'x' }, { places }), RULE)).toEqual([]);
    const never = { ...RULE, returnHours: null };
    expect(movesOf(facts(blocked, { 'oak tehran': `x${long}` }, { places }), never)).toEqual([]);
    // Blocked by hand, or poisoned: people decide.
    expect(movesOf(facts(blocked, { 'oak tehran': `x${long}` }), RULE)).toEqual([]);
    const poison = { ...NO_PLACES, out: { oak: { at: 0, poisoned: true } } };
    expect(movesOf(facts(blocked, { 'oak tehran': `x${long}` }, { places: poison }), RULE)).toEqual([]);
  });

  it('lets one that is back replace another at once', () => {
    const places = { ...NO_PLACES, out: { oak: { at: AT - 90 * HOUR, poisoned: false } } };
    const mirrors = [mirror('oak', { state: 'blocked' }), mirror('elm')];
    const lines = { 'oak here': '.'.repeat(30), 'elm here': '.xx' };
    expect(movesOf(facts(mirrors, lines, { places }), RULE)).toEqual([
      'oak: blocked to spare',
      'oak: spare to listed',
      'elm: listed to blocked',
    ]);
  });
});

describe('what counts', () => {
  it('is not a round in which a vantage reached nothing at all', () => {
    const lines = { 'oak tehran': '.xx', 'elm tehran': '.x.', 'oak here': '..x', 'ash minsk': 'xxx' };
    const left = counted(seen(lines), {}).filter(({ verdict }) => verdict === 'blocked');
    const hours = left.map(({ mirror: id, vantage, at }) => `${id} ${vantage} ${(at - AT) / HOUR}`);
    // A vantage that looks at one mirror alone has nothing to compare it with.
    expect(hours.sort()).toEqual([
      'ash minsk -1',
      'ash minsk -2',
      'ash minsk 0',
      'oak here 0',
      'oak tehran 0',
    ]);
  });
});
