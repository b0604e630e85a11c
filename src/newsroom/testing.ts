import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Doc } from '#body';
import type { Store } from '#store';
import { openNewsroom } from './open.ts';
import type { Newsroom } from './open.ts';
import type { Draft, Refused, Site, Story } from './types.ts';

/** What the room's own tests start from: a newsroom on a real store, a clock in hand and repeatable chance. */
export type Bench = {
  newsroom: Newsroom;
  store: Store;
  folder: string;
  clock: { now: number };
  random: () => number;
  close: () => Promise<void>;
};

export const START = Date.UTC(2026, 10, 23, 8, 0, 0);
export const DAY = 86_400_000;

export const SITE: Site = {
  names: { en: 'The Harbour Light', ru: 'Свет гавани', fa: 'چراغ بندر' },
  taglines: {},
  address: 'https://light.example',
  timeZone: 'Europe/Vilnius',
  defaultLang: 'en',
  languages: ['en', 'ru', 'fa'],
  adFreeSince: null,
  publisher: { name: 'The Harbour Light', logo: null },
  menus: {},
  footers: {},
};

/** Numbers that follow from a seed alone. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function bench(
  open: (options: { now: () => number; random?: () => number }) => Promise<Store>,
  { seed = 1, site = true } = {},
): Promise<Bench> {
  const clock = { now: START };
  const random = chance(seed);
  const folder = mkdtempSync(join(tmpdir(), 'longwave-newsroom-'));
  const store = await open({ now: () => clock.now });
  const newsroom = await openNewsroom({ store, folder, now: () => clock.now, random });
  if (site) await newsroom.site.set(SITE);
  return {
    newsroom,
    store,
    folder,
    clock,
    random,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Sections world and home, tags a to e, a series and two authors. */
export async function stock({ newsroom }: Bench): Promise<void> {
  for (const id of ['world', 'home']) await newsroom.sections.put({ id, names: { en: id } });
  for (const id of ['a', 'b', 'c', 'd', 'e']) await newsroom.tags.put({ id, names: { en: id } });
  await newsroom.series.put({ id: 'dispute', names: { en: 'Dispute' }, summaries: {} });
  for (const id of ['mara', 'ivo']) {
    await newsroom.authors.put({ id, names: { en: id }, bios: {}, pseudonymous: false, portrait: null });
  }
}

export function body(text: string, id = 'aaaaaaaa'): Doc {
  return {
    type: 'doc',
    content: [{ type: 'paragraph', attrs: { id }, content: text === '' ? [] : [{ type: 'text', text }] }],
  };
}

export function draft(headline: string, rest: Partial<Draft> = {}): Draft {
  return {
    headline,
    standfirst: '',
    kicker: '',
    summary: '',
    slug: '',
    dateline: { place: null, date: null },
    section: null,
    tags: [],
    series: null,
    bylines: ['mara'],
    lead: null,
    picks: [],
    body: body(`${headline}, at length.`),
    ...rest,
  };
}

/** A story that readers have. */
export async function publish(
  { newsroom }: Bench,
  headline: string,
  rest: Partial<Draft> = {},
  { lang = 'en', at }: { lang?: string; at?: number } = {},
): Promise<Story> {
  const story = await newsroom.stories.create({
    lang,
    draft: draft(headline, rest),
    ...(at !== undefined && { at }),
  });
  return done(await newsroom.stories.move({ story: story.id, to: 'live', ...(at !== undefined && { at }) }))
    .story;
}

/** The outcome, when it was not a refusal. */
export function done<T extends { ok: true } | Refused>(outcome: T): Extract<T, { ok: true }> {
  if (outcome.ok) return outcome as Extract<T, { ok: true }>;
  throw new Error(`Refused: ${outcome.reasons.map(({ message }) => message).join('; ')}`);
}

/** The stable words of a refusal; none when it was none. */
export function codes(outcome: { ok: true } | Refused): string[] {
  return outcome.ok ? [] : outcome.reasons.map(({ code }) => code);
}

/** A picture that no encoder makes small. */
export function photo(width: number, height: number) {
  const noise = Buffer.alloc(width * height * 3);
  for (let at = 0; at < noise.length; at++) noise[at] = (at * 31 + (at >> 7)) & 255;
  return sharp(noise, { raw: { width, height, channels: 3 } });
}
