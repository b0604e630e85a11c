import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from './out.ts';
import type { Settings } from './settings.ts';

/** Whether there may be a newsroom; what is in PostgreSQL shows when it is opened. */
export function hasNewsroom({ databaseUrl }: Settings): boolean {
  const file = /^sqlite:(.*)$/.exec(databaseUrl)?.[1];
  return file === undefined || existsSync(file);
}

/**
 * Before anything makes an empty one in the wrong folder.
 * @throws Refusal when SQLite is used and its file is not there
 */
export function newsroomExists(settings: Settings): void {
  if (!hasNewsroom(settings)) {
    throw noNewsroom(`"${settings.data}"`, 'LONGWAVE_DATA names the folder');
  }
}

/** @param where as it stands in a sentence */
export const noNewsroom = (where: string, named: string): Refusal =>
  new Refusal(`There is no newsroom in ${where} yet`, [`Make one with "longwave init"; ${named}`]);

/** The database for people's eyes: without the password. */
export function databaseOf({ databaseUrl }: Settings): string {
  const file = /^sqlite:(?:\/\/(?=\/))?(.*)$/.exec(databaseUrl)?.[1];
  if (file !== undefined) return `SQLite in "${file}"`;
  const url = URL.parse(databaseUrl);
  return url === null ? 'PostgreSQL' : `PostgreSQL at ${url.host}${url.pathname}`;
}

/** Why nothing may be written into a folder that is there, as the beginning of a sentence; null where something may. */
export function unwritable(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EROFS') return `"${folder}" lies on a disk that may only be read`;
    return code === 'EACCES' || code === 'EPERM' ? `"${folder}" may not be written by this user` : null;
  }
}

/**
 * Whoever writes to a stick that is not mounted would fill the disk below it: the folder above must be there.
 * @throws Refusal when it is not
 */
export function parentExists(path: string): void {
  const parent = dirname(path);
  if (statSync(parent, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new Refusal(`There is no folder "${parent}"; nothing was written`, [
    'Is its disk or stick mounted? Make the folder, or name another place',
  ]);
}
