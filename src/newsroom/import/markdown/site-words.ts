import type { Takes } from '../fault-words.ts';

const words = { takes: 'text by language', example: '{ en: Northern Ferry News }' };
const terms: Takes = { takes: 'a list of ids with names', example: '- { id: world, names: { en: World } }' };
const links: Takes = {
  takes: 'lists of links by language',
  example: 'en: [{ label: World, to: "section:world" }]',
};

/** What the fields of `newsroom.yaml` take, for whoever has to mend one. */
export const SITE_WORDS: Record<string, Takes> = {
  '': { takes: 'fields with names', example: 'address: https://news.example' },
  names: { ...words, example: `names: ${words.example}` },
  taglines: { ...words, example: 'taglines: { en: News of the north }' },
  address: { takes: 'an https address', example: 'address: https://news.example' },
  'time-zone': { takes: 'a time zone', example: 'time-zone: Europe/Berlin' },
  'default-language': { takes: 'a language tag', example: 'default-language: en' },
  languages: { takes: 'a list of language tags', example: 'languages: [en, fa]' },
  'ad-free-since': { takes: 'a year or a day', example: 'ad-free-since: "2019"' },
  publisher: { takes: 'a name', example: 'publisher: { name: Northern Ferry News }' },
  'publisher.name': { takes: 'text', example: 'name: Northern Ferry News' },
  menus: links,
  footers: links,
  sections: terms,
  tags: terms,
  series: terms,
  notices: {
    takes: 'a list of legal notices',
    example: '- { id: x, jurisdiction: RU, texts: { ru: "…" }, valid-from: 2026-01-01 }',
  },
  'notices.trigger': { takes: 'lists of what it stands on', example: 'trigger: { languages: [ru] }' },
  'notices.placement': { takes: 'above, below or footer', example: 'placement: above' },
  'notices.size-ratio': { takes: 'a number', example: 'size-ratio: 1.5' },
  'notices.valid-from': { takes: 'a day', example: 'valid-from: 2026-01-01' },
  'notices.valid-to': { takes: 'a day', example: 'valid-to: 2027-01-01' },
  front: { takes: 'lists of ids of stories by language', example: 'front: { en: [tariff-talks-open] }' },
  banners: {
    takes: 'a text and its end by language',
    example: 'banners: { en: { text: Ferries sail again, expires: 2026-11-23T14:05:00+02:00 } }',
  },
};

/** The same for `authors.yaml`. */
export const AUTHOR_WORDS: Record<string, Takes> = {
  '': { takes: 'a list of authors', example: '- { id: mara-lindqvist, names: { en: Mara Lindqvist } }' },
  id: { takes: 'lower-case letters, digits and hyphens', example: 'id: mara-lindqvist' },
  names: { ...words, example: 'names: { en: Mara Lindqvist }' },
  bios: { ...words, example: 'bios: { en: Reports from the harbour }' },
  pseudonymous: { takes: 'true or false', example: 'pseudonymous: true' },
};
