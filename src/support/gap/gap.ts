import { randomBytes } from 'node:crypto';
import { figureOf, type Figure, parseRecord } from '#gap';
import type { Store } from '#store';
import type { Ledger } from '../ledger/ledger.ts';
import { monthOf, type Month } from '../ledger/days.ts';
import { type Kept, keepSetting } from '../settings.ts';
import { COSTS, type Costs, FIRST_COSTS } from './costs.ts';
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

/** What is published of money: text, and what is said beside it. */
export type GapPublished = { text: string; play: boolean; month: Month; figure: Figure };

/** The funding gap of this newsroom: what it costs, what it published of what came in, and the book under that. */
export type FundingGap = {
  /** @throws SupportError `setting` where the published record cannot go on under the settings */
  publish(): Promise<Published>;
  /** Null before the first publication. */
  published(): Promise<GapPublished | null>;
  /** The private book as text, which opens everything: for an auditor, not for the public. */
  book(): Promise<string | null>;
  costs: Kept<Costs>;
};

export function openGap({ store, ledger, now, random = randomBytes }: GapOptions): FundingGap {
  const costs = keepCosts({ store, now });
  return {
    costs,
    publish: () => publishGap({ store, ledger, now, random, costs: async () => (await costs.now()).value }),
    book: () => store.snapshot(async (db) => (await readBook(db))?.text ?? null),
    async published() {
      const found = await store.snapshot((db) => readRecord(db));
      if (found === null) return null;
      const { about, text } = found;
      const record = parseRecord(text);
      const sealed = record.lines.findLast((line) => line.kind === 'seal');
      if (sealed?.kind !== 'seal') return null;
      const month = monthOf(sealed.day);
      return { text, play: about.play === 1, month, figure: figureOf(record, month) };
    },
  };
}

/** What the paper costs, with every version of it. */
export const keepCosts = ({ store, now }: Pick<GapOptions, 'store' | 'now'>): Kept<Costs> =>
  keepSetting({ store, now, name: 'costs', schema: COSTS, first: FIRST_COSTS });
