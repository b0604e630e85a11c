import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { NewsroomError } from './refusal.ts';
import { bench, body, codes, done, draft, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { Draft, StoryId } from './types.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  it('keeps every revision as it was saved', async () => {
    const { newsroom } = desk;
    const whole = draft('One', {
      standfirst: 'More',
      kicker: 'K',
      summary: 'S',
      slug: 'one',
      dateline: { place: 'Port Hallow', date: '2026-11-12' },
      section: 'world',
      tags: ['a', 'b'],
      series: { id: 'dispute', part: 3 },
      bylines: ['mara', 'ivo'],
      lead: { media: 'm'.repeat(32) as never, alt: 'Alt', caption: 'Caption' },
      picks: ['x' as StoryId],
    });
    const { id } = await newsroom.stories.create({ lang: 'en', draft: whole, account: 'ann' });
    done(
      await newsroom.stories.save({
        story: id,
        base: 1,
        draft: draft('Two', { bylines: [], unsigned: true }),
      }),
    );
    const [first, second] = await newsroom.stories.revisions(id);
    expect(first).toMatchObject({ ...whole, number: 1, base: null, account: 'ann', words: 3 });
    expect(second).toMatchObject({ headline: 'Two', number: 2, base: 1, bylines: [], unsigned: true });
  });

  it('refuses a save from a stale base and loses neither text', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({
      lang: 'en',
      draft: draft('Base', { body: body('Old words.') }),
    });
    done(
      await newsroom.stories.save({ story: id, base: 1, draft: draft('Hers', { body: body('New words.') }) }),
    );
    const his = draft('His', { body: body('His words.') });
    const outcome = await newsroom.stories.save({ story: id, base: 1, draft: his, account: 'bob' });
    if (outcome.ok) throw new Error('A stale save was taken');
    expect(codes(outcome)).toEqual(['stale']);
    expect(outcome.current).toMatchObject({ number: 2, headline: 'Hers' });
    expect(outcome.theirs).toEqual(his);
    expect(outcome.diff.fields).toEqual([{ field: 'headline', before: 'Hers', after: 'His' }]);
    expect(outcome.diff.body).toMatchObject([{ kind: 'changed', id: 'aaaaaaaa' }]);
    const kept = await newsroom.stories.kept(id);
    expect(kept).toMatchObject([{ id: outcome.kept, base: 1, account: 'bob', draft: his }]);
    expect(await newsroom.stories.revisions(id)).toHaveLength(2);
    done(await newsroom.stories.save({ story: id, base: 2, draft: his }));
    await newsroom.stories.dropKept(outcome.kept);
    expect(await newsroom.stories.kept(id)).toEqual([]);
  });

  it('makes no revision of a text that says the same, whatever its base', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Next', { body: body('Same.') }) }));
    const same = draft(' Next ', { body: body('Same.') });
    const { revision } = done(await newsroom.stories.save({ story: id, base: 1, draft: same }));
    expect(revision.number).toBe(2);
  });

  describe('knows a sitting again whose answers were lost', () => {
    const sitting = (at: number, id = 'sitting-of-one-tab') => ({ id, at });
    const headline = async (id: StoryId): Promise<string> =>
      (await desk.newsroom.stories.revisions(id)).at(-1)?.headline ?? '';

    it('and puts its next text on the one before it', async () => {
      const { newsroom } = desk;
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
      done(await newsroom.stories.save({ story: id, base: 1, draft: draft('First'), sitting: sitting(10) }));
      const next = { story: id, base: 1, draft: draft('Second'), sitting: sitting(20) };
      expect(done(await newsroom.stories.save(next)).revision).toMatchObject({ number: 3, base: 2 });
      expect(await newsroom.stories.kept(id)).toEqual([]);
    });

    it('and takes no text of it that comes after a later one', async () => {
      const { newsroom } = desk;
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
      done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Second'), sitting: sitting(20) }));
      const late = { story: id, base: 1, draft: draft('First'), sitting: sitting(10) };
      expect(done(await newsroom.stories.save(late)).revision).toMatchObject({ number: 2 });
      expect(await headline(id)).toBe('Second');
      expect(await newsroom.stories.kept(id)).toEqual([]);
    });

    it('and lets a new tab go on from what a dead one had written, once', async () => {
      const { newsroom } = desk;
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
      done(await newsroom.stories.save({ story: id, base: 1, draft: draft('First'), sitting: sitting(10) }));
      const taken = {
        story: id,
        base: 1,
        draft: draft('Second'),
        sitting: sitting(30, 'another'),
        after: sitting(15),
      };
      done(await newsroom.stories.save(taken));
      // The tab was not dead at all.
      const dead = { story: id, base: 2, draft: draft('Undead'), sitting: sitting(40) };
      expect(codes(await newsroom.stories.save(dead))).toEqual(['stale']);
      expect(await headline(id)).toBe('Second');
    });

    it('but not where the dead tab saved more than was taken up, or somebody else saved', async () => {
      const { newsroom } = desk;
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
      done(await newsroom.stories.save({ story: id, base: 1, draft: draft('First'), sitting: sitting(20) }));
      const taken = {
        story: id,
        base: 1,
        draft: draft('Older'),
        sitting: sitting(30, 'another'),
        after: sitting(15),
      };
      expect(codes(await newsroom.stories.save(taken))).toEqual(['stale']);
      done(await newsroom.stories.save({ story: id, base: 2, draft: draft('By command') }));
      const next = { story: id, base: 2, draft: draft('Second'), sitting: sitting(40) };
      expect(codes(await newsroom.stories.save(next))).toEqual(['stale']);
      expect(await headline(id)).toBe('By command');
      expect(await newsroom.stories.kept(id)).toHaveLength(2);
    });
  });

  it('lets one of many savers win and keeps the rest', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
    const savers = Array.from({ length: 12 }, (_, at) =>
      newsroom.stories.save({ story: id, base: 1, draft: draft(`Saver ${at}`) }),
    );
    const outcomes = await Promise.all(savers);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await newsroom.stories.revisions(id)).toHaveLength(2);
    expect(await newsroom.stories.kept(id)).toHaveLength(11);
  });

  it('takes no text for a killed story, and keeps it', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Base') });
    done(await newsroom.stories.move({ story: id, to: 'killed' }));
    expect(codes(await newsroom.stories.save({ story: id, base: 1, draft: draft('More') }))).toEqual([
      'killed',
    ]);
    expect(await newsroom.stories.kept(id)).toHaveLength(1);
  });

  it('shows what changed between revisions, fields and blocks', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({
      lang: 'en',
      draft: draft('A', { tags: ['a'], body: body('One.') }),
    });
    done(
      await newsroom.stories.save({
        story: id,
        base: 1,
        draft: draft('A', { tags: ['b'], body: body('Two.') }),
      }),
    );
    const diff = await newsroom.stories.diff(id, 1, 2);
    expect(diff?.fields).toEqual([{ field: 'tags', before: ['a'], after: ['b'] }]);
    expect(diff?.body.map(({ kind }) => kind)).toEqual(['changed']);
    expect(await newsroom.stories.diff(id, 1, 9)).toBeNull();
  });

  it.each<[string, unknown]>([
    ['a headline that is no text', { headline: 7 }],
    ['a field it does not know', { realName: 'Somebody' }],
    ['a tag that is no slug', { tags: ['Not a slug'] }],
    ['a day that does not exist', { dateline: { place: null, date: '2026-02-30' } }],
    ['a headline beyond reason', { headline: 'x'.repeat(501) }],
    ['a body with an unknown block', { body: { type: 'doc', content: [{ type: 'script' }] } }],
    ['a body that is missing', { body: null }],
    ['nothing at all', null],
  ])('throws for %s and stores nothing', async (_what, rest) => {
    const { newsroom, store } = desk;
    const bad = rest === null ? null : { ...draft('Good'), ...rest };
    await expect(newsroom.stories.create({ lang: 'en', draft: bad as Draft })).rejects.toThrow(/./);
    await expect(newsroom.stories.create({ lang: '../en', draft: draft('Good') })).rejects.toThrow(
      NewsroomError,
    );
    expect(await store.db.selectFrom('story').selectAll().execute()).toEqual([]);
  });

  it('finds stories by words in any letter case, by state, section and tag', async () => {
    const { newsroom, clock } = desk;
    for (const [at, headline] of ['Ferries sail', 'Паром ВЕРНУЛСЯ', '100% of ferries'].entries()) {
      clock.now += 1000;
      const fields = { section: at === 0 ? 'world' : 'home', tags: at === 2 ? ['a'] : ['b'] };
      await newsroom.stories.create({ lang: at === 1 ? 'ru' : 'en', draft: draft(headline, fields) });
    }
    const found = async (find: Parameters<typeof newsroom.stories.find>[0]) =>
      (await newsroom.stories.find(find)).map(({ headline }) => headline);
    expect(await found({})).toEqual(['100% of ferries', 'Паром ВЕРНУЛСЯ', 'Ferries sail']);
    expect(await found({ text: 'вернулся паром' })).toEqual(['Паром ВЕРНУЛСЯ']);
    expect(await found({ text: '%' })).toEqual(['100% of ferries']);
    expect(await found({ text: 'FERRIES' })).toEqual(['100% of ferries', 'Ferries sail']);
    expect(await found({ section: 'world' })).toEqual(['Ferries sail']);
    expect(await found({ tag: 'a', state: ['draft', 'live'] })).toEqual(['100% of ferries']);
    expect(await found({ lang: 'ru', state: 'live' })).toEqual([]);
    const [last] = await newsroom.stories.find({ limit: 1 });
    if (!last) throw new Error('Nothing was found');
    expect(await found({ before: last })).toEqual(['Паром ВЕРНУЛСЯ', 'Ferries sail']);
  });

  it('does many things in one transaction, all or none', async () => {
    const { newsroom, store } = desk;
    const work = newsroom.batch(async () => {
      await newsroom.stories.create({ lang: 'en', draft: draft('One') });
      await newsroom.stories.create({ lang: 'en', draft: draft('Two') });
      throw new Error('Stop');
    });
    await expect(work).rejects.toThrow('Stop');
    expect(await store.db.selectFrom('story').selectAll().execute()).toEqual([]);
  });
});
