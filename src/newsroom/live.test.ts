import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, body, chance, done, draft, photo, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import { movesFrom } from './transitions.ts';
import type { Draft, MediaId, State, Story, StoryId } from './types.ts';
import { STATES } from './types.ts';

const TAGS = ['a', 'b', 'c', 'd', 'e'];

/** One thing that somebody does, drawn from `random`; refusals are part of life. */
type Step = (desk: Bench, stories: Story[], random: () => number) => Promise<void>;

function pick<T>(values: readonly T[], random: () => number): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Nothing to pick from');
  return value;
}

/** The pictures of every desk: one described, one that may not be shown. */
const PICTURES: MediaId[] = [];

function anyDraft(random: () => number, stories: Story[]): Draft {
  const some = <T>(values: readonly T[]) => values.filter(() => random() < 0.4);
  const word = pick(['ferry', 'Паром', 'کشتی', 'tariff'], random);
  return draft(`${word} ${Math.floor(random() * 4)}`, {
    slug: random() < 0.3 ? pick(['harbour', 'strait', 'ferry-0'], random) : '',
    section: pick(['world', 'home', null], random),
    tags: some(TAGS),
    series: random() < 0.3 ? { id: 'dispute', part: pick([null, 1, 2, 3], random) } : null,
    bylines: random() < 0.95 ? some(['mara', 'ivo']) : ['nobody'],
    unsigned: random() < 0.9,
    lead:
      random() < 0.3 ? { media: PICTURES[random() < 0.8 ? 0 : 1] as MediaId, alt: '', caption: '' } : null,
    picks: some(stories.map(({ id }) => id)).slice(0, 3),
    body: body(random() < 0.95 ? 'Words.' : ''),
  });
}

const STEPS: Step[] = [
  async ({ newsroom }, stories, random) => {
    const lang = pick(['en', 'en', 'ru', 'fa'], random);
    stories.push(await newsroom.stories.create({ lang, draft: anyDraft(random, stories) }));
  },
  async ({ newsroom }, stories, random) => {
    const { id, revision } = pick(stories, random);
    const base = random() < 0.8 ? revision : Math.max(1, revision - 1);
    await newsroom.stories.save({ story: id, base, draft: anyDraft(random, stories) });
  },
  async ({ newsroom, clock }, stories, random) => {
    const { id, state } = pick(stories, random);
    const ways = movesFrom(state);
    const wild: State = random() < 0.8 && ways.length > 0 ? pick(ways, random) : pick(STATES, random);
    const to = random() < 0.5 ? 'live' : wild;
    const account = random() < 0.2 ? 'ann' : null;
    const reason = random() < 0.8 ? 'because' : '';
    const at = clock.now - Math.floor(random() * 3) * 40_000_000;
    await newsroom.stories.move({ story: id, to, account, reason, at, due: clock.now + 50_000_000 });
  },
  async ({ newsroom }, stories, random) => {
    const { id } = pick(stories, random);
    const revision = random() < 0.5 ? 'newest' : 'live';
    if (random() < 0.5) await newsroom.stories.correct({ story: id, text: 'We were wrong', revision });
    else await newsroom.stories.update({ story: id, text: 'It moved', revision });
  },
  async ({ newsroom }, stories, random) => {
    const { id } = pick(stories, random);
    await newsroom.stories.withdraw({ story: id, reason: 'On request', redact: random() < 0.3 });
  },
  async ({ newsroom }, stories, random) => {
    const { id } = pick(stories, random);
    if (random() < 0.3) await newsroom.stories.unlink(id);
    else await newsroom.stories.link({ story: id, source: pick(stories, random).id });
  },
  async ({ newsroom }, stories, random) => {
    await newsroom.stories.relate([pick(stories, random).id]);
  },
  async ({ newsroom }, _stories, random) => {
    const site = await newsroom.site.get();
    if (site) await newsroom.site.set({ ...site, timeZone: pick(['Asia/Tokyo', 'Europe/Vilnius'], random) });
  },
  async ({ newsroom }, _stories, random) => {
    const id = pick(TAGS, random);
    if (random() < 0.3) await newsroom.tags.remove(id);
    else await newsroom.tags.put({ id, names: { en: id } });
  },
  async ({ newsroom, clock }, stories, random) => {
    const { id, lang } = pick(stories, random);
    const until = random() < 0.5 ? null : clock.now + 30_000_000;
    await newsroom.front.setSlots(lang, [{ story: id, until }]);
  },
  async ({ newsroom, store, clock }, _stories, random) => {
    clock.now += Math.floor(random() * 60_000_000);
    await store.jobs.runDue(newsroom.handlers, clock.now);
  },
];

/** Every row of the projection, in one form for both databases. */
async function projection({ store: { db } }: Bench) {
  const live = await db.selectFrom('live').selectAll().orderBy('story').execute();
  const listing = await db
    .selectFrom('listing')
    .selectAll()
    .orderBy('list')
    .orderBy('at')
    .orderBy('story')
    .execute();
  const totals = await db.selectFrom('list_total').selectAll().orderBy('list').execute();
  const media = await db.selectFrom('media_use').selectAll().orderBy('media').orderBy('story').execute();
  const related = await db.selectFrom('related').selectAll().orderBy('story').orderBy('position').execute();
  return structuredClone({ live, listing, totals, media, related });
}

async function checkPublic(desk: Bench): Promise<void> {
  const { newsroom, store } = desk;
  const rows = await store.db.selectFrom('story').select(['id', 'state', 'path', 'lang']).execute();
  const open = new Set(
    rows.filter(({ state }) => state === 'live' || state === 'corrected').map(({ id }) => id),
  );
  const { live, listing, totals, related } = await projection(desk);
  expect(new Set(live.map(({ story }) => story))).toEqual(open);
  for (const { story } of listing) expect(open).toContain(story);
  const counts = Map.groupBy(listing, ({ list }) => list);
  expect(totals).toEqual([...counts].map(([list, places]) => ({ list, total: places.length })));
  const langs = new Map(rows.map(({ id, lang }) => [id, lang]));
  for (const { story, target } of related) {
    expect(open).toContain(story);
    expect(open).toContain(target);
    expect(story).not.toBe(target);
    expect(langs.get(target)).toBe(langs.get(story));
  }
  const paths = rows.flatMap(({ path }) => path ?? []);
  expect(new Set(paths).size).toBe(paths.length);
  const ids = live.map(({ story }) => story as StoryId);
  for (const story of await newsroom.live.stories(ids)) {
    expect(story.related.length).toBeLessThanOrEqual(6);
    const named = [...story.translations, ...(story.translatedFrom ? [story.translatedFrom] : [])];
    for (const { path } of named) expect(live.map((row) => row.path)).toContain(path);
  }
  for (const { path } of await newsroom.live.redirectsAll()) expect(paths).toContain(path);
}

/** Everything that a page can be made of, by the line of the change log that has to announce a difference. */
async function publicFacts({ newsroom, store }: Bench): Promise<Map<string, string>> {
  const facts = new Map<string, string>();
  const stories = await newsroom.live.stories(await newsroom.live.all(null, 1000));
  const series = new Map<string, StoryId[]>();
  for (const story of stories) {
    const order = await newsroom.live.seriesOrder(story.lang, 'dispute');
    series.set(story.lang, order);
    const at = order.indexOf(story.story);
    const neighbours = at < 0 ? [] : [order[at - 1], order[at + 1]];
    facts.set(`story ${story.story}`, JSON.stringify([story, neighbours]));
  }
  for (const { list, at, story } of await store.db.selectFrom('listing').selectAll().execute()) {
    const line = `list ${list} ${at}`;
    facts.set(line, [facts.get(line) ?? '', story].join(' '));
  }
  for (const media of await newsroom.live.mediaInUse()) {
    facts.set(`media ${media}`, JSON.stringify(await newsroom.live.usedBy({ media })));
  }
  for (const { from, ...to } of await newsroom.live.redirectsAll())
    facts.set(`redirect ${from}`, JSON.stringify(to));
  for (const stone of await newsroom.live.tombstones())
    facts.set(`redirect ${stone.path}`, JSON.stringify(stone));
  for (const lang of ['en', 'ru', 'fa']) {
    const slots = await newsroom.front.slots(lang);
    facts.set(
      `front ${lang}`,
      JSON.stringify([slots, await newsroom.live.cards(slots.map(({ story }) => story))]),
    );
  }
  return facts;
}

/** Lines that should have been in the log and are not. */
async function unannounced(
  desk: Bench,
  before: Map<string, string>,
  after: Map<string, string>,
  seq: number,
) {
  const lines = new Set(
    (await desk.newsroom.live.changes(seq, 10_000)).map(({ kind, key, at }) =>
      at === null ? `${kind} ${key}` : `${kind} ${key} ${at}`,
    ),
  );
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((line) => before.get(line) !== after.get(line) && !lines.has(line))
    .map((line) => ({ line, before: before.get(line), after: after.get(line) }));
}

async function checkRebuild(desk: Bench): Promise<void> {
  const before = await projection(desk);
  const { db } = desk.store;
  for (const table of ['live', 'listing', 'list_total', 'media_use'] as const)
    await db.deleteFrom(table).execute();
  await desk.newsroom.live.rebuild();
  expect(await projection(desk)).toEqual(before);
}

async function addPictures({ newsroom }: Bench): Promise<void> {
  for (const [at, words] of [{ credit: 'Ivo', alts: { '': 'A harbour' } }, {}].entries()) {
    const bytes = await photo(20 + at, 20)
      .png()
      .toBuffer();
    PICTURES[at] = done(await newsroom.media.addPicture({ name: 'a.png', bytes, ...words })).picture.id;
  }
}

eachDatabase((name, open) => {
  const desks: Bench[] = [];
  afterAll(() => Promise.all(desks.map((desk) => desk.close())));

  it('shows only what is live, and what a rebuild would show, after any history', async () => {
    const runs = name === 'sqlite' ? 12 : 4;
    const histories = fc.asyncProperty(fc.integer(), async (seed) => {
      const desk = await bench(open, { seed });
      desks.push(desk);
      await stock(desk);
      await addPictures(desk);
      const random = chance(seed ^ 0x5bd1e995);
      const stories: Story[] = [];
      for (let step = 0; step < 70; step++) {
        const what = stories.length < 4 ? STEPS[0] : random() < 0.4 ? STEPS[2] : pick(STEPS, random);
        const before = await publicFacts(desk);
        const seq = await desk.newsroom.live.lastChange();
        await what?.(desk, stories, random);
        expect(await unannounced(desk, before, await publicFacts(desk), seq)).toEqual([]);
        for (const [at, { id }] of stories.entries()) {
          const now = await desk.newsroom.stories.get(id);
          if (now) stories[at] = now;
        }
        if (step % 10 === 9) await checkPublic(desk);
      }
      await checkRebuild(desk);
      const { live } = await projection(desk);
      published += live.length;
    });
    await fc.assert(histories, {
      endOnFailure: true,
      numRuns: runs,
      seed: START % 1_000_000,
    });
    // A history in which nothing was ever public would prove nothing.
    expect(published).toBeGreaterThan(2 * runs);
  }, 120_000);
  let published = 0;
});
