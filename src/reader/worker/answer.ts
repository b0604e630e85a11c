import type { OpenedFile } from '#edition';
import type { LanguageData } from './data.ts';
import { addressOf } from './places.ts';
import { escaped, say } from './words.ts';

/* What the browser is given for a file that was proven: as the newsroom's own server would answer. */

export type Telling = {
  language: LanguageData;
  standing: { edition: number; published: string; fresh: boolean; confirmedAt: number; sample: boolean };
  /** Who gave it: a host, or null for the place itself. */
  host: string | null;
  /** When it was kept, in milliseconds since 1970; null for what came just now. */
  keptAt: number | null;
};

/** The line that tells what is shown, from where and how fresh. Plain text. */
export function tellingOf({ language, standing, host, keptAt }: Telling): string {
  const { words } = language;
  const values = {
    edition: standing.edition,
    published: new Date(standing.published),
    confirmed: new Date(standing.confirmedAt),
    place: host === null ? words.own : say(language, words.mirror, { host }),
    at: new Date(keptAt ?? 0),
  };
  const saying = keptAt !== null ? words.kept : standing.fresh ? words.genuine : words.unconfirmed;
  const told = say(language, saying, values);
  return standing.sample ? `${words.sample} ${told}` : told;
}

/**
 * Puts the line above what the page has to say.
 *
 * @param root from the page to the root of the edition: empty, or `../`
 * @param story the page's path, where it is a story: the page that tells how to stay reachable can keep it
 */
export function withLine(html: string, telling: Telling, root: string, story: string): string {
  const { language, standing, keptAt } = telling;
  const tone = standing.fresh && keptAt === null ? '' : ' old';
  const link = `<a href="${escaped(root)}${language.prefix}reach.html${story && `#${escaped(story)}`}">${escaped(language.words.more)}</a>`;
  const line = `<aside class="told${tone}" lang="${language.lang}" dir="${language.dir}">${escaped(tellingOf(telling))} ${link}</aside>`;
  const place = html.search(/<main[\s>]/);
  return place < 0 ? html : html.slice(0, place) + line + html.slice(place);
}

const GUARDS = {
  'content-security-policy': "frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/**
 * @param range the request's own header of that name
 * @param own the address of the folder that the worker is registered for
 */
export function answerFile(file: OpenedFile, own: string, range: string | null): Response {
  if (file.redirect !== null) return Response.redirect(addressOf(own, file.redirect), 302);
  return answerBytes(file.bytes, file.entry.type, file.status === 410 ? 410 : 200, range);
}

export function answerBytes(bytes: Uint8Array, type: string, status: number, range: string | null): Response {
  const headers: Record<string, string> = { ...GUARDS, 'content-type': type, 'accept-ranges': 'bytes' };
  const part = status === 200 ? rangeOf(range, bytes.length) : null;
  if (part === null) return new Response(new Uint8Array(bytes), { status, headers });
  const [from, to] = part;
  headers['content-range'] = `bytes ${from}-${to}/${bytes.length}`;
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), { status: 206, headers });
}

export const answerHtml = (html: string, status: number): Response =>
  answerBytes(new TextEncoder().encode(html), 'text/html; charset=utf-8', status, null);

/** One range of a file, as players of sound ask for it; null for anything else. */
function rangeOf(header: string | null, length: number): [number, number] | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return from <= to ? [from, to] : null;
}
