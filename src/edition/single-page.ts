import { toBase64 } from './base64.ts';
import { fromHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { attribute, eachElement, escaped, isTag, readPage, sourcesOf } from './single-html.ts';

/** What a saved page is made of; all of it proven, but for the choice of pictures. */
export type SavedPageParts = {
  path: string;
  html: string;
  /** Text and SHA-256 (hexadecimal) of each stylesheet. */
  sheets: readonly { css: string; raw: string }[];
  /** The note above the story: one style element, then HTML with the places {@link NOTE_PLACES}. */
  note: string;
  /** What the note is told. */
  facts: Readonly<Record<NotePlace, string>>;
  pictures: ReadonlyMap<string, { bytes: Uint8Array; type: string }>;
};

/** What may stand in braces in the note. */
export const NOTE_PLACES = ['address', 'edition', 'published', 'confirmed'] as const;
export type NotePlace = (typeof NOTE_PLACES)[number];

/** Where the note of a language lies, by the prefix of its paths: empty, or its folder with a slash at the end. */
export const noteOfLanguage = (prefix: string): string => `${prefix}saved-note.txt`;

/** Where the note of a language lies, by the path of one of its stories; null for what is no story. */
export function savedNotePath(path: string): string | null {
  const prefix = /^((?!\d{4}\/|text\/)[^/]+\/)?\d{4}\/\d{2}\/\d{2}\/[^/]+\.html$/.exec(path);
  return prefix === null ? null : noteOfLanguage(prefix[1] ?? '');
}

/**
 * The page as it is saved, up to the proof: its own styles and pictures within it, links that lead to the newsroom's own
 * host, no script, a policy under which nothing is ever loaded, and a note that says what the file is. The same parts
 * always give the same bytes; each step is part of the format.
 *
 * @returns the page, and the paths of the pictures in it, in the order of the page
 * @throws EditionError `malformed` for a page that cannot be saved
 */
export async function renderSavedPage(parts: SavedPageParts): Promise<{ text: string; pictures: string[] }> {
  const { path, html } = parts;
  const { address } = readPage(html, path);
  const note = noteOf(parts);
  const policy = await policyOf(parts, note.css);
  let sheet = 0;
  let inFigure = false;
  const text = eachElement(html, (element) => {
    if (isTag(element, 'figure')) inFigure = true;
    if (element === '</figure>') inFigure = false;
    if (isTag(element, 'picture')) return pictureIn(element, parts, inFigure);
    if (isTag(element, 'link')) {
      if (attribute(element, 'rel') === 'stylesheet')
        return `<style>${parts.sheets[sheet++]?.css ?? ''}</style>`;
      return attribute(element, 'rel') === 'canonical' ? element : '';
    }
    if (isTag(element, 'meta')) return metaIn(element, policy);
    if (isTag(element, 'a')) return anchorIn(element, address);
    if (isTag(element, 'body')) return `${element}${note.html}`;
    if (element === '</head>') return `<style>${note.css}</style></head>`;
    return LOADING.some((name) => isTag(element, name)) ? '' : element;
  });
  const end = text.lastIndexOf('</body>');
  if (end < 0) throw malformed(path, 'has no end');
  const shown = text.slice(0, end);
  return { text: shown, pictures: placesOf(shown, parts.pictures) };
}

/** What would load something, or run. */
const LOADING = ['script', 'img', 'source', 'audio', 'video', 'iframe', 'object', 'embed', 'base', 'track'];

function noteOf({ note, facts, path }: SavedPageParts): { css: string; html: string } {
  const [, css, html] = /^<style>([^<]*)<\/style>([\s\S]*)$/.exec(note) ?? [];
  if (css === undefined || html === undefined) throw malformed(path, 'has a note without its style');
  const places = new RegExp(`\\{(${NOTE_PLACES.join('|')})\\}`, 'g');
  // One pass: what is put in is not looked at again.
  const filled = html.replaceAll(places, (_all, name: NotePlace) => escaped(facts[name]));
  return { css, html: filled };
}

async function policyOf({ sheets, path }: SavedPageParts, noteCss: string): Promise<string> {
  for (const { css } of sheets)
    if (/<\/style/i.test(css)) throw malformed(path, 'has a stylesheet with an end in it');
  const hashes = [...sheets.map(({ raw }) => fromHex(raw)), await sha256(toUtf8(noteCss))];
  const styles = hashes.map((hash) => ` 'sha256-${toBase64(hash)}'`).join('');
  return `default-src 'none'; style-src${styles}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function metaIn(element: string, policy: string): string {
  const name = attribute(element, 'http-equiv')?.toLowerCase();
  if (name === undefined) return element;
  // Any other of them may send the reader somewhere.
  return name === 'content-security-policy'
    ? `<meta http-equiv="Content-Security-Policy" content="${policy}">`
    : '';
}

/** Links within the page stay; others lead to the newsroom's own host, wherever the page was found. */
function anchorIn(element: string, address: string): string {
  const href = attribute(element, 'href');
  if (href === null || href.startsWith('#')) return element;
  const whole = URL.canParse(href, address) ? new URL(href, address).href : '';
  const leads = /^(?:https?|mailto|tel|xmpp):/.test(whole) ? ` href="${escaped(whole)}"` : '';
  return element.replace(/\s+href="[^"]*"/, () => leads);
}

function pictureIn(element: string, { path, pictures }: SavedPageParts, inFigure: boolean): string {
  const chosen = sourcesOf(element, path).find((source) => pictures.has(source.path));
  const picture = chosen === undefined ? undefined : pictures.get(chosen.path);
  const image = /<img\b[^>]*>/.exec(element)?.[0] ?? '<img>';
  const said = attribute(image, 'alt') ?? '';
  if (picture === undefined || !inFigure) {
    // The story's own pictures leave their words behind, those of other stories nothing.
    return inFigure && said !== '' ? `<p class="unpictured">[${escaped(said)}]</p>` : '';
  }
  const kept = ['width', 'height', 'alt', 'class'].flatMap((name) => {
    const value = attribute(image, name);
    return value === null ? [] : [` ${name}="${escaped(value)}"`];
  });
  return `<picture><img src="data:${picture.type};base64,${toBase64(picture.bytes)}"${kept.join('')}></picture>`;
}

const DATA = /<picture><img src="data:image\/[a-z]+;base64,([^"]*)"/g;

/** The pictures of a finished page in turn, in base64. No text of a page can look like one: it holds no bare `<`. */
export const picturesIn = (text: string): string[] => [...text.matchAll(DATA)].map(([, data]) => data ?? '');

/** Their paths. */
function placesOf(text: string, pictures: SavedPageParts['pictures']): string[] {
  const paths = new Map([...pictures].map(([path, { bytes }]) => [toBase64(bytes), path]));
  return picturesIn(text).flatMap((data) => paths.get(data) ?? []);
}

const malformed = (path: string, problem: string): EditionError =>
  new EditionError('malformed', `The page "${path}" ${problem}; it cannot be saved`);
