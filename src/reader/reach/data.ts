import type { ReachSayings } from '../languages/reach-words.ts';

/** What the page tells its script; `reach-page.ts` writes it. */
export type PageData = {
  lang: string;
  timeZone: string;
  /** From this page to the root of the edition: empty, or `../`. */
  up: string;
  words: ReachSayings;
};

export const readData = (element: Element): PageData => JSON.parse(element.textContent) as PageData;
