import { STATES } from '../../types.ts';
import type { Takes } from '../fault-words.ts';

const time = 'a time';
const AT = '2026-11-23T14:05:00+02:00';

/** What each field of a story's front matter takes, as docs/MARKDOWN.md says it, for whoever wrote something else. */
export const FIELD_WORDS: Readonly<Record<string, Takes>> = {
  id: { takes: 'a name', example: 'id: tariff-talks-open' },
  revision: { takes: 'a whole number', example: 'revision: 3' },
  kind: { takes: 'story or page', example: 'kind: page' },
  page: { takes: 'about, masthead, privacy, contact or page', example: 'page: about' },
  menu: { takes: 'a whole number from 0 to 10000', example: 'menu: 3' },
  lang: { takes: 'a language tag', example: 'lang: fa' },
  headline: { takes: 'one line of text', example: 'headline: "Ferries sail again"' },
  standfirst: { takes: 'text', example: 'standfirst: "Four conditions stand"' },
  kicker: { takes: 'one line of text', example: 'kicker: "Northern dispute"' },
  summary: { takes: 'text', example: 'summary: "The ferries sail again after nine months."' },
  slug: { takes: 'one line of text', example: 'slug: ferries-sail-again' },
  section: { takes: 'one section', example: 'section: world' },
  tags: { takes: 'a list of tags', example: 'tags: [tariffs, accession]' },
  series: { takes: 'a series and the part', example: 'series: { slug: northern-dispute, part: 3 }' },
  'series.part': { takes: 'a whole number from 0 to 100000', example: 'part: 3' },
  bylines: { takes: 'a list of authors', example: 'bylines: [mara-lindqvist]' },
  unsigned: { takes: 'true or false', example: 'unsigned: true' },
  dateline: { takes: 'a place and a day', example: 'dateline: { place: Port Hallow, date: 2026-11-12 }' },
  published: { takes: time, example: `published: ${AT}` },
  updated: { takes: time, example: `updated: ${AT}` },
  state: { takes: `one of ${STATES.join(', ')}`, example: 'state: draft' },
  due: { takes: time, example: `due: ${AT}` },
  lead: {
    takes: 'a picture',
    example: 'lead: { file: pictures/quay.jpg, alt: A grey quay, credit: Archive }',
  },
  'lead.file': { takes: 'the path of a picture', example: 'file: pictures/quay.jpg' },
  'lead.alt': { takes: 'one line of text', example: 'alt: A grey quay' },
  'lead.caption': { takes: 'one line of text', example: 'caption: The quay in March' },
  'lead.credit': { takes: 'one line of text', example: 'credit: Ivo Brandt' },
  'lead.agency': { takes: 'one line of text', example: 'agency: Longshore Pictures' },
  'lead.licence': { takes: 'one line of text', example: 'licence: CC BY 4.0' },
  'lead.licence-expires': { takes: 'a day', example: 'licence-expires: 2028-01-01' },
  'lead.focal': { takes: 'two numbers from 0 to 1', example: 'focal: [0.5, 0.3]' },
  'translation-of': { takes: 'the id of the original', example: 'translation-of: tariff-talks-open' },
  picks: { takes: 'a list of ids of stories', example: 'picks: [tariff-talks-open]' },
  aliases: { takes: 'a list of old addresses', example: 'aliases: [/old/address/]' },
  notes: { takes: 'a list of notes', example: `- { kind: correction, at: ${AT}, text: "It was 1991." }` },
  'notes.kind': { takes: 'correction or update', example: 'kind: correction' },
  'notes.at': { takes: time, example: `at: ${AT}` },
  'notes.text': { takes: 'text', example: 'text: "An earlier version gave the wrong year."' },
  'notes.before': { takes: 'text', example: 'before: "1987"' },
  'notes.after': { takes: 'text', example: 'after: "1991"' },
  withdrawn: {
    takes: 'a time and a reason',
    example: `withdrawn: { at: ${AT}, reason: "A source is at risk." }`,
  },
  'withdrawn.at': { takes: time, example: `at: ${AT}` },
  'withdrawn.reason': { takes: 'text', example: 'reason: "A source is at risk."' },
};
