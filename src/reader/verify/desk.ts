import type { Anchor } from '#edition';
import type { Say } from '../say.ts';
import type { PageData } from './data.ts';
import type { Here } from './mirror.ts';

/** What every check works with. */
export type Desk = {
  data: PageData;
  say: Say;
  anchor: Anchor;
  /** Address of the copy of the site that this page is of; ends with a slash. */
  base: string;
  /** What that copy's newest edition is; asked once. */
  here(): Promise<Here>;
};

/** SHA-256 in hexadecimal. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
