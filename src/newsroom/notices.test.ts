import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { noticeApplies } from './notices.ts';
import { bench, DAY, done, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { LegalNotice } from './types.ts';

const NOTICE: LegalNotice = {
  id: 'foreign-agent',
  jurisdiction: 'Arvenia',
  texts: { en: 'This message was made by a foreign agent.' },
  trigger: {},
  placement: 'above',
  sizeRatio: 2,
  validFrom: START - DAY,
  validTo: null,
};

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  it('stands on the stories that its whole trigger matches', async () => {
    const { newsroom } = desk;
    const a = await publish(desk, 'A', { section: 'world', tags: ['a'] });
    const b = await publish(desk, 'B', { section: 'world', tags: ['b'], bylines: ['ivo'] });
    const c = await publish(desk, 'Ц', { section: 'home', tags: ['a'] }, { lang: 'ru' });
    const under = async (trigger: LegalNotice['trigger']) => {
      const notice = { ...NOTICE, trigger };
      await newsroom.notices.put(notice);
      const stories = await newsroom.live.usedBy({ notice: NOTICE.id });
      const cards = await newsroom.live.cards([a.id, b.id, c.id]);
      expect(
        cards
          .filter((card) => noticeApplies(notice, card))
          .map(({ story }) => story)
          .toSorted(),
      ).toEqual(stories);
      return ['a', 'b', 'c'].filter((_, at) => stories.includes([a.id, b.id, c.id][at] ?? a.id));
    };
    expect(await under({})).toEqual(['a', 'b', 'c']);
    expect(await under({ languages: ['en'] })).toEqual(['a', 'b']);
    expect(await under({ tags: ['a', 'e'] })).toEqual(['a', 'c']);
    expect(await under({ tags: ['a'], sections: ['world'] })).toEqual(['a']);
    expect(await under({ authors: ['ivo'], languages: ['en', 'ru'] })).toEqual(['b']);
    expect(await under({ authors: ['mara'], sections: ['world'], tags: ['b'] })).toEqual([]);
  });

  it('begins and ends on its own, and tells the press both times', async () => {
    const { newsroom, store, clock } = desk;
    await newsroom.notices.put({ ...NOTICE, validFrom: START + DAY, validTo: START + 2 * DAY });
    const at = async (time: number) => (await newsroom.live.notices(time)).length;
    expect([await at(START), await at(START + DAY), await at(START + 2 * DAY)]).toEqual([0, 1, 0]);
    for (const day of [1, 2]) {
      const seq = await newsroom.live.lastChange();
      clock.now = START + day * DAY;
      await store.jobs.runDue(newsroom.handlers, clock.now);
      expect(await newsroom.live.changes(seq, 9)).toMatchObject([{ kind: 'notice', key: NOTICE.id }]);
    }
  });

  it('names the stories that lose it when its trigger changes or it is removed', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'A', { tags: ['a'] });
    await newsroom.notices.put({ ...NOTICE, trigger: { tags: ['a'] } });
    const told = async (work: () => Promise<unknown>) => {
      const seq = await newsroom.live.lastChange();
      await work();
      return (await newsroom.live.changes(seq, 9)).map(({ kind, key }) => `${kind} ${key}`);
    };
    const lines = [`notice ${NOTICE.id}`, `story ${id}`];
    expect(await told(() => newsroom.notices.put({ ...NOTICE, trigger: { tags: ['b'] } }))).toEqual(lines);
    await newsroom.notices.put({ ...NOTICE, trigger: { tags: ['a'] } });
    expect(await told(() => newsroom.notices.remove(NOTICE.id))).toEqual(lines);
    expect(await newsroom.notices.list()).toEqual([]);
  });

  it('is lost by every story that is published while it is removed', async () => {
    const { newsroom } = desk;
    await newsroom.notices.put(NOTICE);
    const since = await newsroom.live.lastChange();
    const publishing = Array.from({ length: 12 }, (_, n) => publish(desk, `Story ${n}`));
    await publishing[0];
    const removing = newsroom.notices.remove(NOTICE.id);
    const stories = await Promise.all(publishing);
    await removing;
    const changes = await newsroom.live.changes(since, 1000);
    const gone = changes.findIndex(({ kind }) => kind === 'notice');
    const told = changes.slice(gone).filter(({ kind }) => kind === 'story' || kind === 'site');
    for (const { id } of stories)
      expect(told.some(({ kind, key }) => kind === 'site' || key === id)).toBe(true);
    expect(changes.slice(0, gone).some(({ kind }) => kind === 'story')).toBe(true);
  });

  it.each([
    [{ validTo: START - 2 * DAY }],
    [{ sizeRatio: 0 }],
    [{ texts: {} }],
    [{ placement: 'middle' as never }],
    [{ trigger: { tags: [] } }],
    [{ trigger: { people: ['x'] } as never }],
  ])('is refused at the border with %j', async (rest) => {
    await expect(desk.newsroom.notices.put({ ...NOTICE, ...rest })).rejects.toThrow(
      /legal notice cannot be used/,
    );
  });

  it('keeps the front: slots of live stories in order until their time, and a banner until its own', async () => {
    const { newsroom, store, clock } = desk;
    const [one, two] = [await publish(desk, 'One'), await publish(desk, 'Two')];
    const draft = await newsroom.stories.create({
      lang: 'en',
      draft: (await import('./testing.ts')).draft('Soon'),
    });
    done(
      await newsroom.front.setSlots('en', [
        { story: draft.id },
        { story: two.id, until: START + DAY },
        { story: one.id },
      ]),
    );
    done(await newsroom.front.raiseBanner({ lang: 'en', text: 'Vote begins', expiresAt: START + DAY }));
    const slots = async () => (await newsroom.front.slots('en')).map(({ story }) => story);
    expect(await slots()).toEqual([two.id, one.id]);
    const seq = await newsroom.live.lastChange();
    done(await newsroom.stories.move({ story: draft.id, to: 'live' }));
    expect((await newsroom.live.changes(seq, 99)).map(({ kind, key }) => `${kind} ${key}`)).toContain(
      'front en',
    );
    expect(await slots()).toEqual([draft.id, two.id, one.id]);
    expect(await newsroom.front.banner('en')).toMatchObject({ text: 'Vote begins', link: null });
    const before = await newsroom.live.lastChange();
    clock.now = START + DAY;
    expect(await slots()).toEqual([draft.id, one.id]);
    expect(await newsroom.front.banner('en')).toBeNull();
    await store.jobs.runDue(newsroom.handlers, clock.now);
    expect(await newsroom.live.changes(before, 99)).toMatchObject([
      { kind: 'front', key: 'en' },
      { kind: 'front', key: 'en' },
    ]);
    expect(await store.db.selectFrom('banner').selectAll().execute()).toEqual([]);
  });
});
