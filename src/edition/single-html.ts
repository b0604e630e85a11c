import { EditionError } from './error.ts';

/*
 * Pages are written by our own templates: attributes stand between double quotes, and no text holds a bare `<` or `>`.
 * What is read here is that and nothing else; whatever else a page may hold comes through as it is, under a policy that
 * lets nothing run and nothing load.
 */

/** A picture as a page offers it: one that a reader sees, in the sizes it comes in. */
export type OfferedPicture = {
  sources: { path: string; width: number; type: 'image/jpeg' | 'image/avif' }[];
};

/** What a page says of itself and asks for. */
export type PageFacts = {
  headline: string;
  /** The full address of the page on the newsroom's own host. */
  address: string;
  /** Paths of its stylesheets, in the order of their links. */
  sheets: string[];
  /** Pictures of the story itself, in the order of the page; those of other stories are left out. */
  pictures: OfferedPicture[];
};

const ELEMENT =
  /<script\b[^>]*>[\s\S]*?<\/script>|<picture\b[^>]*>[\s\S]*?<\/picture>|<(audio|video|iframe|object)\b[^>]*>[\s\S]*?<\/\1>|<\/?[a-z][a-z0-9]*\b[^>]*>/g;

/** Every tag of a page in turn; scripts, pictures and players come whole. What is given back stands in its place. */
export const eachElement = (html: string, change: (element: string) => string): string =>
  html.replace(ELEMENT, (element) => change(element));

export const isTag = (element: string, name: string): boolean =>
  element.startsWith(`<${name}`) && !/[a-z0-9-]/.test(element.charAt(name.length + 1));

/** The value of an attribute, its entities read; null where it has none of that name. */
export function attribute(element: string, name: string): string | null {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(element);
  return found?.[1] === undefined ? null : unescaped(found[1]);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

export const escaped = (text: string): string =>
  text.replaceAll(
    /[&<>"']/g,
    (character) => Object.keys(ENTITIES).find((entity) => ENTITIES[entity] === character) ?? character,
  );

/** The path of the edition that a link of a page leads to; null where it leads out of the edition. */
export function pathFrom(page: string, href: string): string | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|#|\?|$)/i.test(href)) return null;
  try {
    const { pathname } = new URL(href, `http://edition.invalid/${encodedPath(page)}`);
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return null;
  }
}

export const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** @throws EditionError `malformed` for a page that does not say where it stands */
export function readPage(html: string, path: string): PageFacts {
  const facts: PageFacts = { headline: '', address: '', sheets: [], pictures: [] };
  let inFigure = false;
  eachElement(html, (element) => {
    if (isTag(element, 'meta') && attribute(element, 'property') === 'og:title') {
      facts.headline = attribute(element, 'content') ?? '';
    }
    const rel = isTag(element, 'link') ? attribute(element, 'rel') : null;
    const href = attribute(element, 'href') ?? '';
    if (rel === 'canonical') facts.address = href;
    if (rel === 'stylesheet') facts.sheets.push(pathFrom(path, href) ?? '');
    if (isTag(element, 'figure')) inFigure = true;
    if (element === '</figure>') inFigure = false;
    if (inFigure && isTag(element, 'picture')) facts.pictures.push({ sources: sourcesOf(element, path) });
    return element;
  });
  if (!facts.address.endsWith(`/${encodedPath(path)}`)) {
    throw new EditionError(
      'malformed',
      `The page "${path}" does not say where it stands; it cannot be saved`,
    );
  }
  return facts;
}

/** Everything that a picture offers, in the order of the page. */
export function sourcesOf(picture: string, page: string): OfferedPicture['sources'] {
  const found: OfferedPicture['sources'] = [];
  eachElement(picture.replace(/^<picture\b[^>]*>/, ''), (element) => {
    const sets = [attribute(element, 'srcset'), attribute(element, 'src')];
    for (const offer of sets.flatMap((set) => set?.split(', ') ?? [])) {
      const [href = '', width = ''] = offer.split(' ');
      const path = pathFrom(page, href);
      const type = href.endsWith('.jpg') ? 'image/jpeg' : href.endsWith('.avif') ? 'image/avif' : null;
      if (path === null || type === null || found.some((other) => other.path === path)) continue;
      found.push({
        path,
        type,
        width: Number.parseInt(width === '' ? (/(\d+)\.\w+$/.exec(href)?.[1] ?? '0') : width, 10),
      });
    }
    return element;
  });
  return found;
}
