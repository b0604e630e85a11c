import { z } from 'zod';
import type { Newsroom } from '../../open.ts';
import type { Author, LegalNotice, Refused, Site, StoryId } from '../../types.ts';
import { prefixOf } from '../../address.ts';
import { refusalsSaid, remark, type Said } from '../remark.ts';
import { ImportError } from '../report.ts';
import { readTime } from '../times.ts';
import { readSheet } from '../sheet-faults.ts';
import { AUTHOR_WORDS, SITE_WORDS } from './site-words.ts';

const byLanguage = z.record(z.string(), z.string());
const words = z.union([z.string(), z.number()]).transform(String);
const term = z.strictObject({ id: z.string(), names: byLanguage });
const menu = z.record(z.string(), z.array(z.strictObject({ label: z.string(), to: z.string() })));

const SITE = z.strictObject({
  names: byLanguage,
  taglines: byLanguage.default({}),
  address: z.string(),
  'time-zone': z.string(),
  'default-language': z.string(),
  languages: z.array(z.string()).min(1),
  'ad-free-since': words.nullable().default(null),
  publisher: z.strictObject({ name: z.string() }),
  menus: menu.default({}),
  footers: menu.default({}),
  sections: z.array(term).default([]),
  tags: z.array(term).default([]),
  series: z.array(term.extend({ summaries: byLanguage.default({}) })).default([]),
  notices: z
    .array(
      z.strictObject({
        id: z.string(),
        jurisdiction: z.string(),
        texts: byLanguage,
        trigger: z
          .strictObject({
            languages: z.array(z.string()).optional(),
            sections: z.array(z.string()).optional(),
            tags: z.array(z.string()).optional(),
            authors: z.array(z.string()).optional(),
          })
          .default({}),
        placement: z.enum(['above', 'below', 'footer']).default('above'),
        'size-ratio': z.number().default(1),
        'valid-from': words,
        'valid-to': words.nullable().default(null),
      }),
    )
    .default([]),
  front: z
    .record(
      z.string(),
      z.array(z.union([words, z.strictObject({ story: words, until: words.nullable().default(null) })])),
    )
    .default({}),
  banners: z
    .record(
      z.string(),
      z.strictObject({ text: z.string(), link: z.string().nullable().default(null), expires: words }),
    )
    .default({}),
});

const AUTHORS = z.array(
  z.strictObject({
    id: z.string(),
    names: byLanguage,
    bios: byLanguage.default({}),
    pseudonymous: z.boolean().default(false),
  }),
);

export type SiteSheet = z.infer<typeof SITE>;

/** Reads `newsroom.yaml`. Throws `ImportError` `broken_site` with file and line. */
export function readSite(source: string, file = 'newsroom.yaml'): SiteSheet {
  return readSheet(SITE, source, { file, code: 'broken_site', fields: SITE_WORDS });
}

/** Reads `authors.yaml`. Unknown fields are refused: a real name has no place there. */
export function readAuthors(source: string, file = 'authors.yaml'): Omit<Author, 'portrait'>[] {
  return readSheet(AUTHORS, source, { file, code: 'broken_site', fields: AUTHOR_WORDS });
}

export function siteOf(sheet: SiteSheet): Site {
  return {
    names: sheet.names,
    taglines: sheet.taglines,
    address: sheet.address.replace(/\/+$/, ''),
    timeZone: sheet['time-zone'],
    defaultLang: sheet['default-language'],
    languages: sheet.languages,
    adFreeSince: sheet['ad-free-since'],
    publisher: { name: sheet.publisher.name, logo: null },
    menus: sheet.menus,
    footers: sheet.footers,
  };
}

/** Puts the site's settings, names and legal notices in. Returns what was refused. */
export async function applySite(sheet: SiteSheet, newsroom: Newsroom): Promise<Said[]> {
  const standing = await newsroom.site.get();
  const wanted = siteOf(sheet);
  if (standing) wanted.publisher.logo = standing.publisher.logo;
  // Colours are chosen at the desk alone.
  if (standing?.colours) wanted.colours = standing.colours;
  const remarks: Said[] = [];
  const told = (outcome: { ok: true } | Refused): void => void remarks.push(...refusalsSaid(outcome));
  if (JSON.stringify(standing) !== JSON.stringify(wanted)) told(await newsroom.site.set(wanted));
  for (const [position, section] of sheet.sections.entries())
    told(await newsroom.sections.put({ ...section, position }));
  for (const tag of sheet.tags) told(await newsroom.tags.put(tag));
  for (const series of sheet.series) told(await newsroom.series.put(series));
  for (const notice of sheet.notices) told(await newsroom.notices.put(noticeOf(notice, wanted.timeZone)));
  return remarks;
}

function noticeOf(notice: SiteSheet['notices'][number], timeZone: string): LegalNotice {
  const { languages, sections, tags, authors } = notice.trigger;
  return {
    id: notice.id,
    jurisdiction: notice.jurisdiction,
    texts: notice.texts,
    trigger: {
      ...(languages && { languages }),
      ...(sections && { sections }),
      ...(tags && { tags }),
      ...(authors && { authors }),
    },
    placement: notice.placement,
    sizeRatio: notice['size-ratio'],
    validFrom: dayStart(notice['valid-from'], timeZone),
    validTo: notice['valid-to'] === null ? null : dayStart(notice['valid-to'], timeZone),
  };
}

/** A day begins at midnight in the newsroom. */
function dayStart(text: string, timeZone: string): number {
  const time = readTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} 00:00` : text, timeZone);
  if (time === null) {
    const said = remark('no_day', `"${text}" is no day; write it as 2026-11-23`, { what: text });
    throw new ImportError('broken_site', said.text, { remarks: [said] });
  }
  return time;
}

export async function applyAuthors(
  authors: readonly Omit<Author, 'portrait'>[],
  newsroom: Newsroom,
): Promise<Said[]> {
  const remarks: Said[] = [];
  for (const author of authors) {
    const standing = await newsroom.authors.get(author.id);
    const put = await newsroom.authors.put({ ...author, portrait: standing?.portrait ?? null });
    remarks.push(...refusalsSaid(put));
  }
  return remarks;
}

/** Fronts and banners, once the stories that they name are in. */
export async function applyFronts(
  sheet: SiteSheet,
  newsroom: Newsroom,
  lookUp: (key: string) => Promise<StoryId | null>,
  now: number,
): Promise<Said[]> {
  const remarks: Said[] = [];
  const { timeZone } = siteOf(sheet);
  for (const [lang, entries] of Object.entries(sheet.front)) {
    const slots: { story: StoryId; until: number | null }[] = [];
    for (const entry of entries) {
      const { story: key, until } = typeof entry === 'string' ? { story: entry, until: null } : entry;
      const story = await lookUp(key);
      const end = until === null ? null : readTime(until, timeZone);
      const about = { name: lang, what: key };
      if (story === null)
        remarks.push(
          remark('front_missing', `The front in "${lang}" names "${key}", which is not in`, about),
        );
      else if (end !== null && end <= now)
        remarks.push(
          remark('front_ended', `The place of "${key}" on the front in "${lang}" has ended`, about),
        );
      else slots.push({ story, until: end });
    }
    const set = await newsroom.front.setSlots(lang, slots);
    remarks.push(
      ...refusalsSaid(set).map((why) =>
        remark('front_refused', `The front in "${lang}": ${why.text}`, { name: lang }, why),
      ),
    );
  }
  for (const [lang, banner] of Object.entries(sheet.banners)) {
    remarks.push(...(await raise(sheet, newsroom, lookUp, { ...banner, lang, now })));
  }
  return remarks;
}

async function raise(
  sheet: SiteSheet,
  newsroom: Newsroom,
  lookUp: (key: string) => Promise<StoryId | null>,
  banner: { lang: string; text: string; link: string | null; expires: string; now: number },
): Promise<Said[]> {
  const { lang, text, expires, now } = banner;
  const site = siteOf(sheet);
  const expiresAt = readTime(expires, site.timeZone);
  if (expiresAt === null) {
    const said = `The banner in "${lang}" ends at "${expires}", which is no time`;
    return [remark('banner_no_time', said, { name: lang, what: expires })];
  }
  if (expiresAt <= now) return [remark('banner_ended', `The banner in "${lang}" has ended`, { name: lang })];
  const link = banner.link === null ? null : await linkOf(banner.link, site, newsroom, lookUp, lang);
  const standing = await newsroom.front.banner(lang);
  if (standing?.text === text && standing.expiresAt === expiresAt && standing.link === link) return [];
  const raised = await newsroom.front.raiseBanner({ lang, text, link, expiresAt });
  return refusalsSaid(raised).map((why) =>
    remark('banner_refused', `The banner in "${lang}": ${why.text}`, { name: lang }, why),
  );
}

async function linkOf(
  link: string,
  site: Site,
  newsroom: Newsroom,
  lookUp: (key: string) => Promise<StoryId | null>,
  lang: string,
): Promise<string | null> {
  const [kind, name = ''] = link.split(':');
  const prefix = prefixOf(site, lang);
  if (kind === 'section') return `${prefix}section/${name}.html`;
  if (kind === 'page') return `${prefix}${name}.html`;
  if (kind !== 'story') return link;
  const id = await lookUp(name);
  const story = id === null ? null : await newsroom.stories.get(id);
  return story?.path ?? null;
}
