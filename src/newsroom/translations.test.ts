import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, codes, done, draft, publish, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { StoryId } from './types.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  const announced = async (seq: number) =>
    (await desk.newsroom.live.changes(seq, 100)).filter(({ kind }) => kind === 'story').map(({ key }) => key);

  it('shows live peers to each other, and tells the press of both', async () => {
    const { newsroom } = desk;
    const en = await publish(desk, 'Ferry');
    const ru = await newsroom.stories.create({
      lang: 'ru',
      draft: draft('Паром'),
      source: { story: en.id, revision: 1 },
    });
    expect((await newsroom.live.stories([en.id]))[0]?.translations).toEqual([]);
    const seq = await newsroom.live.lastChange();
    const live = done(await newsroom.stories.move({ story: ru.id, to: 'live' })).story;
    expect(await announced(seq)).toEqual(expect.arrayContaining([en.id, ru.id]));
    const [english, russian] = await newsroom.live.stories([en.id, ru.id]);
    expect(english).toMatchObject({
      translations: [{ lang: 'ru', path: live.path, headline: 'Паром' }],
      translatedFrom: null,
    });
    expect(russian).toMatchObject({
      translations: [{ lang: 'en', path: en.path, headline: 'Ferry' }],
      translatedFrom: { lang: 'en', path: en.path },
    });
    done(await newsroom.stories.withdraw({ story: en.id, reason: 'So' }));
    expect(await newsroom.live.stories([ru.id])).toMatchObject([{ translations: [], translatedFrom: null }]);
    expect((await newsroom.live.translations([en.id])).get(en.id)).toMatchObject([{ lang: 'ru' }]);
  });

  it('is outdated when readers of the source have a newer text, and shows what is missing', async () => {
    const { newsroom } = desk;
    const en = await publish(desk, 'One');
    const source = { story: en.id, revision: 1 };
    const ru = await newsroom.stories.create({ lang: 'ru', draft: draft('Раз'), source });
    done(await newsroom.stories.save({ story: en.id, base: 1, draft: draft('Two') }));
    const outdated = async () =>
      (await newsroom.stories.translations(en.id)).map(({ lang, outdated: by }) => [lang, by]);
    expect(await outdated()).toEqual([
      ['en', null],
      ['ru', null],
    ]);
    done(await newsroom.stories.move({ story: en.id, to: 'live' }));
    expect(await outdated()).toEqual([
      ['en', null],
      ['ru', { translated: 1, live: 2 }],
    ]);
    const diff = await newsroom.stories.outdatedDiff(ru.id);
    expect(diff?.fields).toEqual([{ field: 'headline', before: 'One', after: 'Two' }]);
    expect(diff?.body.map(({ kind }) => kind)).toEqual(['changed']);
    const followed = { ...source, revision: 2 };
    done(await newsroom.stories.save({ story: ru.id, base: 1, draft: draft('Два'), source: followed }));
    expect(await outdated()).toEqual([
      ['en', null],
      ['ru', null],
    ]);
    expect(await newsroom.stories.outdatedDiff(ru.id)).toBeNull();
  });

  it('joins whole groups, and refuses a language twice, loops and revisions that do not exist', async () => {
    const { newsroom } = desk;
    const make = async (lang: string) => (await newsroom.stories.create({ lang, draft: draft(lang) })).id;
    const [en, ru, fa, en2] = [await make('en'), await make('ru'), await make('fa'), await make('en')];
    done(await newsroom.stories.link({ story: fa, source: ru }));
    done(await newsroom.stories.link({ story: ru, source: en }));
    const langs = async (id: StoryId) => (await newsroom.stories.translations(id)).map(({ lang }) => lang);
    expect(await langs(fa)).toEqual(['en', 'fa', 'ru']);
    expect(codes(await newsroom.stories.link({ story: en2, source: fa }))).toEqual(['language_taken']);
    expect(codes(await newsroom.stories.link({ story: en, source: fa }))).toEqual(['loop']);
    expect(codes(await newsroom.stories.link({ story: en, source: en }))).toEqual(['loop']);
    expect(codes(await newsroom.stories.link({ story: en2, source: en, revision: 7 }))).toEqual([
      'no_revision',
    ]);
    const source = { story: ru, revision: 1 };
    await expect(newsroom.stories.create({ lang: 'fa', draft: draft('x'), source })).rejects.toThrow(
      /already/,
    );
  });

  it('leaves a group whole when one story goes', async () => {
    const { newsroom } = desk;
    const en = await publish(desk, 'Ferry');
    const others = [];
    for (const lang of ['ru', 'fa']) {
      const story = await publish(desk, `Ferry ${lang}`, {}, { lang });
      done(await newsroom.stories.link({ story: story.id, source: en.id }));
      others.push(story.id);
    }
    const seq = await newsroom.live.lastChange();
    // The group bears its founder's name; it must not follow the founder out.
    await newsroom.stories.unlink(en.id);
    expect(await announced(seq)).toEqual(expect.arrayContaining([en.id, ...others]));
    const [alone, ...rest] = await newsroom.live.stories([en.id, ...others]);
    expect(alone?.translations).toEqual([]);
    expect(rest.map(({ translations }) => translations.map(({ lang }) => lang))).toEqual([['fa'], ['ru']]);
    expect(rest.map(({ translatedFrom }) => translatedFrom)).toEqual([null, null]);
    done(await newsroom.stories.link({ story: en.id, source: others[0] ?? en.id }));
    expect((await newsroom.live.stories([en.id]))[0]?.translations).toHaveLength(2);
  });
});
