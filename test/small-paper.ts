import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDepot, type Depot } from '#depot';
import { encodeMirrors, MIRRORS_PATH, type ListedMirror } from '#edition';
import { openNewsroom, type Newsroom } from '#newsroom';
import { press, type Output } from '#press';
import { openStore, type Store } from '#store';
import { paperKeys } from './paper-keys.ts';

/*
 * A small newsroom with keys of its own, pressed and signed within a second: for journeys that need many editions.
 */

type StoryId = Parameters<Newsroom['stories']['withdraw']>[0]['story'];

export type SmallPaper = {
  /** The newsroom's data, as commands find it. */
  folder: string;
  store: Store;
  depot: Depot;
  /** Published stories of the paper, in the order of publication: their addresses. */
  stories: readonly { path: string }[];
  /** Writes a story of about that many letters and publishes it. */
  add(headline: string, letters?: number): Promise<void>;
  /** Writes a story that fell due half an hour ago, and nobody was there to publish it. @returns how it stands */
  overdue(headline: string): Promise<() => Promise<string | undefined>>;
  /** Withdraws the story of that place in `stories`. */
  withdraw(at: number): Promise<void>;
  /** Sends an old address on to a story. */
  redirect(from: string, at: number): Promise<void>;
  /** Makes an edition with that list of mirrors and writes it to a folder. */
  pressTo(folder: string, list?: { version: number; origin: string; mirrors: ListedMirror[] }): Promise<void>;
  close(): Promise<void>;
};

export async function openSmallPaper(): Promise<SmallPaper> {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-small-'));
  const databaseUrl = `sqlite:${join(folder, 'longwave.db')}`;
  const started = Date.now() - 3_600_000;
  let turn = 0;
  // Rises with each edition, so that each has a time of its own.
  const now = (): number => started + turn * 60_000;
  const store = await openStore({ url: databaseUrl, now });
  const newsroom = await openNewsroom({ store, folder, now, random: Math.random });
  const depot = await openDepot({ folder: join(folder, 'edition'), now });
  await furnish(newsroom);
  const { signing: sign } = await paperKeys({ at: started - 60_000 });
  const ids: StoryId[] = [];
  const stories: { path: string }[] = [];
  const idOf = (at: number): StoryId => {
    const id = ids[at];
    if (id === undefined) throw new Error(`There is no story ${at}`);
    return id;
  };
  return {
    folder,
    store,
    depot,
    stories,
    async add(headline, letters = 400) {
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft(headline, letters) });
      await newsroom.stories.move({ story: id, to: 'live' });
      const story = await newsroom.stories.get(id);
      ids.push(id);
      stories.push({ path: story?.path ?? '' });
    },
    async overdue(headline) {
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft(headline, 400) });
      await newsroom.stories.move({ story: id, to: 'approved' });
      await newsroom.stories.move({ story: id, to: 'scheduled', due: started + 1_800_000 });
      return async () => (await newsroom.stories.get(id))?.state;
    },
    async withdraw(at) {
      await newsroom.stories.withdraw({ story: idOf(at), reason: 'It was not so' });
    },
    async redirect(from, at) {
      await newsroom.redirects.add({ from, to: { story: idOf(at) } });
    },
    async pressTo(to, list) {
      turn += 1;
      const standing: Output[] =
        list === undefined
          ? []
          : [
              {
                path: MIRRORS_PATH,
                type: 'application/json; charset=utf-8',
                text: encodeMirrors({ _type: 'mirrors', format: 1, ...list }),
              },
            ];
      const given = (): Promise<Output[]> => Promise.resolve(standing);
      await press({ newsroom, depot, at: now(), databaseUrl, folder, threads: 1, sign, standing: given });
      await depot.exportFolder({ to });
    },
    async close() {
      await depot.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function furnish(newsroom: Newsroom): Promise<void> {
  await newsroom.site.set({
    names: { '': 'Far Shore' },
    taglines: {},
    address: 'https://farshore.example',
    timeZone: 'Europe/Riga',
    defaultLang: 'en',
    languages: ['en', 'ru', 'fa'],
    adFreeSince: null,
    publisher: { name: 'Far Shore', logo: null },
    menus: {},
    footers: {},
  });
  await newsroom.sections.put({ id: 'world', names: { '': 'World' } });
  await newsroom.authors.put({
    id: 'mara',
    names: { '': 'Mara' },
    bios: {},
    pseudonymous: false,
    portrait: null,
  });
}

/** Words that do not pack well, so that a long story is long on the wire too. */
function draft(headline: string, letters: number) {
  let text = 'The boats came in.';
  for (let at = 0; text.length < letters; at++) text += ` ${hash('sha256', `${headline} ${at}`)}`;
  return {
    headline,
    standfirst: `About: ${headline}`,
    kicker: '',
    summary: '',
    slug: '',
    dateline: { place: null, date: null },
    section: 'world',
    tags: [],
    series: null,
    bylines: ['mara'],
    lead: null,
    picks: [],
    body: {
      type: 'doc' as const,
      content: [
        { type: 'paragraph' as const, attrs: { id: 'aaaaaaaa' }, content: [{ type: 'text' as const, text }] },
      ],
    },
  };
}
