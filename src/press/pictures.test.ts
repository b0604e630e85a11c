import sharp from 'sharp';
import { afterEach, expect, it } from 'vitest';
import type { Draft, MediaId, Newsroom, StoryId } from '#newsroom';
import { eachDatabase } from '../../test/databases.ts';
import { press } from './press.ts';
import { draftWith, filesOf, openWorks, seeded, type Works } from './testing.ts';

/** Pictures that pages of the current edition name and that it does not hold. */
function named(works: Works): string[] {
  const files = filesOf(works.depot);
  const wrong: string[] = [];
  for (const [page, text] of files) {
    if (!/\.(html|json|xml)$/.test(page)) continue;
    for (const [path] of text.matchAll(/media\/[0-9a-f]{32}\/\d+\.(?:avif|jpg)/g))
      if (!files.has(path)) wrong.push(`${page}: ${path}`);
  }
  return wrong;
}

async function addPicture(newsroom: Newsroom, at: number): Promise<MediaId> {
  const background = { r: at * 60, g: 40, b: 90 };
  const bytes = await sharp({ create: { width: 1000, height: 40, channels: 3, background } })
    .png()
    .toBuffer();
  const added = await newsroom.media.addPicture({ name: `picture-${at}.png`, bytes, credit: 'Ana Lind' });
  if (!added.ok) throw new Error(JSON.stringify(added.reasons));
  return added.picture.id;
}

async function renderNext(newsroom: Newsroom, media: MediaId): Promise<void> {
  const render = newsroom.handlers['media.render'];
  if (render === undefined) throw new Error('Nobody renders pictures');
  await render({ media });
}

async function publish(newsroom: Newsroom, lang: string, draft: Draft): Promise<StoryId> {
  const { id } = await newsroom.stories.create({ lang, draft });
  const moved = await newsroom.stories.move({ story: id, to: 'live' });
  if (!moved.ok) throw new Error(JSON.stringify(moved.reasons));
  return id;
}

eachDatabase((name, open) => {
  let works: Works | undefined;
  afterEach(async () => {
    await works?.close();
    works = undefined;
  });

  const seeds = name === 'sqlite' ? [31, 32] : [41];

  it.each(seeds)(
    'names no picture that its edition does not hold, whenever one is rendered (history %i)',
    async (seed) => {
      works = await openWorks(await open.url(), seed);
      const { newsroom, clock } = works;
      const random = seeded(seed);
      const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
      const pictures: MediaId[] = [];
      for (let at = 0; at < 4; at++) pictures.push(await addPicture(newsroom, at));
      const render = (): Promise<void> => renderNext(newsroom, pick(pictures));
      const stories: StoryId[] = [];
      let avifs = 0;
      for (let step = 0; step < 40; step++) {
        clock.now += 60_000;
        const lead = { media: pick(pictures), alt: 'Nets on a quay', caption: '' };
        if (stories.length < 4 || random() < 0.2) {
          const draft = draftWith(`story${stories.length}`, { lead });
          stories.push(await publish(newsroom, pick(['en', 'ru']), draft));
        } else if (random() < 0.5) await render();
        // The painter is a process of its own: it makes pictures while the press is at work.
        await Promise.all([works.press(), ...(random() < 0.5 ? [render()] : [])]);
        expect(named(works), `step ${step}`).toEqual([]);
        avifs += [...filesOf(works.depot).keys()].filter((path) => path.endsWith('.avif')).length;
      }
      expect(avifs).toBeGreaterThan(0);
    },
    60_000,
  );

  it('holds what its pages show where a picture was finished after the press had looked what changed', async () => {
    const url = await open.url();
    works = await openWorks(url);
    const { newsroom, clock, depot } = works;
    const picture = await addPicture(newsroom, 0);
    const lead = { media: picture, alt: 'Nets on a quay', caption: '' };
    for (let at = 0; at < 40; at++) await publish(newsroom, 'en', draftWith(`story${at}`, { lead }));
    const last = await publish(newsroom, 'ru', draftWith('last', { lead }));
    await works.press();
    await newsroom.front.setSlots('ru', [{ story: last, until: null }]);
    let finished = false;
    const busy: Newsroom = {
      ...newsroom,
      live: {
        ...newsroom.live,
        async cards(ids) {
          if (!finished && ids.includes(last)) {
            finished = true;
            for (let at = 0; at < 4; at++) await renderNext(newsroom, picture);
          }
          return newsroom.live.cards(ids);
        },
      },
    };
    // The picture's own change touches more pages than this press may render: they are left to the next.
    const options = { newsroom: busy, depot, at: clock.now, databaseUrl: url, folder: '', threads: 1 };
    const report = await press({ ...options, atMost: 35 });
    expect(report.how).toBe('changes');
    expect(finished).toBe(true);
    const files = filesOf(depot);
    expect(files.get('ru/index.html')).toContain('.avif');
    expect(files.get('index.html')).not.toContain('.avif');
    expect(named(works)).toEqual([]);
  });
});
