import { toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { said } from './said.ts';

/** Bytes of UTF-8 that a whole path may have. */
export const PATH_BYTES = 1024;
/** Bytes of UTF-8 that one name of a path may have, which is what common file systems hold. */
export const NAME_BYTES = 255;
/**
 * Folders at the root that no edition's file may be in: `-/` is the server's, `edition/` is for objects, nodes and
 * signatures. Names at the root that start with `.longwave` are for notes beside an edition.
 */
export const RESERVED = ['-', 'edition'] as const;

// Characters that some file system, browser or reader's eye cannot take: controls, what Windows forbids, what an
// address gives a meaning to, marks that turn text around or cannot be seen. U+200C and U+200D stay: Persian needs them.
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f"#%*:<>?\\|\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/u;
const NONCHARACTER = /\p{Noncharacter_Code_Point}|\p{Surrogate}/u;
const PLAIN = /^[a-z0-9_](?:[a-z0-9_-]|\.(?=[a-z0-9_-])|\/(?=[a-z0-9_]))*$/;
const ASCII_CAPITALS = /[A-Z]+/g;

const lowerAscii = (text: string): string => text.replace(ASCII_CAPITALS, (found) => found.toLowerCase());

/**
 * Says why a path cannot stand in an edition, or null when it can. A path is relative to the edition's root and is
 * written as people read it (`ru/2026/11/23/новость.html`), never percent-encoded.
 */
export function pathProblem(path: string): string | null {
  const plain = PLAIN.test(path);
  if (!plain) {
    const problem = spellingProblem(path);
    if (problem !== null) return problem;
  }
  const bytes = plain ? path.length : toUtf8(path).length;
  if (bytes > PATH_BYTES) return said`it is longer than ${PATH_BYTES} bytes`;
  const names = path.split('/');
  if (RESERVED.some((name) => lowerAscii(names[0] ?? '') === name)) {
    return said`"${names[0]}" is reserved`;
  }
  if (path.startsWith('.longwave')) return said`names that start with ".longwave" are reserved`;
  if (bytes <= NAME_BYTES) return null;
  const long = names.some((name) => toUtf8(name).length > NAME_BYTES);
  return long ? said`one of its names is longer than ${NAME_BYTES} bytes` : null;
}

function spellingProblem(path: string): string | null {
  if (path === '') return said`it is empty`;
  if (FORBIDDEN.test(path) || NONCHARACTER.test(path))
    return said`it holds a character that not every system can store`;
  if (path.normalize('NFC') !== path) return said`it is not in Unicode form NFC`;
  const lower = lowerAscii(path);
  if (lower.toLowerCase() !== lower) return said`it holds a capital letter outside A to Z`;
  for (const name of path.split('/')) {
    if (name === '') return said`one of its names is empty`;
    if (name === '.' || name === '..') return said`it holds "${name}"`;
    if (name.endsWith('.') || name.endsWith(' ') || name.startsWith(' '))
      return said`"${name}" ends in a dot or a space`;
  }
  return null;
}

/** @throws EditionError `bad_path` with the reason of {@link pathProblem} */
export function checkPath(path: string): void {
  const problem = pathProblem(path);
  if (problem !== null) {
    throw new EditionError(
      'bad_path',
      said`The path "${path.slice(0, 200)}" cannot be published: ${problem}`,
    );
  }
}

const STORY = /^(?:text\/)?((?!text\/)[^/]+\/)?(?:text\/)?(\d{4}\/\d{2}\/\d{2}\/[^/]+?)(?:\.html|\/.+)$/;
const MEDIA = /^(media\/[^/]+)\/.+$/;

/**
 * The key of the unit that a file belongs to; the tree counts units. A story's page (`[ru/]2026/11/23/slug.html`), its
 * twin under `text/` and the files under `…/slug/` are one unit, a picture's renditions (`media/<id>/…`) are one,
 * every other file is its own. Keys have no ASCII capitals, so files that differ only in those meet in one unit,
 * where they are refused.
 */
export function unitOf(path: string): string {
  const lower = lowerAscii(path);
  const story = STORY.exec(lower);
  if (story !== null) return `${story[1] ?? ''}${story[2]}`;
  return MEDIA.exec(lower)?.[1] ?? lower;
}

/** Order of paths by their code points, which is also the order of their UTF-8 bytes. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above all others, yet their own numbers are not the highest.
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x2800 : unit);

export { lowerAscii };
