import { existsSync } from 'node:fs';
import { Refusal } from './out.ts';
import type { Settings } from './settings.ts';

/**
 * Before anything makes an empty one in the wrong folder.
 * @throws Refusal when SQLite is used and its file is not there
 */
export function newsroomExists(settings: Settings): void {
  const file = /^sqlite:(.*)$/.exec(settings.databaseUrl)?.[1];
  if (file !== undefined && !existsSync(file)) {
    throw new Refusal(`There is no newsroom in "${settings.data}" yet`, [
      'Make one with "longwave init"; LONGWAVE_DATA names the folder',
    ]);
  }
}
