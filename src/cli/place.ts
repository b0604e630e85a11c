import { existsSync, statSync } from 'node:fs';
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
    throw noNewsroom(`"${settings.data}"`);
  }
}

export const noNewsroom = (where: string): Refusal =>
  new Refusal(`There is no newsroom in ${where} yet`, [
    'Make one with "longwave init"; LONGWAVE_DATA names the folder, DATABASE_URL a database',
  ]);

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
