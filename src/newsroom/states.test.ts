import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, codes, done, draft, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  it('takes a story from draft to live by way of review', async () => {
    const { newsroom, clock } = desk;
    const { id } = await newsroom.stories.create({
      lang: 'en',
      draft: draft('Ferries sail again'),
      account: 'ann',
    });
    const staff = { story: id, account: 'ann' };
    expect(codes(await newsroom.stories.move({ ...staff, to: 'live' }))).toEqual(['not_approved']);
    done(await newsroom.stories.move({ ...staff, to: 'review' }));
    done(await newsroom.stories.move({ ...staff, to: 'approved' }));
    clock.now += 60_000;
    const { story } = done(await newsroom.stories.move({ ...staff, to: 'live' }));
    expect(story).toMatchObject({
      state: 'live',
      path: '2026/11/23/ferries-sail-again.html',
      firstLiveAt: START + 60_000,
      liveRevision: 1,
    });
    const [card] = await newsroom.live.cards([id]);
    expect(card).toMatchObject({
      headline: 'Ferries sail again',
      publishedAt: START + 60_000,
      state: 'live',
    });
    expect(await newsroom.live.listsOf(id)).toEqual([
      { list: 'en/author/mara', at: START + 60_000 },
      { list: 'en/day/2026-11-23', at: START + 60_000 },
      { list: 'en/latest', at: START + 60_000 },
    ]);
    expect((await newsroom.stories.transitions(id)).map(({ to }) => to)).toEqual([
      'review',
      'approved',
      'live',
    ]);
    expect((await newsroom.live.changes(0, 100)).map(({ kind, key }) => `${kind} ${key}`)).toContain(
      `story ${id}`,
    );
    expect(await desk.store.jobs.list({ kind: 'press' })).toHaveLength(1);
  });

  it('keeps a saved revision from readers until the story is moved live again', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'First');
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Second') }));
    expect((await newsroom.live.cards([id]))[0]?.headline).toBe('First');
    const { story } = done(await newsroom.stories.move({ story: id, to: 'live' }));
    expect(story.path).toBe('2026/11/23/first.html');
    expect((await newsroom.live.cards([id]))[0]?.headline).toBe('Second');
    expect(codes(await newsroom.stories.move({ story: id, to: 'live' }))).toEqual(['nothing_new']);
  });
});
