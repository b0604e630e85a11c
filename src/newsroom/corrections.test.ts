import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, codes, DAY, done, draft, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  it('shows a correction with what was wrong and what is right, and lists it', async () => {
    const { newsroom, clock } = desk;
    const { id } = await publish(desk, 'A year');
    clock.now += DAY;
    const said = { text: 'We gave the wrong year.', before: '1987', after: '1991' };
    const { story, note } = done(await newsroom.stories.correct({ story: id, ...said }));
    expect(story.state).toBe('corrected');
    expect(note).toMatchObject({ kind: 'correction', at: START + DAY, ...said });
    expect(await newsroom.live.stories([id])).toMatchObject([
      { state: 'corrected', headline: 'A year', updatedAt: START + DAY, publishedAt: START, notes: [note] },
    ]);
    expect(await newsroom.live.list('en/corrections', { limit: 9 })).toEqual([
      { at: START + DAY, story: id },
    ]);
    expect(await newsroom.live.count('en/latest')).toBe(1);
  });

  it('leaves readers the text they have, unless the newest is asked for', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'Wrong');
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Right') }));
    done(await newsroom.stories.correct({ story: id, text: 'It is wrong.' }));
    expect(await newsroom.live.cards([id])).toMatchObject([{ headline: 'Wrong', revision: 1 }]);
    done(await newsroom.stories.correct({ story: id, text: 'Now it is right.', revision: 'newest' }));
    expect(await newsroom.live.cards([id])).toMatchObject([
      { headline: 'Right', revision: 2, state: 'corrected' },
    ]);
  });

  it('tells readers once what is sent again because the answer was lost', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'Boats');
    const said = { story: id, text: 'Twelve boats, not ten.' };
    done(await newsroom.stories.correct(said));
    expect(codes(await newsroom.stories.correct({ ...said, text: ` ${said.text}` }))).toEqual([
      'note_stands',
    ]);
    done(await newsroom.stories.correct({ ...said, before: 'ten' }));
    done(await newsroom.stories.update(said));
    expect(codes(await newsroom.stories.update(said))).toEqual(['note_stands']);
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Twelve') }));
    done(await newsroom.stories.update({ ...said, revision: 'newest' }));
    expect(await newsroom.stories.notes(id)).toHaveLength(4);
  });

  it('publishes no text with a correction that could not be published alone', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'Good');
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Bad', { section: 'nowhere' }) }));
    const both = await newsroom.stories.correct({ story: id, text: 'So.', revision: 'newest' });
    expect(codes(both)).toEqual(['unknown_section']);
    expect(await newsroom.stories.notes(id)).toEqual([]);
  });

  it('says that the news moved without calling it a correction', async () => {
    const { newsroom, clock } = desk;
    const { id } = await publish(desk, 'Vote');
    clock.now += DAY;
    expect(done(await newsroom.stories.update({ story: id, text: 'The vote is over.' })).story.state).toBe(
      'live',
    );
    clock.now += DAY;
    done(await newsroom.stories.correct({ story: id, text: 'A name was misspelt.' }));
    done(await newsroom.stories.update({ story: id, text: 'And counted.' }));
    expect((await newsroom.stories.get(id))?.state).toBe('corrected');
    expect(await newsroom.live.list('en/corrections', { limit: 9 })).toEqual([
      { at: START + 2 * DAY, story: id },
    ]);
  });

  it('stays corrected when it is published again, withdrawn and brought back', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'One');
    done(await newsroom.stories.correct({ story: id, text: 'So.' }));
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Two') }));
    expect(done(await newsroom.stories.move({ story: id, to: 'live' })).story.state).toBe('corrected');
    done(await newsroom.stories.withdraw({ story: id, reason: 'So' }));
    expect(await newsroom.live.count('en/corrections')).toBe(0);
    expect(done(await newsroom.stories.move({ story: id, to: 'live', reason: 'So' })).story.state).toBe(
      'corrected',
    );
    expect(await newsroom.live.count('en/corrections')).toBe(1);
  });

  it('refuses notes on what readers do not have, with no words, or from the future', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Draft') });
    expect(codes(await newsroom.stories.correct({ story: id, text: 'So.' }))).toEqual(['not_public']);
    done(await newsroom.stories.move({ story: id, to: 'live' }));
    expect(codes(await newsroom.stories.correct({ story: id, text: ' ' }))).toEqual(['text']);
    expect(codes(await newsroom.stories.update({ story: id, text: 'So.', at: START + 1 }))).toEqual([
      'future',
    ]);
  });
});
