import { resolve } from 'node:path';
import type { EditionSource } from '#edition';
import { Refusal, UsageError } from '../out.ts';
import { isDepotFolder } from './depot.ts';
import { folderSource, kindOf } from './folder.ts';
import { findEdition, webSource } from './web.ts';

export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/**
 * The edition in a folder or at an http(s) address that a person names.
 *
 * @throws UsageError for what is neither, Refusal where there is none
 */
export async function sourceAt(place: string, { loopback }: { loopback?: boolean }): Promise<EditionSource> {
  if (isAddress(place)) {
    const web = { loopback: loopback === true, onElsewhere: () => undefined };
    const { base } = await findEdition(new URL(place), web);
    return webSource(base, web);
  }
  if ((await kindOf(resolve(place))) !== 'folder')
    throw new UsageError(`"${place}" is neither a folder nor an http(s) address`);
  return folderAt(resolve(place));
}

/**
 * The edition in a folder.
 *
 * @throws Refusal for the folder in which an installation keeps its editions, which is packed and no site
 */
export async function folderAt(folder: string): Promise<EditionSource> {
  if (await isDepotFolder(folder))
    throw new Refusal(`"${folder}" is where this program keeps its editions, and no site`, [
      'Write the site with "longwave press --out DIR" and name that folder; "longwave doctor" checks what is kept here',
    ]);
  return folderSource(folder);
}
