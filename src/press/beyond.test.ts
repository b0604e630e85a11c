import { afterEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { press, type PressReport } from './press.ts';
import { draftWith, filesOf, openWorks, type Works } from './testing.ts';

eachDatabase((_, open) => {
  let works: Works | undefined;
  afterEach(async () => {
    await works?.close();
    works = undefined;
  });

  it('leaves a press of more pages than it may render to another, and changes nothing', async () => {
    const databaseUrl = await open.url();
    works = await openWorks(databaseUrl);
    const { newsroom, depot, clock } = works;
    const pressAtMost = (atMost: number): Promise<PressReport> =>
      press({ newsroom, depot, at: clock.now, databaseUrl, folder: '', threads: 1, atMost });

    expect((await pressAtMost(1_000)).how).toBe('beyond');
    expect(depot.head()).toBeNull();

    await works.press();
    const before = filesOf(depot);
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draftWith('canary') });
    await newsroom.stories.move({ story: id, to: 'live' });
    expect(await pressAtMost(3)).toMatchObject({ how: 'beyond', rendered: 0, edition: 1 });
    expect(filesOf(depot)).toEqual(before);

    const report = await pressAtMost(100);
    expect(report.how).toBe('changes');
    expect(report.rendered).toBeGreaterThan(3);
    expect([...filesOf(depot).values()].join('')).toContain('canary');

    // So often changed that it is not even looked at how few pages that means.
    for (let at = 0; at < 60; at++) await newsroom.stories.update({ story: id, text: `Update ${at}` });
    expect((await pressAtMost(59)).how).toBe('beyond');
    const again = await pressAtMost(1_000);
    expect([again.how, again.changes >= 60, again.rendered < 59]).toEqual(['changes', true, true]);
  });
});
