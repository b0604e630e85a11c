import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from './out.ts';
import type { Settings } from './settings.ts';

/**
 * Before anything makes an empty one in the wrong folder.
 * @throws Refusal when SQLite is used and its file is not there
 */
export function newsroomExists(settings: Settings): void {
  const file = /^sqlite:(.*)$/.exec(settings.databaseUrl)?.[1];
  if (file !== undefined && !existsSync(file)) {
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
