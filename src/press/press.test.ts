import { afterEach, expect, it } from 'vitest';
import type { Newsroom, Story, StoryId } from '#newsroom';
import { eachDatabase } from '../../test/databases.ts';
import { AUTHORS, draftWith, filesOf, openWorks, seeded, TAGS, type Works } from './testing.ts';

/** The word that marks a revision of a story in every field. */
function mark(story: number, revision: number): string {
  return `canary${String(story).padStart(3, '0')}x${String(revision).padStart(3, '0')}z`;
}

type Told = { number: number; id: StoryId; lang: string };

/** A newsroom's life drawn from a seed: every step is one that an editor could take, refused or not. */
async function live(works: Works, told: Told[], random: () => number): Promise<void> {
  const { newsroom, clock } = works;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.5);
  clock.now += Math.floor(random() * 20) * 3_600_000;
  const shape = (number: number) => ({
    slug: `story-${number}${pick(['', '-anew'])}`,
    section: pick(['world', 'home']),
    tags: some(TAGS),
    bylines: [pick(AUTHORS)],
    series: random() < 0.3 ? { id: 'dispute', part: pick([null, 1, 2, 3]) } : null,
    picks: some(told.map(({ id }) => id)).slice(0, 2),
  });
  const known = told.length > 0 ? pick(told) : undefined;
  const step = random();
  if (!known || step < 0.25) {
    const number = told.length;
    const lang = pick(['en', 'en', 'ru', 'fa']);
    const source =
      known && random() < 0.4 && known.lang !== lang ? await sourceOf(newsroom, known) : undefined;
    const draft = draftWith(mark(number, 1), shape(number));
    const story = await create(newsroom, { lang, draft, ...(source ? { source } : {}) });
    if (story) told.push({ number, id: story.id, lang });
    return;
  }
  const story = await newsroom.stories.get(known.id);
  if (!story) throw new Error('A story went');
  if (step < 0.4) {
    const draft = draftWith(mark(known.number, story.revision + 1), shape(known.number));
    await newsroom.stories.save({ story: known.id, base: story.revision, draft });
  } else if (step < 0.7) {
    await newsroom.stories.move({
      story: known.id,
      to: 'live',
      reason: 'because',
      at: clock.now - Math.floor(random() * 4) * 30 * 3_600_000,
    });
  } else if (step < 0.75)
    await newsroom.stories.move({
      story: known.id,
      to: pick(['review', 'approved', 'draft', 'killed']),
      reason: 'because',
    });
  else if (step < 0.8)
    await newsroom.stories.move({
      story: known.id,
      to: pick(['scheduled', 'embargoed']),
      due: clock.now + 3_600_000,
    });
  else if (step < 0.85)
    await newsroom.stories.correct({
      story: known.id,
      text: 'We were wrong',
      revision: pick(['live', 'newest']),
    });
  else if (step < 0.9)
    await newsroom.stories.withdraw({ story: known.id, reason: 'It was not so', redact: random() < 0.5 });
  else if (step < 0.93)
    await newsroom.front.setSlots(
      pick(['en', 'ru']),
      some(told)
        .slice(0, 3)
        .map(({ id }) => ({ story: id, until: null })),
    );
  else if (step < 0.95)
    await newsroom.front.raiseBanner({ lang: 'en', text: 'Breaking', expiresAt: clock.now + 5 * 3_600_000 });
  else if (step < 0.97)
    await newsroom.tags.put({ id: pick(TAGS), names: { '': `Tag ${Math.floor(random() * 100)}` } });
  else
    await newsroom.authors.put({
      id: pick(AUTHORS),
      names: { '': `Author ${Math.floor(random() * 100)}` },
      bios: {},
      pseudonymous: false,
      portrait: null,
    });
}

async function sourceOf(newsroom: Newsroom, { id }: Told): Promise<{ story: StoryId; revision: number }> {
  const story = await newsroom.stories.get(id);
  return { story: id, revision: story?.revision ?? 1 };
}

/** A language that the group has already is refused by throwing; a person would have chosen another story. */
async function create(
  newsroom: Newsroom,
  story: Parameters<Newsroom['stories']['create']>[0],
): Promise<Story | null> {
  try {
    return await newsroom.stories.create(story);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'language_taken') return null;
    throw error;
  }
}

/** The one revision of each story that readers may see now, and no other. */
async function allowed(newsroom: Newsroom, told: readonly Told[]): Promise<Set<string>> {
  const words = new Set<string>();
  for (const { id, number } of told) {
    const story = await newsroom.stories.get(id);
    if (story && (story.state === 'live' || story.state === 'corrected') && story.liveRevision !== null) {
      words.add(mark(number, story.liveRevision));
    }
  }
  return words;
}

/** The revisions of each live story that readers were ever shown, by the address of its page of changes. */
async function shownOnce(newsroom: Newsroom, told: readonly Told[]): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const { id, number } of told) {
    const story = await newsroom.stories.get(id);
    if (!story || story.path === null || !(story.state === 'live' || story.state === 'corrected')) continue;
    const shown = (await newsroom.stories.transitions(id)).filter(
      ({ to }) => to === 'live' || to === 'corrected',
    );
    const words = new Set(shown.map(({ revision }) => mark(number, revision)));
    found.set(story.path.replace(/\.html$/, '/changes.html'), words);
  }
  return found;
}

/** Words of tombstones: a withdrawn story's headline may stand at its own address, unless it was redacted. */
async function tombstoneWords(newsroom: Newsroom): Promise<Map<string, string>> {
  return new Map((await newsroom.live.tombstones()).map(({ path, headline }) => [path, headline]));
}

eachDatabase((name, open) => {
  let works: Works | undefined;
  afterEach(async () => {
    await works?.close();
    works = undefined;
  });

  const seeds = name === 'sqlite' ? [11, 12, 13, 14] : [21];

  it.each(seeds)(
    'shows only what is live, and presses changes to the bytes of a full press (history %i)',
    async (seed) => {
      works = await openWorks(await open.url(), seed);
      const { newsroom, depot, clock } = works;
      const random = seeded(seed);
      const told: Told[] = [];
      for (let step = 0; step < 120; step++) {
        await live(works, told, random);
        if (step % 6 !== 5) continue;
        await works.store.jobs.runDue({ ...newsroom.handlers, press: async () => undefined }, clock.now);
        await works.press();
        await expectNoLeak(works, told);
      }
      await works.store.jobs.runDue({ ...newsroom.handlers, press: async () => undefined }, clock.now);
      await works.press();
      const fresh = await works.afresh();
      const [mine, theirs] = [filesOf(depot), filesOf(fresh)];
      const differing = [...new Set([...mine.keys(), ...theirs.keys()])].filter(
        (path) => mine.get(path) !== theirs.get(path),
      );
      for (const path of differing.slice(0, 1)) expect(mine.get(path), path).toBe(theirs.get(path));
      expect(differing).toEqual([]);
      expect(depot.head()?.root).toBe(fresh.head()?.root);
      expect(told.length).toBeGreaterThan(10);
    },
    120_000,
  );

  it('puts no story twice on a front, chosen ones first', async () => {
    works = await openWorks(await open.url());
    const { newsroom, depot, clock } = works;
    const ids: StoryId[] = [];
    for (let number = 0; number < 12; number++) {
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draftWith(mark(number, 1)) });
      await newsroom.stories.move({ story: id, to: 'live', at: clock.now - (20 - number) * 3_600_000 });
      ids.push(id);
    }
    const chosen = [ids[2], ids[11]].filter((id) => id !== undefined);
    await newsroom.front.setSlots(
      'en',
      chosen.map((story) => ({ story, until: null })),
    );
    await works.press();
    const links = [
      ...(filesOf(depot).get('index.html') ?? '').matchAll(/<h[1-4][^>]*><a href="(2026\/[^"]+)"/g),
    ].map((match) => match[1]);
    expect(links.length).toBe(12);
    expect(new Set(links).size).toBe(12);
    const paths = await newsroom.live.cards(chosen);
    expect(links.slice(0, 2)).toEqual(paths.map((card) => card.path));
  });

  it('keeps numbered pages in step when stories come, go and come late', async () => {
    works = await openWorks(await open.url());
    const { newsroom, depot, clock } = works;
    const ids: StoryId[] = [];
    const tell = async (number: number, at: number): Promise<void> => {
      const draft = draftWith(mark(number, 1), { slug: `story-${number}`, tags: ['tariffs'] });
      const { id } = await newsroom.stories.create({ lang: 'en', draft });
      expect(await newsroom.stories.move({ story: id, to: 'live', at })).toMatchObject({ ok: true });
      ids.push(id);
    };
    const inStep = async (): Promise<void> => {
      await works?.press();
      const fresh = await works?.afresh();
      expect([...filesOf(depot).keys()]).toEqual(fresh && [...filesOf(fresh).keys()]);
      expect(depot.head()?.root).toBe(fresh?.head()?.root);
    };
    await newsroom.batch(async () => {
      for (let number = 0; number < 74; number++) await tell(number, clock.now - (500 - number) * 3_600_000);
    });
    await inStep();
    expect(depot.lookup('tag/tariffs/1.html')).not.toBeNull();
    expect(depot.lookup('tag/tariffs/2.html')).toBeNull();
    await tell(74, clock.now);
    await inStep();
    expect(depot.lookup('tag/tariffs/2.html')).not.toBeNull();
    const oldest = depot.lookup('tag/tariffs/1.html');
    clock.now += 2;
    await tell(75, clock.now - 1);
    await inStep();
    expect(depot.lookup('tag/tariffs/1.html')).toEqual(oldest);
    await tell(76, clock.now - 490 * 3_600_000);
    await inStep();
    for (const id of ids.slice(3, 6)) await newsroom.stories.withdraw({ story: id, reason: 'It was not so' });
    await inStep();
    expect(depot.lookup('tag/tariffs/2.html')).toBeNull();
  }, 120_000);

  async function expectNoLeak({ newsroom, depot }: Works, told: readonly Told[]): Promise<void> {
    const words = await allowed(newsroom, told);
    const tombstones = await tombstoneWords(newsroom);
    const past = await shownOnce(newsroom, told);
    const seen = new Set<string>();
    for (const [path, text] of filesOf(depot)) {
      const found = new Set([...`${path}\n${text}`.matchAll(/canary\d{3}x\d{3}z/g)].map((match) => match[0]));
      for (const word of found) {
        seen.add(word);
        const stands =
          words.has(word) ||
          tombstones.get(path)?.includes(word) === true ||
          past.get(path)?.has(word) === true;
        expect(stands, `"${word}" stands in "${path}"`).toBe(true);
      }
    }
    for (const word of words) expect(seen, 'a live story is missing from the edition').toContain(word);
  }
});
