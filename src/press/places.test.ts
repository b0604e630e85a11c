import { afterEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { openAllPlaces, openPlaces } from './places.ts';
import { draftWith, openWorks, SECTIONS, TAGS, type Works } from './testing.ts';

const DAY = 24 * 3_600_000;

eachDatabase((_name, open) => {
  let works: Works | undefined;
  afterEach(async () => {
    await works?.close();
    works = undefined;
  });

  it('says of every list the same whether it reads ahead or not', async () => {
    works = await openWorks(await open.url());
    const { newsroom, clock } = works;
    for (let number = 0; number < 60; number++) {
      const draft = draftWith(`word${number}`, {
        slug: `story-${number}`,
        section: SECTIONS[number % 2] ?? null,
        tags: TAGS.filter((_, at) => (number >> at) % 2 === 0),
      });
      const { id } = await newsroom.stories.create({ lang: number % 5 === 0 ? 'ru' : 'en', draft });
      clock.now += number % 7 === 0 ? 3 * DAY : 3_600_000;
      expect((await newsroom.stories.move({ story: id, to: 'live' })).ok).toBe(true);
    }
    const [one, all] = [openPlaces(newsroom), openAllPlaces(newsroom)];
    for (const lang of ['en', 'ru', 'fa']) {
      const lists = await all.lists(`${lang}/`);
      const named = (await one.lists(`${lang}/`)).map(({ list, count }) => ({ list, count }));
      expect(lists).toEqual(named);
      for (const { list } of [
        ...lists,
        { list: `${lang}/tag/nothing` },
        { list: `${lang}/day/1999-01-01` },
      ]) {
        const total = await one.total(list);
        expect(await all.total(list)).toBe(total);
        for (const [from, count] of [
          [0, total],
          [1, 2],
          [Math.max(0, total - 2), 2],
          [0, 3],
        ] as const) {
          expect(await all.window(list, from, count)).toEqual(await one.window(list, from, count));
        }
        const day = /\/day\/(.+)/.exec(list)?.[1];
        if (day !== undefined)
          expect(await all.nearestDays(lang, day)).toEqual(await one.nearestDays(lang, day));
      }
    }
    expect(await all.nearestDays('en', '1999-01-01')).toEqual(await one.nearestDays('en', '1999-01-01'));
    expect(await all.nearestDays('en', '2999-01-01')).toEqual(await one.nearestDays('en', '2999-01-01'));
  });
});
