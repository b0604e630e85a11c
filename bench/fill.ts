import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Block, Doc } from '#body';
import { openNewsroom, type Draft, type Newsroom } from '#newsroom';
import { openStore } from '#store';
import { AUTHORS, corpus, SECTIONS, seeded, TAGS, type BenchStory } from './corpus.ts';

const A_TRANSACTION = 200;

/** Makes a newsroom in `folder` on SQLite that holds the first `stories` of the corpus, all live. */
export async function fillNewsroom(folder: string, stories: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const now = Date.now;
  const store = await openStore({ url: `sqlite:${join(folder, 'longwave.db')}`, now });
  const newsroom = await openNewsroom({ store, folder, now, random: seeded(7) });
  await furnish(newsroom);
  let batch: BenchStory[] = [];
  const flush = async (): Promise<void> => {
    const some = batch;
    batch = [];
    await newsroom.batch(async () => {
      for (const one of some) await addStory(newsroom, one);
    });
  };
  for (const one of corpus(0, stories)) {
    batch.push(one);
    if (batch.length === A_TRANSACTION) await flush();
  }
  if (batch.length > 0) await flush();
  await store.close();
}

async function furnish(newsroom: Newsroom): Promise<void> {
  await newsroom.site.set({
    names: { '': 'Bench' },
    taglines: {},
    address: 'https://bench.example',
    timeZone: 'UTC',
    defaultLang: 'en',
    languages: ['en', 'ru'],
    adFreeSince: null,
    publisher: { name: 'Bench', logo: null },
    menus: { en: SECTIONS.map((id) => ({ label: '', to: `section:${id}` })) },
    footers: {},
  });
  for (const id of SECTIONS) await newsroom.sections.put({ id, names: { '': id } });
  for (const id of TAGS) await newsroom.tags.put({ id, names: { '': id } });
  for (const id of AUTHORS) {
    await newsroom.authors.put({ id, names: { '': id }, bios: {}, pseudonymous: false, portrait: null });
  }
}

export function bodyOf(story: BenchStory): Doc {
  const content: Block[] = story.paragraphs.map(({ text, heading }, at) => {
    const id = blockId(story.number * 64 + at);
    const inline = [{ type: 'text' as const, text }];
    return heading
      ? { type: 'heading', attrs: { id, level: 2 }, content: inline }
      : { type: 'paragraph', attrs: { id }, content: inline };
  });
  return { type: 'doc', content };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

function blockId(number: number): string {
  let [id, rest] = ['', number];
  for (let at = 0; at < 8; at++) {
    id += LETTERS[rest % 32];
    rest = Math.floor(rest / 32);
  }
  return id;
}

export function draftOf(story: BenchStory): Draft {
  return {
    headline: story.headline,
    standfirst: story.standfirst,
    kicker: '',
    summary: story.standfirst,
    slug: story.slug,
    dateline: { place: 'Port Hallow', date: new Date(story.at).toISOString().slice(0, 10) },
    section: story.section,
    tags: story.tags,
    series: null,
    bylines: story.authors,
    lead: null,
    picks: [],
    body: bodyOf(story),
  };
}

/** Adds a story and makes it live at its own time. */
export async function addStory(newsroom: Newsroom, story: BenchStory): Promise<void> {
  const { id } = await newsroom.stories.create({ lang: 'en', draft: draftOf(story), at: story.at });
  const moved = await newsroom.stories.move({ story: id, to: 'live', at: story.at });
  if (!moved.ok) throw new Error(moved.reasons.map((reason) => reason.message).join('; '));
}
