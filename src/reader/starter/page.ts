import type { OpenedFile } from '#edition';
import type { Genuine } from './try.ts';

/* A page of the edition as it is shown in this file: checked bytes, its styles inside, and nothing that runs. */

export type Library = {
  /** A file of the newest edition, from whichever genuine place gives it; null where there is none. */
  open(path: string): Promise<OpenedFile | null>;
};

/** Opens from one place after the other; all of them show the same edition. @throws what the last of them threw */
export function openLibrary(places: () => readonly Genuine[]): Library {
  return {
    async open(path) {
      let failure: unknown = new Error('No place is known');
      for (const { follower } of places()) {
        try {
          const file = await follower.open(path);
          return file?.redirect === null || file === null ? file : await follower.open(file.redirect);
        } catch (error) {
          failure = error;
        }
      }
      throw failure;
    },
  };
}

const BASE = 'https://starter.invalid/';

/** The path in the edition that a link of a page leads to; null where it leads elsewhere. */
export function pathOf(href: string, from: string): { path: string; fragment: string } | null {
  const base = BASE + from.split('/').map(encodeURIComponent).join('/');
  if (!URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  if (!url.href.startsWith(BASE)) return null;
  const path = decodeURIComponent(url.pathname.slice(1));
  return {
    path: path === '' || path.endsWith('/') ? `${path}index.html` : path,
    fragment: decodeURIComponent(url.hash.slice(1)),
  };
}

export const parsed = (file: OpenedFile): Document =>
  new DOMParser().parseFromString(new TextDecoder().decode(file.bytes), 'text/html');

/** A page as the text of a frame. Its pictures have only their names yet, in `data-path`. */
export async function frameText(library: Library, path: string, page: Document): Promise<string> {
  for (const link of page.querySelectorAll('link[rel=stylesheet]')) {
    const target = pathOf(link.getAttribute('href') ?? '', path);
    const sheet = target === null ? null : await library.open(target.path);
    if (sheet === null) continue;
    const style = page.createElement('style');
    style.textContent = new TextDecoder().decode(sheet.bytes);
    page.head.append(style);
  }
  const needless =
    'script, noscript, link, base, iframe, object, embed, form, audio, video, source, [http-equiv]';
  for (const one of page.querySelectorAll(needless)) one.remove();
  for (const picture of page.querySelectorAll('img')) {
    const source = smallest(picture);
    for (const name of ['src', 'srcset', 'sizes', 'loading']) picture.removeAttribute(name);
    const target = pathOf(source, path);
    if (source !== '' && target !== null) picture.dataset['path'] = target.path;
  }
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

/** The narrowest of a picture's sizes: a line that is being blocked carries little. */
function smallest(picture: HTMLImageElement): string {
  const sizes = (picture.getAttribute('srcset') ?? '').split(',').map((one) => one.trim().split(/\s+/));
  const [first] = sizes
    .filter(([, width]) => width !== undefined)
    .sort(([, one = ''], [, other = '']) => parseInt(one, 10) - parseInt(other, 10));
  return first?.[0] ?? picture.getAttribute('src') ?? '';
}

export type Headline = { path: string; text: string };

const STORY = /^(?:[^/]+\/)?\d{4}\/\d\d\/\d\d\/[^/]+\.html$/;

/** The stories that a front names by a headline, in its order. */
export function headlinesOf(front: Document, path: string): Headline[] {
  const found = new Map<string, string>();
  for (const link of front.querySelectorAll('main :is(h2, h3) a[href]')) {
    const target = pathOf(link.getAttribute('href') ?? '', path);
    const text = link.textContent.trim();
    if (target === null || !STORY.test(target.path) || text === '' || found.has(target.path)) continue;
    found.set(target.path, text);
  }
  return [...found].map(([story, text]) => ({ path: story, text }));
}
