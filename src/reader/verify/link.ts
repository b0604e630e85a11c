import { pathProblem } from '#edition';
import type { Answer } from './answer.ts';
import type { Desk } from './desk.ts';
import { hashOf } from './desk.ts';
import type { Newest } from './mirror.ts';
import { fetchPage, newestAt } from './mirror.ts';

const LARGEST = 16 << 20;

/** The answer to a link: what its host shows there, against what the paper signed. */
export async function answerLink(desk: Desk, text: string): Promise<Answer> {
  const { data, say } = desk;
  const { words } = data;
  const url = addressOf(text);
  const plain = { what: text, tone: 'unknown' as const, heading: words.verdicts.unknown };
  if (url === null) return { ...plain, lines: [words.badLink] };
  const { host } = url;
  const page = await readPage(url);
  if (page === null) return { ...plain, lines: [say(words.unreadable, { host }), words.unreadableHow] };
  const hash = await hashOf(page);
  const there = await editionThere(desk, url);
  const { newest } = await desk.here();
  const number = Math.max(newest?.record.number ?? 0, there?.newest.record.number ?? 0);
  for (const { newest: known, paths } of [...(there === null ? [] : [there]), ...pathsHere(newest, url)]) {
    let signed = false;
    for (const path of paths) {
      const entry = await known.entry(path).catch(() => null);
      if (entry === null) continue;
      signed = true;
      if (entry.raw === hash) return genuine(desk, { url, text, known, number });
    }
    if (!signed) continue;
    return {
      what: text,
      tone: 'altered',
      heading: words.verdicts.altered,
      lines: [say(words.linkAltered, { host }), ...(data.sample ? [words.sample] : [])],
    };
  }
  return { ...plain, lines: [say(words.linkUnknown, { host })] };
}

function genuine(
  { data, say }: Desk,
  { url, text, known, number }: { url: URL; text: string; known: Newest; number: number },
): Answer {
  const { words } = data;
  const { record, expired } = known;
  const { host } = url;
  const values = { host, edition: record.number, published: new Date(record.published) };
  const tone = record.number < number ? 'old' : expired.length > 0 ? 'expired' : 'authentic';
  const named = data.addresses.some((address) => addressOf(address)?.host === host);
  return {
    what: text,
    tone,
    heading: words.verdicts[tone],
    lines: [
      tone === 'old'
        ? say(words.linkOld, { ...values, count: number - record.number })
        : say(words.linkFound, values),
      ...(tone === 'expired' ? [say(words.expired, { confirmed: new Date(known.confirmedAt) })] : []),
      ...(named ? [] : [say(words.linkHost, { host })]),
      ...(data.sample ? [words.sample] : []),
    ],
  };
}

/** An address as people write it, with or without its scheme. */
function addressOf(text: string): URL | null {
  const plain = text.trim();
  try {
    const url = new URL(/^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)/.test(plain) ? `https://${plain}` : plain);
    return /^https?:$/.test(url.protocol) && url.host !== '' ? url : null;
  } catch {
    return null;
  }
}

/** What the very address shows, query and all. Null where the browser may not read it, or there is nothing. */
async function readPage(url: URL): Promise<ArrayBuffer | null> {
  try {
    const bytes = await fetchPage(url, LARGEST);
    return bytes === null ? null : new Uint8Array(bytes).buffer;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

const pathOf = (url: URL): string | null => {
  const path = decodeURIComponent(url.pathname.slice(1)).normalize('NFC');
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  return pathProblem(file) === null ? file : null;
};

/** The edition that the link's host has, at whatever depth of its address, with the link's path in it. */
async function editionThere(desk: Desk, url: URL): Promise<{ newest: Newest; paths: string[] } | null> {
  const names = (pathOf(url) ?? '').split('/');
  for (let depth = 0; depth < Math.min(names.length, DEEPEST); depth++) {
    const base = new URL(
      names
        .slice(0, depth)
        .map((name) => `${encodeURIComponent(name)}/`)
        .join(''),
      url.origin,
    );
    try {
      return { newest: await newestAt(base.href, desk.anchor), paths: [names.slice(depth).join('/')] };
    } catch (error) {
      // No edition of ours there; perhaps deeper.
      if (!(error instanceof Error)) throw error;
    }
  }
  return null;
}

/** How deep in a host's folders a copy of a site is looked for. */
const DEEPEST = 4;

/** The same page in this copy of the site, whatever part of the address stands before its path. */
function pathsHere(newest: Newest | null, url: URL): { newest: Newest; paths: string[] }[] {
  const path = pathOf(url);
  if (newest === null || path === null) return [];
  const names = path.split('/');
  return [{ newest, paths: names.map((_, at) => names.slice(at).join('/')) }];
}
