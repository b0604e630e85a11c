import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { foldable, type FoldCard } from './fold.ts';
import { bench, body, done, draft, stock } from './testing.ts';

const MINUTE = 60_000;
const START = Math.ceil(Date.UTC(2026, 10, 12, 8) / (5 * MINUTE)) * 5 * MINUTE;

/** Saves of one person every two seconds, one word more each time. */
const stretch = (from: number, count: number, rest: Partial<FoldCard> = {}, at = START): FoldCard[] =>
  Array.from({ length: count }, (_, index) => ({
    number: from + index,
    at: at + index * 2000,
    account: 'ann',
    words: from + index,
    bylines: '["mara"]',
    ...rest,
  }));
const left = (cards: FoldCard[], named: number[] = [], now = START + 24 * 60 * MINUTE): number[] => {
  const gone = new Set(foldable(cards, { now, named: new Set(named) }));
  return cards.map(({ number }) => number).filter((number) => !gone.has(number));
};

describe('which saves go', () => {
  it('leaves the first, what is named, and what somebody had when they paused', () => {
    expect(left(stretch(1, 40), [17])).toEqual([1, 17, 40]);
    const later = stretch(41, 10, {}, START + 60 * MINUTE);
    expect(left([...stretch(1, 40), ...later])).toEqual([1, 40, 50]);
  });
  it('leaves what each person had when another went on', () => {
    const cards = [...stretch(1, 10), ...stretch(11, 10, { account: 'bob' }, START + 30_000)];
    expect(left(cards)).toEqual([1, 10, 20]);
  });
  it('leaves everything of the last ten minutes, and one save of each five before', () => {
    const long = stretch(1, 450);
    expect(left(long, [], START + 15 * MINUTE)).toEqual([
      1,
      150,
      ...long.slice(150).map(({ number }) => number),
    ]);
    expect(left(long)).toEqual([1, 150, 300, 450]);
  });
  it('leaves the text from before much of it was taken out, also bit by bit', () => {
    const shrinking = (step: number) =>
      Array.from({ length: 8 }, (_, index) => ({
        ...(stretch(21, 8)[index] as FoldCard),
        words: 20 - step * index,
      }));
    expect(left([...stretch(1, 20), ...shrinking(2)])).toEqual([1, 21, 28]);
    expect(left([...stretch(1, 20), ...shrinking(1)])).toEqual([1, 28]);
  });
  it('leaves what nobody known saved, and each way in which it was signed', () => {
    expect(left(stretch(1, 5, { account: null }))).toEqual([1, 2, 3, 4, 5]);
    const signed = stretch(1, 9).map((card) => (card.number === 4 ? { ...card, bylines: '["gull"]' } : card));
    expect(left(signed)).toEqual([1, 3, 4, 9]);
  });
});

eachDatabase((_name, open) => {
  it('thins a long day of writing, and touches nothing that readers had', async () => {
    const desk = await bench(open);
    await stock(desk);
    const { newsroom, clock } = desk;
    clock.now = Math.ceil(clock.now / (5 * MINUTE)) * 5 * MINUTE;
    const text = (count: number) => draft('A day', { body: body('word '.repeat(count).trim()) });
    const { id } = await newsroom.stories.create({ lang: 'en', draft: text(1), account: 'ann' });
    const write = async (from: number, to: number): Promise<void> => {
      for (let count = from; count <= to; count += 1) {
        clock.now += 2000;
        done(await newsroom.stories.save({ story: id, base: count - 1, draft: text(count), account: 'ann' }));
      }
    };
    await write(2, 20);
    done(await newsroom.stories.move({ story: id, to: 'live' }));
    await write(21, 40);
    const numbers = async () => (await newsroom.stories.revisions(id)).map(({ number }) => number);
    expect(await numbers()).toHaveLength(40);
    clock.now += 20 * MINUTE;
    await write(41, 41);
    expect(await numbers()).toEqual([1, 20, 40, 41]);
    expect((await newsroom.stories.revisions(id)).map(({ base }) => base)).toEqual([null, 1, 20, 40]);
    expect(await newsroom.stories.diff(id, 20, 40)).not.toBeNull();
    const [live] = await newsroom.live.stories([id]);
    expect(live?.words).toBe(20);
    await desk.close();
  });
});
