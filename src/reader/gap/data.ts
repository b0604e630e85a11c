import type { FigureSayings } from '../languages/gap-words.ts';

/** What the page tells its script; `gap-page.ts` writes it. */
export type PageData = {
  lang: string;
  /** Where the published text is, from this page. */
  record: string;
  digits: Readonly<Record<string, number>>;
  /** The table on the page, the newest month first. */
  figures: { month: string; cost: number; receipts: number; gap: number }[];
  words: FigureSayings;
};

export const readData = (element: Element): PageData => JSON.parse(element.textContent) as PageData;
