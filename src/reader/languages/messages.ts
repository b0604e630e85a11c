import type { DetailName, HistoryEvent } from '../history-page.ts';
import type { ListKind } from '../views.ts';

/**
 * Every word of ours that a reader can see, in one language. A missing key is a type error. Functions take counts
 * as numbers and figures already written in the language's digits where they only have to be shown.
 */
export type Messages = {
  skipToContent: string;
  menu: string;
  languages: string;
  breadcrumb: string;
  front: string;
  sections: string;
  about: string;
  follow: string;
  archive: string;
  corrections: string;
  latest: string;
  moreLatest: string;
  breaking: string;
  /** After it comes a date and time. */
  edition: string;
  adFree(date: string): string;
  noTracking: string;
  backToTop: string;
  /** The page that verifies. */
  verify: string;
  /** The page that tells how to find the paper again. */
  reach: string;
  saveStory: string;

  /** Stands before the names; empty where the language needs no word. */
  by: string;
  published: string;
  updated: string;
  corrected: string;
  correctedOn(date: string): string;
  updatedOn(date: string): string;
  readNote: string;
  comma: string;
  /** Between the place and the text that follows. */
  datelineDash: string;
  pictureCredit: string;
  translations: string;
  translatedFrom(language: string): string;
  readOriginal: string;
  tags: string;
  related: string;
  reasons: Record<'pick' | 'tag' | 'section' | 'series', string>;
  series: string;
  part(number: string): string;
  previousPart: string;
  nextPart: string;
  notes: string;
  note: Record<'correction' | 'update' | 'withdrawal', string>;
  noteBefore: string;
  noteAfter: string;
  history: {
    title: string;
    intro: string;
    /** Of a story that stands as it was first published. */
    none: string;
    noneSince(date: string): string;
    since(date: string): string;
    /** Before a date and time. */
    kinds: Record<HistoryEvent['kind'], string>;
    first: string;
    silent: string;
    same: string;
    moved: string;
    form: string;
    /** Of a block without words, such as a picture. */
    put: string;
    taken: string;
    fields: Record<'kicker' | 'headline' | 'standfirst' | 'dateline' | 'body', string>;
    details: Record<DetailName, string>;
    alsoChanged(names: string): string;
  };
  legalNotice: string;
  table: string;
  file(name: string, size: string): string;
  transcript: string;
  openAt(host: string): string;
  size(bytes: number, figure: (value: number) => string): string;

  listKind: Record<ListKind, string>;
  newer: string;
  older: string;
  pages: string;
  page(number: string): string;
  feeds: string;
  noStories: string;
  stories(count: number, figure: string): string;
  moreFrom(name: string): string;

  archiveOf(when: string): string;
  archiveYears: string;
  previousDay: string;
  nextDay: string;
  previousMonth: string;
  nextMonth: string;

  correctionsIntro: string;
  noCorrections: string;
  staff: string;

  withdrawn: string;
  withdrawnOn(date: string): string;
  withdrawnWhy: string;
  withdrawnElsewhere: string;

  moved: string;
  movedTo: string;
  notFound: string;
  notFoundText: string;
  toFront: string;
};
