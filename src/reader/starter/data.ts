import type { StarterWords } from '../languages/reach-words.ts';

/** What the file tells its script; `starter-page.ts` writes it. */
export type StarterData = {
  /** The newest root of the paper's keys. */
  root: Uint8Array;
  lang: string;
  timeZone: string;
  /** The language's root in the edition: empty, or `ru/`. */
  prefix: string;
  /** Where the edition may be, each ending in `/`, the newsroom's own first. */
  addresses: string[];
  words: StarterWords;
};

export function readData(element: Element): StarterData {
  const data = JSON.parse(element.textContent) as Omit<StarterData, 'root'> & { root: string };
  return { ...data, root: Uint8Array.from(atob(data.root), (character) => character.charCodeAt(0)) };
}
