import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../out.ts';

/* Files of keys: whole or not there, and nobody's but their owner's. */

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** The system's name of an error, '' for what is none of the system's. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Writes a file that only its owner can read. At every moment the old or the new one stands whole. */
export function keepFile(file: string, text: string): void {
  const temporary = `${file}.tmp`;
  try {
    dropFile(temporary);
    const fd = openSync(temporary, 'wx', OWNER_ONLY);
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameFile(temporary, file);
  } catch (error) {
    throw diskRefusal(error, `"${file}" cannot be written`);
  }
}

/** Renames a file so that it still bears its new name after a power cut. */
export function renameFile(from: string, to: string): void {
  renameSync(from, to);
  flushFolder(dirname(to));
}

/** Removes a file that may be there. */
export function dropFile(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** A small file's text, or null where there is none. */
export function readOr(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw diskRefusal(error, `"${file}" cannot be read`);
  }
}

/** Makes a folder that only its owner can enter, with the ones above it as the system makes them. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder, { mode: 0o700 });
    flushFolder(dirname(folder));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw diskRefusal(error, `The folder "${folder}" cannot be made`);
  }
}

/** Whether others than its owner may read a file or enter a folder; null where it is not there. */
export function isOpenToOthers(path: string): boolean | null {
  try {
    return (statSync(path).mode & OTHERS) !== 0;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw diskRefusal(error, `"${path}" cannot be looked at`);
  }
}

/** @throws Refusal for a file or folder that others can read */
export function checkPrivate(path: string): void {
  if (isOpenToOthers(path) === true) throw new Refusal(...openToOthers(path));
}

/** What is wrong with a path that others can read, and what to do. */
export const openToOthers = (path: string): [string, string[]] => [
  `Others on this machine can read "${path}", so the keys in it are not used`,
  [
    `Run: chmod go-rwx "${path}"`,
    'If others have been on this machine, make new keys: docs/KEYS.md, "A leaked online key"',
  ],
];

function flushFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** An error of the system as one for people; any other as it is. */
function diskRefusal(error: unknown, what: string): unknown {
  if (codeOf(error) === '' || error instanceof Refusal) return error;
  return new Refusal(what, [error instanceof Error ? error.message : String(error)]);
}
