import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { fieldOf, StoreError, type StoreErrorCode, textOf } from './errors.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const NOTADB = 26;
// What a full disk gives when the file shared by readers and writers cannot be made larger: IOERR_SHMSIZE.
const NO_ROOM = 4874;
const UNIQUE = new Set([1555, 2067, 2579]); // PRIMARYKEY, UNIQUE, ROWID

function resultCode(error: unknown): number | null {
  const code = fieldOf(error, 'errcode');
  return typeof code === 'number' ? code : null;
}

/** Whether the statement changed nothing because another connection was at work, and may be tried again. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code !== null && ((code & 0xff) === BUSY || (code & 0xff) === LOCKED);
}

/** The driver's error as ours, with what to do about it. */
export function sqliteError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = resultCode(error);
  if (code === null) return fromSystem(error, file);
  const [ours, message] = explain(code, file, textOf(error));
  return new StoreError(ours, message, error);
}

function explain(code: number, file: string, text: string): [StoreErrorCode, string] {
  switch (code === NO_ROOM ? FULL : code & 0xff) {
    case BUSY:
    case LOCKED:
      return ['locked', `Another process keeps '${file}' locked; end it, or wait for it, and try again`];
    case READONLY:
      return [
        'read_only',
        `'${file}' may not be written; make the file and its folder writable for this user`,
      ];
    case FULL:
      return [
        'disk_full',
        `The disk that holds '${file}' is full; nothing was changed; free some space and try again`,
      ];
    case CORRUPT:
      return ['corrupt', `'${file}' is damaged (${text}); keep a copy of it and restore the last backup`];
    case NOTADB:
      return ['corrupt', `'${file}' is not a database; move it away, or name another file`];
    case CANTOPEN:
      return [
        'io',
        `'${file}' cannot be opened (${text}); check that its folder is there and may be written`,
      ];
    case IOERR:
      if (isFrozen(file)) return ['read_only', frozen(file)];
      return ['io', `The disk failed while '${file}' was in use (${text}); check the disk, then try again`];
    case CONSTRAINT:
      return UNIQUE.has(code)
        ? ['conflict', `A row with this key is there already (${text})`]
        : ['constraint', `The schema refuses this change (${text})`];
    default:
      return ['query', `The statement failed on '${file}': ${text}`];
  }
}

const frozen = (file: string): string =>
  `'${file}' lies on a disk that may only be read; mount it for writing, or name a folder elsewhere`;

/** Whether the disk became one that may only be read: writing to a file that was open before fails as on a broken disk. */
function isFrozen(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    return false;
  } catch (error) {
    return fieldOf(error, 'code') === 'EROFS';
  }
}

function fromSystem(error: unknown, file: string): StoreError {
  switch (fieldOf(error, 'code')) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StoreError(
        'disk_full',
        `The disk that holds '${file}' is full; free some space and try again`,
        error,
      );
    case 'EROFS':
      return new StoreError('read_only', frozen(file), error);
    case 'EACCES':
    case 'EPERM':
      return new StoreError(
        'read_only',
        `'${file}' may not be written; make the file and its folder writable for this user`,
        error,
      );
    // What making a folder on a disk that may only be read fails with.
    case 'ENOENT':
      return new StoreError(
        'read_only',
        `The folder of '${file}' is not there and cannot be made; name one on a disk that may be written`,
        error,
      );
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
      return new StoreError(
        'bad_url',
        `'${file}' cannot be a database file (${textOf(error)}); name another file`,
        error,
      );
    case 'ERR_INVALID_ARG_TYPE':
    case 'ERR_OUT_OF_RANGE':
      return new StoreError(
        'bad_value',
        `A value does not fit the database (${textOf(error)}); pass text, a safe number or null`,
        error,
      );
    default:
      return new StoreError('query', `The statement failed on '${file}': ${textOf(error)}`, error);
  }
}
