import { hash } from 'node:crypto';
import {
  extended,
  GapError,
  type GapPosting,
  type GapRecord,
  type Line,
  type Publication,
  publish,
} from '#gap';
import type { Store } from '#store';
import { SupportError } from '../contributions/error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Day, dayOf, daysLater, monthOf } from '../ledger/days.ts';
import { RAILS } from '../ledger/chart.ts';
import type { Written } from '../ledger/read.ts';
import { receiptOf, type ReceiptOptions } from '../receipts.ts';
import { type Costs, granuleOf, monthlyCost } from './costs.ts';
import { addPublished, type Held, lastLooked, readHeld } from './held.ts';

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** What a run of the publication did. */
export type Published =
  | {
      done: true;
      day: Day;
      postings: number;
      sums: Extract<Line, { kind: 'sum' }>[];
      waiting: Publication['waiting'];
    }
  /** `no-costs`: the paper has not said what it costs. `sealed`: the day, or a later one, was published already. */
  | { done: false; because: 'no-costs' | 'sealed'; day: Day };

export type PublishingOptions = {
  store: Store;
  ledger: Ledger;
  /** Milliseconds since 1970. */
  now: () => number;
  /** As many random bytes as asked for. */
  random: (length: number) => Uint8Array;
  costs: () => Promise<Costs>;
};

/**
 * Publishes the day that is over, in UTC, with what the ledger wrote since the last time: a seal, the sums that tell of
 * nobody, and what changed of costs and rates. All in one transaction, so that a process may die anywhere; a day that was
 * published, or lies before one that was, is left alone.
 */
export async function publishGap({
  store,
  ledger,
  now,
  random,
  costs,
}: PublishingOptions): Promise<Published> {
  const at = now();
  const day = daysLater(dayOf(at), -1);
  return store.transaction(async (db): Promise<Published> => {
    const said = await costs();
    const found = await readHeld(db);
    if (found !== null) requireSame(found, said);
    const begun = found?.about.play === 1 && !said.play ? null : found;
    if (begun === null && said.costs.length === 0) return { done: false, because: 'no-costs', day };
    if (day <= (begun?.book.seals.at(-1)?.day ?? '')) return { done: false, because: 'sealed', day };
    const held =
      begun ??
      (await begin(db, ledger, { costs: said, day, number: (found?.about.number ?? 0) + 1, random }));
    const taken = await receiptsSince(ledger, held, (await lastLooked(db, held.about.number)) ?? 0);
    const record = prepared(held.record, said, { day, month: monthOf(dayOf(at)) });
    const postings = taken.map(({ posting }) => posting).filter((posting) => posting !== null);
    const withGranules = granulesSaid(record, said, [...held.book.postings, ...postings]);
    const next = publish({ record: withGranules, book: held.book, postings, day, sha256 });
    await addPublished(db, held, next, {
      entries: taken.flatMap(({ id, posting }) => (posting === null ? [] : [id])),
      last: taken.at(-1)?.id ?? (await lastLooked(db, held.about.number)) ?? 0,
    });
    const lines = next.record.lines.slice(held.record.lines.length);
    return {
      done: true,
      day,
      postings: postings.length,
      sums: lines.filter((line) => line.kind === 'sum'),
      waiting: next.waiting,
    };
  });
}

/** Sums in one currency cannot go on in another, and no play money may come among real money. */
function requireSame({ about }: Held, said: Costs): void {
  if (about.play === 1 && !said.play) return;
  if (about.currency !== said.currency)
    throw new SupportError(
      'setting',
      `The figure is published in ${about.currency}; a record cannot go on in ${said.currency}, so set "costs.currency" back`,
    );
  if (about.play === 0 && said.play)
    throw new SupportError(
      'setting',
      'The published figure counts real money; play money cannot come into it, so set "costs.play" back',
    );
}

async function begin(
  db: Store['db'],
  ledger: Ledger,
  from: { costs: Costs; day: Day; number: number; random: PublishingOptions['random'] },
): Promise<Held> {
  const { costs, day, number, random } = from;
  const seed = random(32);
  const about = {
    number,
    seed: Buffer.from(seed).toString('hex'),
    currency: costs.currency,
    play: costs.play ? 1 : 0,
    begun_on: `${monthOf(day)}-01`,
    after: (await ledger.head()).id,
  };
  await db.insertInto('gap_book').values(about).execute();
  return {
    about,
    record: { currency: costs.currency, lines: [] },
    book: { seed, postings: [], seals: [] },
  };
}

const receiptOptions = ({ play }: Held['about']): ReceiptOptions => (play === 1 ? { rails: RAILS } : {});

/**
 * Whether the book holds what the ledger says: each posting is what its entry changed of what came in, and none is missing
 * up to the last seal. Reads the whole ledger.
 *
 * @throws GapError `not_sealed` which names the first entry that differs
 */
export async function checkAgainstLedger(
  { store, ledger }: Pick<PublishingOptions, 'store' | 'ledger'>,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<{ entries: number }> {
  const held = await readHeld(store.db);
  if (held === null) return { entries: 0 };
  const { book } = held;
  const last = (await lastLooked(store.db, held.about.number)) ?? 0;
  const { id: total } = await ledger.head();
  let [next, entries] = [0, 0];
  for await (const page of ledger.entries()) {
    for (const { id, posting } of receiptsOf(held, page)) {
      if (id > last) break;
      entries = id;
      if (posting === null) continue;
      const kept = book.postings[next++];
      if (kept === undefined || !samePosting(kept, posting))
        throw new GapError(
          'not_sealed',
          `Entry ${id} of the ledger is not what the book of the figure has of it`,
        );
    }
    progress(entries, total);
  }
  if (next !== book.postings.length)
    throw new GapError('not_sealed', 'The book of the figure has postings of which the ledger knows nothing');
  return { entries };
}

const samePosting = (one: GapPosting, other: GapPosting): boolean =>
  one.day === other.day &&
  one.currency === other.currency &&
  one.net === other.net &&
  one.contribution === other.contribution &&
  one.movement === other.movement;

function receiptsOf({ about }: Held, page: readonly Written[]): { id: number; posting: GapPosting | null }[] {
  const options = receiptOptions(about);
  return page.map((written) => {
    // What was given before the paper told its figure is no part of the month in which it begins to.
    const before = written.id <= about.after && written.entry.day < about.begun_on;
    return { id: written.id, posting: before ? null : receiptOf(written, options) };
  });
}

/** Everything the ledger wrote after an entry, with what it changed of what came in. */
async function receiptsSince(ledger: Ledger, held: Held, after: number) {
  const taken: { id: number; posting: GapPosting | null }[] = [];
  for await (const page of ledger.entries(after)) taken.push(...receiptsOf(held, page));
  return taken;
}

/** What has to be said before the day's seal: costs that changed, and rates. */
function prepared(record: GapRecord, said: Costs, { day, month }: { day: Day; month: string }): GapRecord {
  const lines: Line[] = [];
  let cost = record.lines.findLast((line) => line.kind === 'cost');
  for (const each of new Set([monthOf(day), month])) {
    const amount = monthlyCost(said, each);
    // What was said of a month stays; a change within it holds from the next one.
    if (amount === cost?.amount || each <= (cost?.month ?? '')) continue;
    cost = { kind: 'cost', month: each, amount };
    lines.push(cost);
  }
  for (const { currency, units, over } of said.rates) {
    const last = record.lines.findLast((line) => line.kind === 'rate' && line.currency === currency);
    if (last?.kind === 'rate' && last.units === units && last.over === over) continue;
    lines.push({ kind: 'rate', day, currency, units, over });
  }
  return extended(record, ...lines);
}

/** A granule is said once, before the first sum of its currency. */
function granulesSaid(record: GapRecord, said: Costs, postings: readonly { currency: string }[]): GapRecord {
  const known = new Set(record.lines.flatMap((line) => (line.kind === 'granule' ? [line.currency] : [])));
  const fresh = [...new Set(postings.map(({ currency }) => currency))]
    .filter((one) => !known.has(one))
    .sort();
  return extended(
    record,
    ...fresh.map((currency): Line => ({ kind: 'granule', currency, amount: granuleOf(said, currency) })),
  );
}
