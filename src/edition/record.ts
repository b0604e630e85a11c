import { equalBytes, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { compactJson, parseJson } from './tuf/json.ts';
import { said } from './said.ts';

/**
 * What is signed of an edition: the state of the whole site in a few lines. It is the one target of the metadata. Fields
 * that are not known here are kept when it is read.
 */
export type EditionRecord = {
  _type: 'edition';
  format: 1;
  /** At least 1. Each edition has a higher number than the one before it; numbers may be left out. */
  number: number;
  /** SHA-256 of the record before it, or null for the first. */
  previous: string | null;
  /** Hash of the tree's root. */
  tree: string;
  /** Units and files in the tree, and the bytes that readers get if they take every file once. */
  units: number;
  files: number;
  bytes: number;
  /** UTC, to the second: "2026-11-23T18:00:00Z". */
  published: string;
  /** SHA-256 of what it changed, see {@link encodeChange}; null where it does not come from the previous record. */
  change: string | null;
  /** Version of the list of mirrors, a file of the edition; left out where it has none. */
  mirrors?: number;
  [name: string]: unknown;
};

/** Bytes that a record may have. */
export const RECORD_LIMIT = 16_384;

const HASH = /^[0-9a-f]{64}$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

export const encodeRecord = (record: EditionRecord): Uint8Array => toUtf8(compactJson(record));

/**
 * Reads a record that was found genuine.
 *
 * @throws EditionError `malformed`, `newer_format`
 */
export function parseRecord(bytes: Uint8Array): EditionRecord {
  if (bytes.length > RECORD_LIMIT) throw malformed(said`is too long`);
  const value = readObject(bytes);
  if (value['_type'] !== 'edition') throw malformed(said`is something else`);
  if (value['format'] !== 1) {
    throw new EditionError('newer_format', said`This edition has a newer layout; use a newer Longwave`);
  }
  const record = {
    ...value,
    _type: 'edition' as const,
    format: 1 as const,
    number: count(value, 'number', 1),
    previous: hashOrNull(value, 'previous'),
    tree: hash(value, 'tree'),
    units: count(value, 'units', 0),
    files: count(value, 'files', 0),
    bytes: count(value, 'bytes', 0),
    published: time(value, 'published'),
    change: hashOrNull(value, 'change'),
    ...(value['mirrors'] === undefined ? {} : { mirrors: count(value, 'mirrors', 1) }),
  };
  // One spelling each, so that a record and its hash belong together whoever writes it down again.
  if (!equalBytes(encodeRecord(record), bytes)) throw malformed(said`is not in the compact form`);
  return record;
}

function readObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(bytes, 'record');
  } catch (cause) {
    throw new EditionError('malformed', said`The record of the edition is not JSON in UTF-8`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(said`is no object`);
  return { ...value };
}

function count(value: Record<string, unknown>, name: string, least: number): number {
  const number = value[name];
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number;
  throw malformed(said`has no integer of at least ${least} as "${name}"`);
}

function hash(value: Record<string, unknown>, name: string): string {
  const text = value[name];
  if (typeof text === 'string' && HASH.test(text)) return text;
  throw malformed(said`has no hash as "${name}"`);
}

const hashOrNull = (value: Record<string, unknown>, name: string): string | null =>
  value[name] === null ? null : hash(value, name);

function time(value: Record<string, unknown>, name: string): string {
  const text = value[name];
  if (typeof text === 'string' && DATE_TIME.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw malformed(said`has no date and time in UTC as "${name}"`);
}

const malformed = (problem: string): EditionError =>
  new EditionError('malformed', said`The record of the edition ${problem}`);
