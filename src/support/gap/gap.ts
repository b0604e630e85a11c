import { randomBytes } from 'node:crypto';
import { figureOf, type Figure, monthsOf, parseRecord } from '#gap';
import type { Store } from '#store';
import type { Ledger } from '../ledger/ledger.ts';
import { digitsOf } from '../ledger/currencies.ts';
import type { Month } from '../ledger/days.ts';
import type { Minor } from '../ledger/minor.ts';
import { type Kept, keepSetting } from '../settings.ts';
import { COSTS, type Costs, costsIn, FIRST_COSTS } from './costs.ts';
import { readBook, readRecord } from './held.ts';
import { type Published, publishGap } from './published.ts';

export type GapOptions = {
  store: Store;
  ledger: Ledger;
  /** Milliseconds since 1970. */
  now: () => number;
  /** As many random bytes as asked for. Default: this machine's. */
  random?: (length: number) => Uint8Array;
};

/** What is published of money: the text, and the figure of the month that was told last. */
export type GapPublished = { text: string; play: boolean; month: Month; figure: Figure };

/** What pages show of it, as plain data. */
export type GapShown = {
  text: string;
  /** Whether play money counts in it. */
  play: boolean;
  /** Digits of the minor unit of each currency in the text. */
  digits: Record<string, number>;
  /** What the month that was told last costs, by parts; private ones without their names. */
  costs: { names: Record<string, string> | null; amount: Minor }[];
};

/** The funding gap of this newsroom: what it costs, what it published of what came in, and the book under that. */
export type FundingGap = {
  /** @throws SupportError `setting` where the published record cannot go on under the settings */
  publish(): Promise<Published>;
  /** Null before the first publication. */
  published(): Promise<GapPublished | null>;
  /** The same for the edition; null before the first publication. */
  shown(): Promise<GapShown | null>;
  /** The private book as text, which opens everything: for an auditor, not for the public. */
  book(): Promise<string | null>;
  costs: Kept<Costs>;
};

export function openGap({ store, ledger, now, random = randomBytes }: GapOptions): FundingGap {
  const costs = keepCosts({ store, now });
  const published = async (): Promise<GapPublished | null> => {
    const found = await store.snapshot((db) => readRecord(db));
    if (found === null) return null;
    const record = parseRecord(found.text);
    const [month] = monthsOf(record);
    if (month === undefined) return null;
    return { text: found.text, play: found.about.play === 1, month, figure: figureOf(record, month) };
  };
  return {
    costs,
    publish: () => publishGap({ store, ledger, now, random, costs: async () => (await costs.now()).value }),
    published,
    book: () => store.snapshot(async (db) => (await readBook(db))?.text ?? null),
    async shown() {
      const found = await published();
      if (found === null) return null;
      const { text, play, month } = found;
      const parts = costsIn((await costs.now()).value, month);
      return {
        text,
        play,
        digits: digitsIn(text),
        costs: parts.map(({ cost: { names }, amount }) => ({ names, amount })),
      };
    },
  };
}

function digitsIn(text: string): Record<string, number> {
  const { currency, lines } = parseRecord(text);
  const all = [currency, ...lines.flatMap((line) => ('currency' in line ? [line.currency] : []))];
  return Object.fromEntries(all.map((code) => [code, digitsOf(code) ?? 2]));
}

/** What the paper costs, with every version of it. */
export const keepCosts = ({ store, now }: Pick<GapOptions, 'store' | 'now'>): Kept<Costs> =>
  keepSetting({ store, now, name: 'costs', schema: COSTS, first: FIRST_COSTS });
