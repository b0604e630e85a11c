import type { VerifySayings } from '../languages/verify-words.ts';

/** What the page tells its script; `verify-page.ts` writes it. */
export type PageData = {
  /** The newest root of the paper's keys. */
  root: Uint8Array;
  lang: string;
  timeZone: string;
  /** From this page to the root of the edition: empty, or `../`. */
  up: string;
  /** Whether these are the keys of a sample, which anybody has. */
  sample: boolean;
  /** Genuine addresses, the newsroom's own first. */
  addresses: string[];
  words: VerifySayings;
};

export function readData(element: Element): PageData {
  const data = JSON.parse(element.textContent) as Omit<PageData, 'root'> & { root: string };
  return { ...data, root: Uint8Array.from(atob(data.root), (character) => character.charCodeAt(0)) };
}
