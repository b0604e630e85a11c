import { z } from 'zod';
import { emptyBody } from '#body';
import type { Draft } from '#newsroom';

/**
 * The form of a draft, for the types of the client; what it holds is checked by the newsroom, which says what is wrong
 * in words for people.
 */
export const draft = z.custom<Draft>((value) => typeof value === 'object' && value !== null);

/** What a new story starts from. */
export const blank = (random: () => number): Draft => ({
  headline: '',
  standfirst: '',
  kicker: '',
  summary: '',
  slug: '',
  dateline: { place: null, date: null },
  section: null,
  tags: [],
  series: null,
  bylines: [],
  lead: null,
  picks: [],
  body: emptyBody(random),
});

/** The reader's language as it stands in an address. */
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);
/** What a tab calls itself; the longer, the less anybody else can guess it. */
export const tab = z.string().min(8).max(100);
