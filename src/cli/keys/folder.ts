import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../out.ts';
import { z } from 'zod';
import { checkPrivate, isOpenToOthers, keepFile, makeFolder, readOr } from './disk.ts';

/* The folder of a newsroom's keys:

     online.json       secret seeds of the keys that sign by themselves
     root/             every version of the root, and of the targets; public
     change.json       a change that waits for signatures, with secret seeds of the keys to come
     offline-….json    offline keys, only where the newsroom leaves them there */

export const ONLINE_ROLES = ['press', 'snapshot', 'timestamp', 'log'] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];

const SEEDS = z.array(z.string().regex(/^[0-9a-f]{64}$/));
const ONLINE = z.strictObject({
  longwave: z.literal('online keys'),
  format: z.literal(1),
  keys: z.strictObject({ press: SEEDS, snapshot: SEEDS, timestamp: SEEDS, log: SEEDS }),
});

/** Secret seeds by role, 64 hexadecimal digits each: the ones in use and, in the middle of a change, the next ones. */
export type OnlineSeeds = Record<OnlineRole, string[]>;

export const onlineFile = (folder: string): string => join(folder, 'online.json');
export const changeFile = (folder: string): string => join(folder, 'change.json');
export const rootFolder = (folder: string): string => join(folder, 'root');

/**
 * Every version of the root, in order, and of the targets.
 *
 * @returns null where no root was ever put there
 */
export function readAnchors(folder: string): { roots: Uint8Array[]; targets: Uint8Array[] } | null {
  if (isOpenToOthers(rootFolder(folder)) === null) return null;
  const found = readdirSync(rootFolder(folder)).flatMap((name) => {
    const [, version, role] = /^([1-9]\d*)\.(root|targets)\.json$/.exec(name) ?? [];
    return version === undefined
      ? []
      : [{ version: Number(version), role, file: join(rootFolder(folder), name) }];
  });
  found.sort((a, b) => a.version - b.version);
  const of = (role: string): Uint8Array[] =>
    found.filter((one) => one.role === role).map(({ file }) => new Uint8Array(readFileSync(file)));
  const roots = of('root');
  return roots.length === 0 ? null : { roots, targets: of('targets') };
}

export function keepMetadata(
  folder: string,
  role: 'root' | 'targets',
  version: number,
  bytes: Uint8Array,
): void {
  makeFolder(rootFolder(folder));
  keepFile(join(rootFolder(folder), `${version}.${role}.json`), Buffer.from(bytes).toString('utf8'));
}

/**
 * @param damaged what a damaged file is: refused (the default), or none at all
 * @throws Refusal for a folder or file that others can read, and for a damaged file
 */
export function readOnline(folder: string, damaged: 'refuse' | 'none' = 'refuse'): OnlineSeeds | null {
  checkFolder(folder);
  const text = readSecret(onlineFile(folder));
  if (text === null) return null;
  const file = ONLINE.safeParse(jsonOf(text));
  if (!file.success && damaged === 'none') return null;
  if (!file.success) {
    throw new Refusal(`"${onlineFile(folder)}" is damaged or of a later version of Longwave`, [
      'Put the copy back that you keep apart from backups, or make new online keys: docs/KEYS.md, "A leaked online key"',
    ]);
  }
  return file.data.keys;
}

export function keepOnline(folder: string, keys: OnlineSeeds): void {
  keepFile(onlineFile(folder), `${JSON.stringify({ longwave: 'online keys', format: 1, keys }, null, 2)}\n`);
}

/** A secret file's text, or null. @throws Refusal where others can read it */
export function readSecret(file: string): string | null {
  const text = readOr(file);
  if (text !== null) checkPrivate(file);
  return text;
}

/** @throws Refusal for a folder that others can enter */
export function checkFolder(folder: string): void {
  checkPrivate(folder);
}

/** Files of offline keys that lie in a folder. */
export function offlineFilesIn(folder: string): string[] {
  if (isOpenToOthers(folder) === null) return [];
  return readdirSync(folder)
    .filter((name) => /^offline.*\.json$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** JSON, or null for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
