import { resolve } from 'node:path';
import type { EditionSource } from '#edition';
import { UsageError } from '../out.ts';
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
  return folderSource(resolve(place));
}
