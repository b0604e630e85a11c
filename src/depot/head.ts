import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flushFolder, prepareFile } from './durable.ts';
import type { Replacement } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import { sha256Hex } from './pack-format.ts';

/** What the press keeps beside an edition; anything that JSON holds. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The state of the whole site at one moment. */
export type EditionState = {
  /** 1 for the first, one more for each after it. */
  edition: number;
  /** Hash of the tree's root in hexadecimal. */
  root: string;
  files: number;
  units: number;
  /** Bytes that readers get if they take every file once, without compression. */
  bytes: number;
  /** Milliseconds since 1970. */
  published: number;
};

/** The current edition. */
export type Head = EditionState & { note: Json };

/** What the head pointer's file says. */
export type HeadFile = {
  head: Head;
  /** Names of the packs that together hold every kept object. */
  packs: string[];
  /** Earlier editions whose objects are kept, newest first. */
  kept: EditionState[];
  /** About how many bytes in the packs no kept edition needs. */
  garbage: number;
  /** Files below `edition/` that the last signing put there, in the order in which they came; none in an unsigned edition. */
  signed: SignedFile[];
  /** How far the log of editions counts, and what is needed to add to it: hashes in hexadecimal. */
  log: { size: number; peaks: string[] };
  /** Objects and units that no reader gets any more although they still lie in the packs, by hash. */
  recalled: string[];
};

export type SignedFile = { path: string; hash: string; bytes: number };

const FORMAT = 1;

export const headFile = (folder: string): string => join(folder, 'head');

/** The same text once more, which stands in for a head pointer that is damaged or lost. */
const copyFile = (folder: string): string => join(folder, 'head.copy');

/** The text of the head pointer, or null where there is none yet. */
export const readHeadText = (folder: string): string | null => readText(headFile(folder));

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return null;
    throw diskError(error, `reading "${file}"`);
  }
}

/** The highest number of an edition that a damaged head pointer and its copy still show; 0 where they show none. */
export function lastNumber(folder: string): number {
  const texts = [readHeadText(folder), readText(copyFile(folder))];
  // What is damaged may show any number; more than twelve digits were never counted.
  const numbers = texts.flatMap((text) => [...(text ?? '').matchAll(/"edition":(\d{1,12})\b/g)]);
  return Math.max(0, ...numbers.map(([, number]) => Number(number)));
}

/** One line of JSON, one line with its SHA-256. */
export function printHead(head: HeadFile): string {
  const line = JSON.stringify({ format: FORMAT, ...head });
  return `${line}\n${sha256Hex(Buffer.from(line))}\n`;
}

export async function writeHead(folder: string, head: HeadFile): Promise<void> {
  const prepared = await prepareHead(folder, head);
  try {
    await prepared.place();
  } finally {
    prepared.abort();
  }
}

/** Writes the new head pointer and its copy beside the old ones; they count once they are placed. */
export async function prepareHead(folder: string, head: HeadFile): Promise<Replacement> {
  const text = printHead(head);
  // Both at once: a disk takes as long for one as for two.
  const both = await Promise.allSettled([
    prepareFile(copyFile(folder), text),
    prepareFile(headFile(folder), text),
  ]);
  const prepared = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const abort = (): void => {
    for (const replacement of prepared) replacement.abort();
  };
  const failed = both.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    abort();
    throw failed.reason;
  }
  // The copy first: killed in between, it has counted one too many, never one too few.
  const rename = (): void => {
    for (const replacement of prepared) replacement.rename();
  };
  return {
    rename,
    place: () => {
      rename();
      return flushFolder(folder);
    },
    abort,
  };
}

/**
 * What the head pointer says, or its copy where the head pointer is damaged or lost; null before the first edition.
 * The copy is durable before the head pointer is switched, so what it names is a whole edition, at least as new.
 *
 * @param text of the head pointer; null where there is none
 * @throws DepotError `corrupt` when neither can be read, `newer_format`
 */
export function readHead(
  folder: string,
  text: string | null,
): { file: HeadFile | null; damage: DepotError | null } {
  const copy = readText(copyFile(folder));
  if (text === null && copy === null) return { file: null, damage: null };
  try {
    if (text === null) throw lost(headFile(folder));
    return { file: parseHead(text, headFile(folder)), damage: null };
  } catch (error) {
    if (!(error instanceof DepotError) || error.code !== 'corrupt' || copy === null) throw error;
    const file = parseOr(copy);
    if (file === null) throw error;
    return { file, damage: error };
  }
}

/** Null where the text is damaged. */
function parseOr(text: string): HeadFile | null {
  try {
    return parseHead(text);
  } catch (error) {
    if (error instanceof DepotError && error.code === 'corrupt') return null;
    throw error;
  }
}

const lost = (file: string): DepotError =>
  new DepotError(
    'corrupt',
    `The head pointer "${file}" is gone; press the whole site again with "longwave press --full"`,
  );

/** @throws DepotError `corrupt`, `newer_format` */
export function parseHead(text: string, file = 'head'): HeadFile {
  const corrupt = (): DepotError =>
    new DepotError(
      'corrupt',
      `The head pointer "${file}" is damaged; press the whole site again with "longwave press --full"`,
    );
  const [line = ''] = text.split('\n', 1);
  if (text !== `${line}\n${sha256Hex(Buffer.from(line))}\n`) throw corrupt();
  const value: unknown = JSON.parse(line);
  if (!isRecord(value)) throw corrupt();
  if (value['format'] !== FORMAT) {
    throw new DepotError(
      'newer_format',
      'The edition was written by a newer Longwave; start that version instead',
    );
  }
  const { head, packs, kept, garbage, signed, log, recalled } = value;
  const state = stateOf(head);
  const names = Array.isArray(packs) ? textsOf(packs) : null;
  if (state === null || names === null || !Array.isArray(kept) || typeof garbage !== 'number')
    throw corrupt();
  const note = isRecord(head) && isJson(head['note']) ? head['note'] : null;
  return {
    head: { ...state, note },
    packs: names,
    kept: kept.map(stateOf).filter((one) => one !== null),
    garbage,
    signed: Array.isArray(signed) ? signed.map(signedOf).filter((one) => one !== null) : [],
    log: logOf(log),
    recalled: textsOf(recalled),
  };
}

function signedOf(value: unknown): SignedFile | null {
  if (!isRecord(value)) return null;
  const { path, hash, bytes } = value;
  return typeof path === 'string' && typeof hash === 'string' && typeof bytes === 'number'
    ? { path, hash, bytes }
    : null;
}

function logOf(value: unknown): HeadFile['log'] {
  if (!isRecord(value) || typeof value['size'] !== 'number') return { size: 0, peaks: [] };
  return { size: value['size'], peaks: textsOf(value['peaks']) };
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

function stateOf(value: unknown): EditionState | null {
  if (!isRecord(value)) return null;
  const { edition, root, files, units, bytes, published } = value;
  const numbers = [edition, files, units, bytes, published];
  if (typeof root !== 'string' || !/^[0-9a-f]{64}$/.test(root)) return null;
  if (!numbers.every((number) => typeof number === 'number')) return null;
  return {
    edition: Number(edition),
    root,
    files: Number(files),
    units: Number(units),
    bytes: Number(bytes),
    published: Number(published),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

// What JSON.parse gave is JSON; only absence is to be told apart.
const isJson = (value: unknown): value is Json => value !== undefined;
