import { lstatSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './durable.ts';
import { DepotError, errno } from './error.ts';

/** Names the files that exports wrote, so that nothing else is ever deleted. */
export const LIST = '.longwave-export';

/** What stands under a name itself, links not followed. */
export function look(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    // ENOTDIR: what should be a folder on the way is a file.
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Makes the folder to export into. @throws DepotError `not_ours` where a file is in its place */
export function openTarget(to: string): void {
  if (statSync(to, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new DepotError('not_ours', `"${to}" is a file; name a folder to write the site into`);
  makeFolder(to);
}

/**
 * Others can write to an exported folder: a link where a folder of ours would be must not lead writing and removing
 * out of it. A link in the place of a file is no danger, it is replaced and never followed; only the list's new
 * version is opened by its name.
 *
 * @param paths of files within the folder
 * @throws DepotError `links`, before anything is changed
 */
export function refuseLinks(to: string, paths: Iterable<string>): void {
  const names = new Set([`${LIST}.tmp`]);
  for (const path of paths)
    for (let folder = dirname(path); folder !== '.' && !names.has(folder); folder = dirname(folder))
      names.add(folder);
  for (const name of names) {
    if (look(join(to, name))?.isSymbolicLink() !== true) continue;
    throw new DepotError(
      'links',
      `"${join(to, name)}" is a link that leads elsewhere, and nothing is written through it; remove the link, or name a new folder`,
    );
  }
}
