import { equalBytes, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { compactJson, parseJson } from './tuf/json.ts';
import { said } from './said.ts';

/**
 * Where the same edition may be found: a file of the edition like any other, so that a reader takes it only after it was
 * proven. Unknown fields are kept.
 */
export type MirrorList = {
  _type: 'mirrors';
  format: 1;
  /** Rises with every change; the record names it, so that a reader who has it asks for nothing. */
  version: number;
  /** The newsroom's own address, which may be blocked: https or http, ending in `/`. */
  origin: string;
  mirrors: readonly ListedMirror[];
  [name: string]: unknown;
};

export type ListedMirror = {
  /** Ends in `/`; paths of the edition are appended to it. */
  address: string;
  /**
   * `entry`: has an origin of its own, so that readers may open it and its worker may register there. `data`: is only
   * fetched from, by a worker that the reader has already; a path-style bucket shares its origin with strangers.
   */
  use: 'entry' | 'data';
  [name: string]: unknown;
};

/** The list of mirrors, a file of the edition. */
export const MIRRORS_PATH = 'mirrors.json';
/** Bytes that a list may have, and mirrors that may be in it. */
export const MIRRORS_LIMIT = 65_536;
const MOST_MIRRORS = 200;

export const encodeMirrors = (list: MirrorList): Uint8Array => toUtf8(compactJson(list));

/**
 * Reads a list that was found genuine.
 *
 * @throws EditionError `malformed`, `newer_format`, `too_long`
 */
export function parseMirrors(bytes: Uint8Array): MirrorList {
  if (bytes.length > MIRRORS_LIMIT) throw new EditionError('too_long', said`The list of mirrors is too long`);
  const value = readObject(bytes);
  if (value['_type'] !== 'mirrors') throw malformed(said`is something else`);
  if (value['format'] !== 1)
    throw new EditionError(
      'newer_format',
      said`This list of mirrors has a newer layout; use a newer Longwave`,
    );
  const { version, mirrors } = value;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw malformed(said`has no version of at least 1`);
  if (!Array.isArray(mirrors) || mirrors.length > MOST_MIRRORS)
    throw malformed(said`does not hold at most ${MOST_MIRRORS} mirrors`);
  const list: MirrorList = {
    ...value,
    _type: 'mirrors',
    format: 1,
    version,
    origin: readAddress(value['origin']),
    mirrors: mirrors.map(readMirror),
  };
  const addresses = list.mirrors.map(({ address }) => address);
  if (new Set(addresses).size < addresses.length) throw malformed(said`names a mirror twice`);
  if (!equalBytes(encodeMirrors(list), bytes)) throw malformed(said`is not in the compact form`);
  return list;
}

function readObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(bytes, 'mirrors');
  } catch (cause) {
    throw new EditionError('malformed', said`The list of mirrors is not JSON in UTF-8`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(said`is no object`);
  return { ...value };
}

function readMirror(value: unknown): ListedMirror {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(said`holds something that is no mirror`);
  const fields: Record<string, unknown> = { ...value };
  const { use } = fields;
  if (use !== 'entry' && use !== 'data') throw malformed(said`holds a mirror of a use that is not known`);
  return { ...fields, address: readAddress(fields['address']), use };
}

function readAddress(value: unknown): string {
  const problem = mirrorAddressProblem(value);
  if (problem !== null || typeof value !== 'string') throw malformed(said`has an address that ${problem}`);
  return value;
}

/** Why an address cannot be a mirror's, to be put behind "the address"; null where it can. */
export function mirrorAddressProblem(value: unknown): string | null {
  if (typeof value !== 'string') return said`is no text`;
  if (!URL.canParse(value)) return said`is no full address; write it like https://mirror.example/`;
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return said`begins with neither https:// nor http://`;
  if (url.username !== '' || url.password !== '') return said`holds a name or a password`;
  if (url.search !== '' || url.hash !== '') return said`holds a query or a fragment`;
  if (!url.pathname.endsWith('/')) return said`does not end in "/"`;
  return url.href === value ? null : said`is not written as browsers write it, "${url.href}"`;
}

const malformed = (problem: string): EditionError =>
  new EditionError('malformed', said`The list of mirrors ${problem}`);
