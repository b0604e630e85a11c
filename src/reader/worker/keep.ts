import type { OpenedFile, ReaderStanding } from '#edition';
import type { KeptFile, KeptStories } from './kept.ts';
import type { Paper, Shown } from './paper.ts';
import { addressOf, pathAt } from './places.ts';

/* Keeping stories for when nothing can be had, and dropping what the newsroom withdrew. */

export type Keeping = { paper: Paper; kept: KeptStories; own: string; now: () => number };

/** Pictures of one story that are kept with it. */
const PICTURES = 40;

export const isStory = (path: string): boolean => /^(?:[^/]+\/)?\d{4}\/\d\d\/\d\d\/[^/]+\.html$/.test(path);

/**
 * Keeps a story with its styles and pictures.
 *
 * @returns false where there is no such page
 * @throws RaceError where it cannot be had
 */
export async function keepStory(keeping: Keeping, path: string): Promise<boolean> {
  const { own, paper, kept } = keeping;
  const page = await paper.part(path, true);
  if (page.file === null || page.file.status !== 200 || !page.file.entry.type.startsWith('text/html'))
    return false;
  const url = addressOf(own, path);
  const html = new TextDecoder().decode(page.file.bytes);
  const parts = partsOf(html, url, own).map(async (part) => {
    const shown = await paper.part(part, true).catch(() => null);
    // A picture that cannot be had is no reason to keep nothing.
    if (shown?.file) await kept.put(addressOf(own, part), url, fileOf(keeping, shown.file, shown, ''));
  });
  await Promise.all(parts);
  await kept.put(url, url, fileOf(keeping, page.file, page, titleOf(html)));
  return true;
}

const fileOf = (
  { now }: Keeping,
  { bytes, entry }: OpenedFile,
  { standing }: Shown,
  title: string,
): KeptFile => ({ bytes, type: entry.type, at: now(), title, standing: keptStanding(standing) });

const keptStanding = ({ record, confirmedAt, sample }: ReaderStanding): KeptFile['standing'] => ({
  number: record.number,
  published: record.published,
  confirmedAt,
  sample,
});

/** Paths of what a page cannot do without: styles, its icon, one size of each picture. */
function partsOf(html: string, url: string, own: string): string[] {
  const found = [
    ...html.matchAll(/<link\b[^>]*\brel="(?:stylesheet|icon)"[^>]*\bhref="([^"]+)"/g),
    ...[...html.matchAll(/<img\b[^>]*\bsrc="([^"]+)"/g)].slice(0, PICTURES),
  ];
  const paths = found.flatMap(([, href = '']) => pathAt(new URL(href, url).href, own) ?? []);
  return [...new Set(paths)];
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const titleOf = (html: string): string =>
  (/<title>([^<]*)/.exec(html)?.[1] ?? '').replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => NAMED[name] ?? '',
  );

/** After a new edition: what was withdrawn goes, what was changed is kept anew. */
export async function refreshKept(keeping: Keeping): Promise<void> {
  const { kept, own } = keeping;
  for (const { url } of await kept.list()) {
    const path = pathAt(url, own);
    if (path === null || !(await keepStory(keeping, path))) await kept.remove(url);
  }
}
