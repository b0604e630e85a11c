import type {
  FetchInfiniteQueryOptions,
  FetchQueryOptions,
  QueryClient,
  QueryKey,
} from '@tanstack/react-query';
import * as asking from './asking/queries.ts';
import { askingWordsQuery } from './asking/words.ts';
import { houseWordsQuery } from './house-words.ts';
import * as money from './money/queries.ts';
import { moneyWordsQuery } from './money/words.ts';
import { meQuery } from './queries.ts';
import * as rooms from './room-queries.ts';
import { roomWordsQuery } from './room-words.ts';
import { termsQuery } from './stories/terms.ts';
import { keptQuery, storyQuery } from './story/story-query.ts';
import { storyWordsQuery } from './story/words.ts';
import { preferredLanguage } from './words.tsx';

/*
 * What pages show, fetched while their programs come. A page is shown when all of it is there: React leaves "Loading"
 * standing for 300 ms once it has shown it, however soon the rest is there. Where it takes long the router says it.
 */

/** How a page asks for what it shows. What cannot be fetched is told of by the page itself, which asks once more. */
type Ahead = {
  queries: QueryClient;
  /** Fetches what is not known. What is known is shown at once; the page fetches it anew where it is old. */
  once: <Data, Key extends QueryKey>(query: FetchQueryOptions<Data, Error, Data, Key>) => Promise<void>;
  /** The same of what comes in parts: the first of them. */
  first: <Part, Key extends QueryKey, At>(
    query: FetchInfiniteQueryOptions<Part, Error, Part, Key, At>,
  ) => Promise<void>;
  /** Forgets what nobody shows and is older than so many milliseconds, so that it is not built upon. */
  forget: (queryKey: QueryKey, age?: number) => void;
  roomWords: () => Promise<void>;
  houseWords: () => Promise<void>;
  moneyWords: () => Promise<void>;
  /** Words of asking, and of the forms that it shares with the settings. */
  askingWords: () => Promise<void>;
  storyWords: () => Promise<void>;
};

function openAhead(queries: QueryClient): Ahead {
  const once: Ahead['once'] = async (query) => {
    if (queries.getQueryData(query.queryKey) === undefined) await queries.prefetchQuery(query);
  };
  const lang = preferredLanguage();
  return {
    queries,
    once,
    async first(query) {
      if (queries.getQueryData(query.queryKey) === undefined) await queries.prefetchInfiniteQuery(query);
    },
    forget(queryKey, age = rooms.FRESH) {
      const { dataUpdatedAt = 0 } = queries.getQueryState(queryKey) ?? {};
      if (Date.now() - dataUpdatedAt > age)
        queries.removeQueries({ queryKey, exact: true, type: 'inactive' });
    },
    roomWords: () => once(roomWordsQuery(lang)),
    houseWords: () => once(houseWordsQuery(lang)),
    moneyWords: () => once(moneyWordsQuery(lang)),
    askingWords: async () => {
      await Promise.all([once(askingWordsQuery(lang)), once(houseWordsQuery(lang))]);
    },
    storyWords: () => once(storyWordsQuery(lang)),
  };
}

type Asked<Params> = { context: { queries: QueryClient }; params: Params };

/** A route's loader out of what its page asks for. */
const page =
  <Params>(wanted: (ahead: Ahead, params: Params) => Promise<unknown>[]) =>
  async ({ context, params }: Asked<Params>): Promise<void> => {
    await Promise.all(wanted(openAhead(context.queries), params));
  };

const { siteQuery, pagesQuery, peopleQuery } = rooms;

/** The loader of each page. */
export const ahead = {
  begin: page(({ once, forget, roomWords }) => {
    forget(rooms.firstStoriesQuery.queryKey);
    return [roomWords(), once(termsQuery), once(siteQuery), once(rooms.firstStoriesQuery)];
  }),
  overview: page(({ once, roomWords }) => [
    roomWords(),
    once(rooms.overviewQuery),
    once(rooms.readersQuery('30')),
  ]),
  story: page<{ story: string }>(({ once, forget, storyWords }, { story }) => {
    // What is left of an earlier visit is not written on.
    forget(storyQuery(story).queryKey);
    forget(keptQuery(story).queryKey, 0);
    return [storyWords(), once(storyQuery(story)), once(keptQuery(story))];
  }),
  storyHistory: page<{ story: string }>(({ once, first, storyWords }, { story }) => [
    storyWords(),
    once(storyQuery(story)),
    first(rooms.revisionsQuery(story)),
  ]),
  storyPreview: page<{ story: string }>(({ once, storyWords }, { story }) => [
    storyWords(),
    once(storyQuery(story)),
  ]),
  calendar: page(({ once }) => [once(rooms.dueQuery)]),
  media: page(({ first, roomWords }) => [roomWords(), first(rooms.mediaQuery({}))]),
  front: page<{ lang: string }>(({ once, roomWords }, { lang }) => [
    roomWords(),
    once(rooms.frontQuery(lang)),
  ]),
  editions: page(({ queries, once, first, roomWords }) => {
    const acts = queries.getQueryData(meQuery.queryKey)?.acts ?? [];
    return [
      roomWords(),
      first(rooms.editionsQuery),
      ...(acts.includes('keys.read') ? [once(rooms.keysQuery)] : []),
    ];
  }),
  mirrors: page(({ once, roomWords }) => [roomWords(), once(rooms.mirrorsQuery)]),
  money: page(({ moneyWords }) => [moneyWords()]),
  moneyHome: page(({ queries, once, moneyWords }) => {
    const acts = queries.getQueryData(meQuery.queryKey)?.acts ?? [];
    return [
      moneyWords(),
      once(money.railsQuery),
      ...(acts.includes('money.overview') ? [once(money.figuresQuery)] : []),
    ];
  }),
  contributions: page(({ once, moneyWords }) => [
    moneyWords(),
    once(money.railsQuery),
    once(money.questionsQuery),
  ]),
  contribution: page<{ contribution: string }>(({ once, forget, moneyWords }, { contribution }) => {
    forget(money.contributionQuery(contribution).queryKey);
    return [moneyWords(), once(money.railsQuery), once(money.contributionQuery(contribution))];
  }),
  transfers: page(({ once, moneyWords, houseWords }) => [
    moneyWords(),
    houseWords(),
    once(money.railsQuery),
    once(money.transfersQuery),
  ]),
  costs: page(({ once, moneyWords, houseWords }) => [
    moneyWords(),
    houseWords(),
    once(money.railsQuery),
    once(money.costsQuery),
  ]),
  wall: page(({ once, moneyWords }) => [moneyWords(), once(money.railsQuery), once(money.wallQuery)]),
  designation: page(({ once, moneyWords }) => [
    moneyWords(),
    once(money.railsQuery),
    once(money.switchQuery),
  ]),
  books: page(({ once, moneyWords }) => [moneyWords(), once(money.railsQuery), once(money.booksQuery)]),
  appeals: page(({ once, askingWords }) => [askingWords(), once(asking.appealsQuery), once(termsQuery)]),
  offer: page(({ once, askingWords }) => [askingWords(), once(asking.offerQuery)]),
  safety: page(({ once, askingWords }) => [askingWords(), once(asking.safetyQuery)]),
  imports: page(({ once, houseWords }) => [
    houseWords(),
    once(rooms.importsQuery),
    once(rooms.quarantineQuery),
  ]),
  importPage: page<{ run: string }>(({ once, houseWords }, { run }) => [
    houseWords(),
    once(rooms.importQuery(run)),
  ]),
  quarantined: page<{ item: string }>(({ once, houseWords }, { item }) => [
    houseWords(),
    once(rooms.quarantinedQuery(item)),
  ]),
  people: page(({ once }) => [once(peopleQuery)]),
  settings: page(({ houseWords }) => [houseWords()]),
  site: page(({ once }) => [once(siteQuery)]),
  menus: page(({ once }) => [once(siteQuery), once(termsQuery), once(pagesQuery)]),
  terms: page(({ once }) => [once(termsQuery)]),
  // Its form names sections and tags.
  notices: page(({ once }) => [once(rooms.noticesQuery), once(termsQuery)]),
  pages: page(({ once }) => [once(pagesQuery)]),
  pageEditor: page<{ page: string; lang: string }>(({ once, storyWords }) => [
    storyWords(),
    once(pagesQuery),
  ]),
  audit: page(({ once, first, houseWords }) => [
    houseWords(),
    once(peopleQuery),
    first(rooms.auditQuery('', '')),
  ]),
  account: page(({ once }) => [once(rooms.passkeysQuery), once(rooms.sessionsQuery)]),
};
