import { mkdir } from 'node:fs/promises';
import type { Store } from '#store';
import { authorOf, listAuthors, putAuthor, removeAuthor } from './authors.ts';
import { handlersOf } from './clock.ts';
import { correctStory, updateStory } from './corrections.ts';
import { addFile } from './files.ts';
import { countStories, findStories, protectedStories, recentStories } from './find.ts';
import { foreseeMove } from './foresee.ts';
import { allRedirects, forwardings, redirectAt, tombstone, tombstones } from './forwardings.ts';
import { bannerOf, lowerBanner, raiseBanner, setSlots, slotsOf } from './front.ts';
import { Changes } from './changes.ts';
import { rebuild } from './live.ts';
import * as query from './live-query.ts';
import { timesOf } from './live-history.ts';
import { liveCards, liveNotes, liveStories, liveTranslations } from './live-read.ts';
import { describeMedia, expiringMedia, getMedia, removeMedia } from './media.ts';
import { findMedia } from './media-find.ts';
import { checkMedia, mendMedia } from './media-check.ts';
import { renditionFile } from './media-folder.ts';
import { notesOf } from './notes.ts';
import { listNotices, noticeOf, noticesAt, storiesUnder, putNotice, removeNotice } from './notices.ts';
import { storiesNamed } from './named.ts';
import { listPages, pageOf, putPage, removePage } from './pages.ts';
import { addPicture } from './pictures.ts';
import { addRedirect, removeRedirect } from './redirects.ts';
import { relateAgain } from './relate.ts';
import { renderAll } from './renditions.ts';
import { revisionOf } from './revisions.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { seriesOrder } from './series-order.ts';
import { getSite } from './site.ts';
import { setSite } from './site-setup.ts';
import { moveStory, publishDue, withdrawStory } from './states.ts';
import * as stories from './stories.ts';
import { askedBy, endTasks, tasked, tasksOf, waitingTasks } from './tasks.ts';
import * as terms from './terms.ts';
import { linkTranslation, outdatedDiff, translationsOf, unlinkTranslation } from './translations.ts';
import type { StoryId } from './types.ts';
import { createStory, dropKeptDraft, keepDraft, keptDrafts, saveStory, sittingOf } from './writing.ts';

export type NewsroomOptions = {
  store: Store;
  /** The data folder; media stand under `media/`. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** 0 ≤ n < 1; ids are made of it. */
  random: () => number;
};

export type Newsroom = ReturnType<typeof doors>;

/** Opens a newsroom on a store. Nothing is read or written before it is asked for something. */
export async function openNewsroom(options: NewsroomOptions): Promise<Newsroom> {
  await mkdir(options.folder, { recursive: true });
  return newsroomOn(options);
}

/** The same with no wait, for a worker that only reads. */
export function newsroomOn({ store, folder, now, random }: NewsroomOptions): Newsroom {
  return doors({ store, db: store.db, folder, now, random });
}

type Rest<F> = F extends (room: Room, ...rest: infer A) => infer R ? (...rest: A) => R : never;

/** The room given once instead of at each call. */
function within<T extends Record<string, (room: Room, ...rest: never[]) => unknown>>(
  room: Room,
  operations: T,
): { [K in keyof T]: Rest<T[K]> } {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (...rest: never[]) => operation(room, ...rest),
  ]);
  return Object.fromEntries(bound) as { [K in keyof T]: Rest<T[K]> };
}

function doors(room: Room) {
  return {
    site: within(room, { get: getSite, set: setSite }),
    stories: within(room, STORIES),
    /** What other languages of a story have to look at; left by corrections and withdrawals, ended by a new text. */
    tasks: within(room, { of: tasksOf, end: endTasks, askedBy, among: tasked, waiting: waitingTasks }),
    authors: within(room, { get: authorOf, list: listAuthors, put: putAuthor, remove: removeAuthor }),
    sections: within(room, {
      get: (inside: Room, id: string) => terms.getTerm(inside, 'section', id),
      list: terms.listSections,
      put: terms.putSection,
      remove: (inside: Room, id: string) => terms.removeTerm(inside, 'section', id),
    }),
    tags: within(room, {
      get: (inside: Room, id: string) => terms.getTerm(inside, 'tag', id),
      list: terms.listTags,
      put: terms.putTag,
      remove: (inside: Room, id: string) => terms.removeTerm(inside, 'tag', id),
    }),
    series: within(room, {
      get: terms.getSeries,
      list: terms.listSeries,
      put: terms.putSeries,
      remove: (inside: Room, id: string) => terms.removeTerm(inside, 'series', id),
    }),
    pages: within(room, { get: pageOf, list: listPages, put: putPage, remove: removePage }),
    notices: within(room, { get: noticeOf, list: listNotices, put: putNotice, remove: removeNotice }),
    front: within(room, { slots: slotsOf, setSlots, banner: bannerOf, raiseBanner, lowerBanner }),
    redirects: within(room, { add: addRedirect, remove: removeRedirect, list: allRedirects }),
    media: {
      ...within(room, {
        addPicture,
        addFile,
        get: getMedia,
        find: findMedia,
        describe: describeMedia,
        remove: removeMedia,
        expiring: expiringMedia,
        check: checkMedia,
        mend: mendMedia,
        renderAll,
      }),
      /** Absolute path of a rendition; `original` (width 0) is a file or a sound. */
      file: (media: string, format: 'jpeg' | 'avif' | 'original', width: number) =>
        renditionFile(room.folder, media, format, width),
    },
    live: within(room, LIVE),
    /** For the clock: what to do with each kind of job that the newsroom leaves. */
    handlers: handlersOf(room),
    /** One transaction around many calls, all of them or none. */
    batch: <T>(work: () => Promise<T>): Promise<T> => write(room, () => work()),
  };
}

const STORIES = {
  create: createStory,
  save: saveStory,
  sitting: sittingOf,
  move: moveStory,
  correct: correctStory,
  update: updateStory,
  withdraw: withdrawStory,
  get: stories.getStory,
  find: findStories,
  named: storiesNamed,
  count: countStories,
  recent: recentStories,
  protectedOnes: protectedStories,
  foresee: foreseeMove,
  revisions: stories.revisionsOf,
  revision: revisionOf,
  revisionCards: stories.revisionCards,
  diff: stories.diffRevisions,
  transitions: stories.transitionsOf,
  kept: keptDrafts,
  keep: keepDraft,
  dropKept: dropKeptDraft,
  translations: translationsOf,
  link: linkTranslation,
  unlink: unlinkTranslation,
  outdatedDiff,
  notes: (room: Room, story: StoryId) => notesOf(room, [story]),
  relate: relateAgain,
  publishDue,
};

const LIVE = {
  cards: liveCards,
  stories: liveStories,
  notes: liveNotes,
  translations: liveTranslations,
  times: timesOf,
  count: query.countList,
  list: query.windowOf,
  lists: query.listsUnder,
  listsOf: query.listsOf,
  lastUpdate: query.lastUpdate,
  nearestDays: query.nearestDays,
  all: query.allLive,
  usedBy: query.usedBy,
  relatedTo: query.relatedTo,
  seriesOrder,
  mediaInUse: query.mediaInUse,
  changes: query.changesAfter,
  lastChange: query.lastChange,
  forgetChanges: query.forgetChanges,
  tombstones,
  tombstone,
  redirectsAll: allRedirects,
  redirect: redirectAt,
  forwardings,
  notices: noticesAt,
  storiesUnder,
  /** Makes the projection anew from the stories, for a check or a repair. */
  rebuild: (room: Room) =>
    write(room, async (inside) => {
      const changes = new Changes();
      await rebuild(inside, changes);
      await changes.record(inside);
    }),
};
