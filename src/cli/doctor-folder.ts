import { constants } from 'node:fs';
import { access, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, ok, warn, type Ask, type Finding } from './doctor-finding.ts';
import type { Patient } from './doctor-patient.ts';
import { databaseOf } from './place.ts';
import type { Settings } from './settings.ts';

const LOW_DISK = 1e9;
const VERY_LOW_DISK = 1e8;

export function checkSettings(_: Patient, { settings }: Ask): Promise<Finding[]> {
  const { host, port } = settings;
  return Promise.resolve([
    ok('settings', `data in "${settings.data}", ${databaseOf(settings)}, readers on ${host}:${port}`),
  ]);
}

export async function checkFolder(_: Patient, { settings }: Ask): Promise<Finding[]> {
  const { data } = settings;
  const owner = 'Let the user that runs Longwave own the folder';
  try {
    await access(data, constants.R_OK | constants.X_OK);
    await readdir(data);
  } catch (error) {
    return [bad('folder', `"${data}" cannot be read (${codeOf(error)})`, owner)];
  }
  try {
    await access(data, constants.W_OK);
  } catch (error) {
    const readOnly = codeOf(error) === 'EROFS';
    return [
      bad(
        'folder',
        `"${data}" cannot be written (${codeOf(error)})`,
        readOnly ? 'Mount its disk for writing' : owner,
      ),
    ];
  }
  return [ok('folder', `"${data}" can be read and written`)];
}

export async function checkDisk(_: Patient, { settings }: Ask): Promise<Finding[]> {
  const { bavail, bsize, files, ffree } = await statfs(settings.data);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free`;
  if (files > 0 && ffree === 0)
    return [bad('disk', 'The disk has room for no more files', 'Delete files that nobody needs')];
  if (free < VERY_LOW_DISK)
    return [bad('disk', found, 'Make room: nothing can be published when the disk is full')];
  if (free < LOW_DISK) return [warn('disk', found, 'Make room before the disk is full')];
  return [ok('disk', found)];
}

/** How many files of pictures and other media the newsroom has. */
export async function countMedia({ data }: Settings): Promise<number> {
  try {
    const entries = await readdir(join(data, 'media'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).length;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
