import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { StoryId } from './types.ts';

const HOUR = 3_600_000;

eachDatabase((_name, open) => {
  let desk: Bench;
  /** Oldest first, six hours apart, two of them at the same time. */
  const ids: StoryId[] = [];
  beforeAll(async () => {
    desk = await bench(open);
    await stock(desk);
    await desk.newsroom.batch(async () => {
      for (let at = 0; at < 40; at++) {
        const time = START - (40 - Math.min(at, 38)) * 6 * HOUR;
        ids.push((await publish(desk, `No ${at}`, { tags: [at % 2 ? 'a' : 'b'] }, { at: time })).id);
      }
    });
    ids.splice(38, 2, ...ids.slice(38).toSorted());
  });
  afterAll(() => desk.close());

  const story = ({ story: id }: { story: StoryId }) => ids.indexOf(id);

  it('gives any window of a list from either end', async () => {
    const { live } = desk.newsroom;
    const oldest = await live.list('en/latest', { limit: 100 });
    expect(oldest.map(story)).toEqual(ids.map((_, at) => at));
    for (const from of [0, 1, 17, 19, 20, 21, 38, 39, 40, 50]) {
      for (const limit of [1, 3, 100]) {
        const upward = await live.list('en/latest', { from, limit });
        expect(upward.map(story)).toEqual(oldest.slice(from, from + limit).map(story));
        const downward = await live.list('en/latest', { from, limit, newest: true });
        expect(downward.map(story)).toEqual(
          oldest
            .toReversed()
            .slice(from, from + limit)
            .map(story),
        );
      }
    }
    const after = oldest[29]?.at ?? 0;
    expect((await live.list('en/latest', { after, limit: 5 })).map(story)).toEqual([30, 31, 32, 33, 34]);
    expect((await live.list('en/latest', { after, limit: 2, newest: true })).map(story)).toEqual([39, 38]);
    expect(await live.list('en/nothing', { limit: 5 })).toEqual([]);
  });

  it('counts a list, and the place of a time in it', async () => {
    const { live } = desk.newsroom;
    expect(await live.count('en/latest')).toBe(40);
    expect(await live.count('en/tag/a')).toBe(20);
    expect(await live.count('en/none')).toBe(0);
    const places = await live.list('en/latest', { limit: 100 });
    for (const place of [0, 1, 20, 38]) {
      expect(await live.count('en/latest', { before: places[place]?.at ?? 0 })).toBe(place);
    }
    expect(await live.count('en/latest', { before: START })).toBe(40);
  });

  it('names lists by prefix with their ends, and the nearest days', async () => {
    const { live } = desk.newsroom;
    const days = await live.lists('en/day/2026-11-1');
    expect(days.map(({ list }) => list)).toEqual(
      ['13', '14', '15', '16', '17', '18', '19'].map((day) => `en/day/2026-11-${day}`),
    );
    expect(days[1]).toMatchObject({
      count: 4,
      first: expect.any(Number),
      last: (days[1]?.first ?? 0) + 18 * HOUR,
    });
    expect((await live.lists('')).reduce((sum, { count }) => sum + count, 0)).toBe(40 * 4);
    expect(await live.nearestDays('en', '2026-11-15')).toEqual({ older: '2026-11-14', newer: '2026-11-16' });
    expect(await live.nearestDays('en', '2026-11-13')).toEqual({ older: null, newer: '2026-11-14' });
    expect(await live.nearestDays('en', '2030-01-01')).toMatchObject({ newer: null });
    expect(await live.nearestDays('ru', '2026-11-15')).toEqual({ older: null, newer: null });
  });

  it('hands out all stories in ranges, whole or as cards, in the order asked for', async () => {
    const { live } = desk.newsroom;
    const all: StoryId[] = [];
    for (
      let range = await live.all(null, 7);
      range.length > 0;
      range = await live.all(range.at(-1) ?? null, 7)
    ) {
      all.push(...range);
    }
    expect(all).toEqual(ids.toSorted());
    const some = [ids[5], ids[2], 'none' as StoryId, ids[9]].flatMap((id) => id ?? []);
    expect((await live.stories(some)).map(story)).toEqual([5, 2, 9]);
    expect((await live.cards(some)).map(story)).toEqual([5, 2, 9]);
    expect(await live.stories([])).toEqual([]);
    expect((await live.usedBy({ tag: 'a' })).length).toBe(20);
    expect((await live.usedBy({ tag: 'a', author: 'mara' })).length).toBe(40);
    expect(await live.usedBy({ section: 'world' })).toEqual([]);
    expect(await live.lastUpdate('en/day/2026-11-14')).toBe((await live.lists('en/day/2026-11-14'))[0]?.last);
    expect(await live.lastUpdate('en/day/1999')).toBeNull();
  });
});
