import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, done, draft, publish, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { PublicEvent, StoryId } from './types.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  const historyOf = async (story: StoryId): Promise<PublicEvent[]> =>
    (await desk.newsroom.live.stories([story]))[0]?.history ?? [];

  const told = async (story: StoryId): Promise<string[]> =>
    (await historyOf(story)).map((event) =>
      'version' in event
        ? `${event.kind}: ${event.version.headline}${event.notes.length > 0 ? ' (with a note)' : ''}`
        : event.kind,
    );

  const save = async (id: StoryId, base: number, headline: string): Promise<void> =>
    void done(await desk.newsroom.stories.save({ story: id, base, draft: draft(headline) }));

  it('is empty for a story that stands as it was first published', async () => {
    const { id } = await publish(desk, 'One');
    expect(await historyOf(id)).toEqual([]);
  });

  it('tells each published revision and none of the drafts between', async () => {
    const { stories } = desk.newsroom;
    const { id } = await publish(desk, 'One');
    await save(id, 1, 'Secret two');
    await save(id, 2, 'Three');
    done(await stories.move({ story: id, to: 'live' }));
    await save(id, 3, 'Secret four');
    await save(id, 4, 'Five');
    done(await stories.correct({ story: id, text: 'It was five', revision: 'newest' }));
    await save(id, 5, 'Secret six');
    expect(await told(id)).toEqual(['published: One', 'changed: Three', 'changed: Five (with a note)']);
    expect(JSON.stringify(await historyOf(id))).not.toContain('Secret');
  });

  it('tells notes that came without a change, withdrawal and return', async () => {
    const { stories } = desk.newsroom;
    const { id } = await publish(desk, 'One');
    done(await stories.update({ story: id, text: 'More is known' }));
    done(await stories.withdraw({ story: id, reason: 'To be checked' }));
    expect((await desk.newsroom.live.times(id)).map(({ kind }) => kind)).toEqual(['published', 'withdrawn']);
    done(await stories.move({ story: id, to: 'live', reason: 'Checked' }));
    expect(await told(id)).toEqual(['published: One', 'noted', 'withdrawn', 'restored: One']);
  });

  it('publishes what was scheduled, as it stood then', async () => {
    const { stories } = desk.newsroom;
    const { id } = await stories.create({ lang: 'en', draft: draft('Planned') });
    done(await stories.move({ story: id, to: 'scheduled', due: desk.clock.now + 1000 }));
    await save(id, 1, 'Secret while it waited');
    desk.clock.now += 2000;
    await stories.publishDue(id);
    await save(id, 2, 'Later');
    done(await stories.move({ story: id, to: 'live' }));
    expect(await told(id)).toEqual(['published: Planned', 'changed: Later']);
  });

  it('tells nothing of a redacted story', async () => {
    const { id } = await publish(desk, 'One');
    done(await desk.newsroom.stories.withdraw({ story: id, reason: 'Danger', redact: true }));
    expect(await desk.newsroom.live.times(id)).toEqual([]);
    expect(await historyOf(id)).toEqual([]);
  });
});
