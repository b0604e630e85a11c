import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { chooseRelated } from './related.ts';
import { bench, DAY, done, draft, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { StoryId } from './types.ts';

const id = (name: string) => name as StoryId;

describe('choosing', () => {
  const candidate = (name: string, at: number, rest: object) => ({
    story: id(name),
    at,
    tags: 0,
    series: false,
    section: false,
    ...rest,
  });

  it('takes picks first, then most in common, then newest, six at most', () => {
    const chosen = chooseRelated(
      [{ story: id('pick'), reason: 'pick' }],
      [
        candidate('section-new', 9, { section: true }),
        candidate('section-old', 1, { section: true }),
        candidate('series', 1, { series: true }),
        candidate('tag', 1, { tags: 1 }),
        candidate('tags', 1, { tags: 2, section: true }),
        candidate('pick', 9, { tags: 3 }),
        candidate('last', 0, { section: true }),
      ],
    );
    expect(chosen.map(({ story, reason }) => `${story} ${reason}`)).toEqual([
      'pick pick',
      'tags tag',
      'tag tag',
      'series series',
      'section-new section',
      'section-old section',
    ]);
  });
});

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  const relatedOf = async (story: StoryId) => (await desk.newsroom.live.stories([story]))[0]?.related ?? [];

  it('freezes what was live and shared something when the story was published', async () => {
    const { newsroom } = desk;
    const at = (day: number) => ({ at: START - day * DAY });
    const tagged = await publish(desk, 'Tagged', { tags: ['a', 'b'] }, at(9));
    const series = await publish(desk, 'Series', { series: { id: 'dispute', part: 1 } }, at(3));
    const section = await publish(desk, 'Section', { section: 'world' }, at(2));
    await publish(desk, 'Nothing', { tags: ['e'], section: 'home' }, at(1));
    await publish(desk, 'Другой', { tags: ['a', 'b'] }, { lang: 'ru', ...at(1) });
    await newsroom.stories.create({ lang: 'en', draft: draft('Draft', { tags: ['a', 'b'] }) });
    const fields = { tags: ['a', 'b', 'c'], section: 'world', series: { id: 'dispute', part: 2 } };
    const story = await publish(desk, 'Story', fields);
    const expected = [
      { story: tagged.id, reason: 'tag' },
      { story: series.id, reason: 'series' },
      { story: section.id, reason: 'section' },
    ];
    expect(await relatedOf(story.id)).toEqual(expected);
    const later = await publish(desk, 'Later', { tags: ['a', 'b', 'c'] });
    expect(await relatedOf(story.id)).toEqual(expected);
    await newsroom.stories.relate([story.id]);
    expect((await relatedOf(story.id))[0]).toEqual({ story: later.id, reason: 'tag' });
  });

  it('puts the picks of editors first, and only those that readers can open', async () => {
    const { newsroom } = desk;
    const [one, two] = [await publish(desk, 'One'), await publish(desk, 'Two', { tags: ['a'] })];
    const other = await publish(desk, 'Третий', {}, { lang: 'ru' });
    const hidden = await newsroom.stories.create({ lang: 'en', draft: draft('Hidden') });
    const picks = [hidden.id, two.id, other.id, one.id, id('nobody')];
    const story = await publish(desk, 'Story', { picks, tags: ['a'] });
    expect(await relatedOf(story.id)).toEqual([
      { story: two.id, reason: 'pick' },
      { story: one.id, reason: 'pick' },
    ]);
  });

  it('is mended where a withdrawn story was named: the rest stays, the next best comes in', async () => {
    const { newsroom } = desk;
    const made = [];
    for (let at = 8; at > 0; at--)
      made.push(await publish(desk, `No ${at}`, { tags: ['a'] }, { at: START - at * DAY }));
    const pick = made[0]?.id ?? id('');
    const story = await publish(desk, 'Story', { tags: ['a'], picks: [pick] });
    const before = await relatedOf(story.id);
    expect(before).toHaveLength(6);
    const gone = before[2]?.story ?? id('');
    expect(await newsroom.live.relatedTo(gone)).toContain(story.id);
    const seq = await newsroom.live.lastChange();
    done(await newsroom.stories.withdraw({ story: gone, reason: 'So' }));
    const after = await relatedOf(story.id);
    expect(after.slice(0, 5)).toEqual(before.filter((link) => link.story !== gone));
    expect(after).toHaveLength(6);
    expect(await newsroom.live.relatedTo(gone)).toEqual([]);
    expect((await newsroom.live.changes(seq, 200)).map(({ kind, key }) => `${kind} ${key}`)).toContain(
      `story ${story.id}`,
    );
  });

  it('orders a series by part, then time, and tells the neighbours of a newcomer', async () => {
    const { newsroom } = desk;
    const part = (number: number | null) => ({ series: { id: 'dispute', part: number } });
    const three = await publish(desk, 'Three', part(3), { at: START - 5 * DAY });
    const none = await publish(desk, 'None', part(null), { at: START - 6 * DAY });
    const one = await publish(desk, 'One', part(1));
    const seq = await newsroom.live.lastChange();
    const two = await publish(desk, 'Two', part(2));
    expect(await newsroom.live.seriesOrder('en', 'dispute')).toEqual([one.id, two.id, three.id, none.id]);
    const told = (await newsroom.live.changes(seq, 100))
      .filter(({ kind }) => kind === 'story')
      .map(({ key }) => key);
    expect(told.toSorted()).toEqual([one.id, two.id, three.id].toSorted());
  });
});
