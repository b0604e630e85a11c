/**
 * What people and other programs hand in is checked here. Loaded at the first write and not before: readers of
 * the projection (the press, the server at rest) never pay for it.
 */
import { z } from 'zod';
import type { Draft, LegalNotice, Site } from './types.ts';
import { ADVICE, fieldFault } from './border-faults.ts';
import { oneLine } from './one-line.ts';
import { NewsroomError } from './refusal.ts';

const line = (longest: number) => z.string().overwrite(oneLine).max(longest);
const prose = (longest: number) => z.string().max(longest);
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, ADVICE.tag);
const term = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, ADVICE.id);
const id = z.string().min(1).max(64);
const day = z.iso.date(ADVICE.day);
const moment = z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999);
const byLanguage = z.record(z.union([language, z.literal('')]), prose(20_000));
const names = z
  .record(z.union([language, z.literal('')]), line(200).trim().min(1))
  .refine((value) => Object.keys(value).length > 0, ADVICE.name);

const draft = z.strictObject({
  headline: line(500),
  standfirst: line(2000),
  kicker: line(200),
  summary: line(2000),
  slug: line(300),
  dateline: z.strictObject({ place: line(200).nullable(), date: day.nullable() }),
  section: term.nullable(),
  tags: z.array(term).max(100),
  series: z.strictObject({ id: term, part: z.number().int().min(0).max(100_000).nullable() }).nullable(),
  bylines: z.array(term).max(50),
  unsigned: z.boolean().optional(),
  lead: z.strictObject({ media: id, alt: line(2000), caption: line(2000) }).nullable(),
  picks: z.array(id).max(50),
  body: z.unknown(),
});

const place = z
  .string()
  .max(2000)
  .refine(
    (to) => /^(section|tag|series|author|page):[a-z0-9-]+$/.test(to) || /^https?:\/\//.test(to) || isPath(to),
    ADVICE.link,
  );
const menu = z.record(language, z.array(z.strictObject({ label: line(200), to: place })).max(100));

const colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, ADVICE.colour);
const palette = z.strictObject({ paper: colour, ink: colour, accent: colour });

const site = z
  .strictObject({
    names,
    taglines: z.record(z.union([language, z.literal('')]), line(20_000)),
    address: z
      .url({ protocol: /^https?$/ })
      .refine((address) => !address.endsWith('/'), ADVICE.slash)
      .refine((address) => !/[?#]|\/\/[^/]*@/.test(address), ADVICE.bare),
    timeZone: z.string().refine(isTimeZone, ADVICE.zone),
    defaultLang: language,
    languages: z.array(language).min(1).max(50),
    adFreeSince: day.nullable(),
    publisher: z.strictObject({ name: line(200), logo: id.nullable() }),
    menus: menu,
    footers: menu,
    colours: z.strictObject({ light: palette, dark: palette }).nullable().optional(),
  })
  .refine((value) => value.languages.includes(value.defaultLang), {
    path: ['defaultLang'],
    message: ADVICE.default,
  })
  .refine((value) => new Set(value.languages).size === value.languages.length, {
    path: ['languages'],
    message: ADVICE.once,
  });

const author = z.strictObject({
  id: term,
  names,
  bios: byLanguage,
  pseudonymous: z.boolean(),
  portrait: id.nullable(),
});

const trigger = z.strictObject({
  languages: z.array(language).min(1).optional(),
  sections: z.array(term).min(1).optional(),
  tags: z.array(term).min(1).optional(),
  authors: z.array(term).min(1).optional(),
});

const notice = z
  .strictObject({
    id: term,
    jurisdiction: line(100),
    texts: names
      .or(byLanguage)
      .refine((value) => Object.values(value).some((text) => text.trim() !== ''), ADVICE.text),
    trigger,
    placement: z.enum(['above', 'below', 'footer']),
    sizeRatio: z.number().min(0.5).max(5),
    validFrom: moment,
    validTo: moment.nullable(),
  })
  .refine((value) => value.validTo === null || value.validTo > value.validFrom, {
    path: ['validTo'],
    message: ADVICE.order,
  });

const page = z.strictObject({
  id: z.string().max(64).optional(),
  lang: language,
  slug: term,
  kind: z.enum(['about', 'masthead', 'privacy', 'contact', 'page']),
  headline: line(500).trim().min(1),
  body: z.unknown(),
  menuPosition: z.number().int().min(0).max(10_000).nullable(),
});

const banner = z.strictObject({
  lang: language,
  text: line(500).trim().min(1),
  link: z
    .string()
    .max(2000)
    .refine((link) => link.startsWith('https://') || isPath(link), ADVICE.https)
    .nullable(),
  expiresAt: moment,
});

const pictureWords = z.strictObject({
  alts: z.record(z.union([language, z.literal('')]), line(2000)).optional(),
  captions: z.record(z.union([language, z.literal('')]), line(2000)).optional(),
  credit: line(300).optional(),
  agency: line(300).optional(),
  licence: line(300).optional(),
  licenceExpires: moment.nullable().optional(),
  focal: z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }).optional(),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isPath(link: string): boolean {
  return link !== '' && !/^[a-z][a-z0-9+.-]*:|^\/\/|[\s\\]|(^|\/)\.\.(\/|$)/i.test(link);
}

/** Throws `NewsroomError` with the code given and every fault with its place. */
function check<T>(schema: z.ZodType<T>, value: unknown, code: string, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => fault(issue, value, what));
  const [first] = result.error.issues;
  throw new NewsroomError(code, `The ${what} cannot be used as it stands: ${faults.join('. ')}`, {
    field: first?.path.join('.') ?? '',
    ...(first && { fault: fieldFault(first, at(value, first.path)) }),
  });
}

type Issue = z.core.$ZodIssue;

/** One fault as people say it; the checker's own words name types and limits in its own notation. */
function fault(issue: Issue, value: unknown, what: string): string {
  const place = placeOf(issue.path, what);
  // A message of ours stands where a check was given one.
  if (!/^(?:Invalid|Too|Unrecognized) /.test(issue.message)) return `${place}: ${issue.message}`;
  const found = at(value, issue.path);
  if (issue.code === 'too_big') return `${place} ${sizeOf(found, 'at most', issue.maximum, issue.origin)}`;
  if (issue.code === 'too_small') {
    if (issue.origin !== 'number' && Number(issue.minimum) === 1)
      return `${place} must not be empty; fill it in or leave it out`;
    return `${place} ${sizeOf(found, 'at least', issue.minimum, issue.origin)}`;
  }
  if (issue.code === 'invalid_type') {
    const wanted = KINDS[issue.expected] ?? issue.expected;
    return found === undefined
      ? `${place} must be given, as ${wanted}`
      : `${place} must be ${wanted}, not ${kindOf(found)}`;
  }
  if (issue.code === 'invalid_value')
    return `${place} must be one of ${issue.values.map(String).join(', ')}, not ${quoted(found)}`;
  if (issue.code === 'unrecognized_keys')
    return `${place} cannot have ${issue.keys.map(quoted).join(' or ')}; take that out`;
  if (issue.code === 'invalid_key') {
    const why = issue.issues[0]?.message ?? '';
    // Of several ways to write a key none has words of its own.
    const advice = why.startsWith('Invalid') || why === '' ? ADVICE.tag : why;
    return `${placeOf(issue.path.slice(0, -1), what)} cannot have the key ${quoted(issue.path.at(-1))}: ${advice}`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return `${place} must be a web address such as "https://example.org", not ${quoted(found)}`;
  return `${place} cannot be used with what it holds; write it anew`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of fields',
  record: 'a set of fields',
};

/** "The caption of the lead", "Entry 2 of the tags". */
function placeOf(path: readonly PropertyKey[], what: string): string {
  const words = path.map((key) =>
    typeof key === 'number'
      ? `entry ${key + 1}`
      : `the ${String(key).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`,
  );
  const place = words.reverse().join(' of ') || `the ${what}`;
  return place.charAt(0).toUpperCase() + place.slice(1);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function counted(count: number | bigint, origin: string): string {
  const unit = origin === 'string' ? 'character' : 'entry';
  const many = unit === 'entry' ? 'entries' : 'characters';
  return `${count.toLocaleString('en')} ${Number(count) === 1 ? unit : many}`;
}

function sizeOf(found: unknown, bound: string, limit: number | bigint, origin: string): string {
  const most = limit.toLocaleString('en');
  if (typeof found === 'string')
    return `has ${counted(found.length, origin)}; it ${bound === 'at most' ? 'may' : 'must'} have ${bound} ${most}`;
  if (Array.isArray(found)) return `must have ${bound} ${counted(limit, origin)}, not ${found.length}`;
  return `must be ${bound} ${most}, not ${typeof found === 'number' ? found.toLocaleString('en') : kindOf(found)}`;
}

function kindOf(found: unknown): string {
  if (found === null || found === undefined) return 'empty';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'number') return Number.isFinite(found) ? `the number ${found}` : 'no number';
  return KINDS[typeof found] ?? `a ${typeof found}`;
}

/** Enough of a value to find it by. */
function quoted(found: unknown): string {
  if (typeof found !== 'string') return kindOf(found);
  return `"${found.length > 80 ? `${found.slice(0, 80)}…` : found}"`;
}

// The body is the body room's to check, and branded ids are plain strings at the border.
export const checkDraft = (value: Draft): Draft => check(draft, value, 'invalid_draft', 'draft') as Draft;
export const checkLang = (value: string): string => check(language, value, 'invalid_language', 'language');
export const checkSite = (value: unknown): Site => check(site, value, 'invalid_site', 'site') as Site;
export const checkAuthor = (value: unknown) => check(author, value, 'invalid_author', 'author');
export const checkTerm = (value: unknown) =>
  check(z.strictObject({ id: term, names }), value, 'invalid_term', 'name');
export const checkSeries = (value: unknown) =>
  check(z.strictObject({ id: term, names, summaries: byLanguage }), value, 'invalid_series', 'series');
export const checkNotice = (value: unknown): LegalNotice =>
  check(notice, value, 'invalid_notice', 'legal notice');
export const checkPage = (value: unknown) => check(page, value, 'invalid_page', 'page');
export const checkBanner = (value: unknown) => check(banner, value, 'invalid_banner', 'banner');
export const checkPictureWords = (value: unknown) =>
  check(pictureWords, value, 'invalid_picture', "picture's description");
