import { GapError } from './error.ts';
import {
  CODE,
  DAY,
  HASH,
  linesOf,
  MONTH,
  NUMBER,
  requireDate,
  requireNumber,
  SIGNED,
  written,
} from './words.ts';

/** One line of the published record. Days are yyyy-mm-dd, months yyyy-mm, amounts minor units. */
export type Line =
  /** What a month costs, by commitment, from this month on. In the record's currency. */
  | { kind: 'cost'; month: string; amount: number }
  /** Sums in this currency are published in multiples of it only; said once, before the first of them. */
  | { kind: 'granule'; currency: string; amount: number }
  /** From this day on, `over` minor units of the currency count as `units` of the record's own. */
  | { kind: 'rate'; day: string; currency: string; units: number; over: number }
  /** All that the private book held at the end of this day, hidden and fixed; hex. */
  | { kind: 'seal'; day: string; hash: string }
  /** What came in, net, in this currency: under the seal before it, and under no earlier sum. */
  | { kind: 'sum'; day: string; currency: string; amount: number };

/** What everybody may read; it only ever grows at its end. */
export interface GapRecord {
  /** The currency of costs and figure. */
  currency: string;
  lines: readonly Line[];
}

const FIRST = 'longwave gap';

const FORMS: { [K in Line['kind']]: RegExp } = {
  cost: new RegExp(`^cost (${MONTH}) (${NUMBER})$`),
  granule: new RegExp(`^granule (${CODE}) (${NUMBER})$`),
  rate: new RegExp(`^rate (${DAY}) (${CODE}) (${NUMBER}) (${NUMBER})$`),
  seal: new RegExp(`^seal (${DAY}) (${HASH})$`),
  sum: new RegExp(`^sum (${DAY}) (${CODE}) (${SIGNED})$`),
};

/**
 * Reads a record. Strict: `recordText` of what comes back is the same text, byte for byte. Throws a GapError
 * `malformed`, `newer_format` or `order`, which names the line.
 */
export function parseRecord(text: string): GapRecord {
  const [second = '', ...rest] = linesOf(text, FIRST);
  const currency = new RegExp(`^currency (${CODE})$`).exec(second)?.[1];
  if (currency === undefined) throw new GapError('malformed', 'Line 2 of the record names no currency');
  const lines: Line[] = [];
  const state = begin(currency);
  for (const [at, each] of rest.entries())
    try {
      const line = parseLine(each);
      take(state, line);
      lines.push(line);
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      throw new GapError(error.code, `Line ${at + 3} of the record: ${error.message}`);
    }
  return { currency, lines };
}

export function recordText({ currency, lines }: GapRecord): string {
  return [`${FIRST} 1`, `currency ${currency}`, ...lines.map(lineText), ''].join('\n');
}

/** The record with lines added to its end. Throws as `parseRecord` does. */
export function extended(record: GapRecord, ...lines: readonly Line[]): GapRecord {
  return parseRecord(recordText({ currency: record.currency, lines: [...record.lines, ...lines] }));
}

/** Throws a GapError `rewritten` unless the later record is the earlier one with more lines, or the same. */
export function requireContinued(earlier: string, later: string): void {
  if (later.startsWith(earlier)) return;
  const lines = later.split('\n');
  const at = earlier.split('\n').findIndex((line, number) => line !== lines[number]);
  throw new GapError('rewritten', `Line ${at + 1} of the record was another when it was published before`);
}

function parseLine(text: string): Line {
  const kind = text.slice(0, text.indexOf(' '));
  const form = isKind(kind) ? FORMS[kind].exec(text) : null;
  if (form === null || !isKind(kind)) throw new GapError('malformed', `'${text}' says nothing`);
  const [, one = '', two = '', three = '', four = ''] = form;
  switch (kind) {
    case 'cost':
      return { kind, month: requireDate(one), amount: requireNumber(two) };
    case 'granule':
      return { kind, currency: one, amount: requireNumber(two) };
    case 'rate':
      return {
        kind,
        day: requireDate(one),
        currency: two,
        units: requireNumber(three),
        over: requireNumber(four),
      };
    case 'seal':
      return { kind, day: requireDate(one), hash: two };
    case 'sum':
      return { kind, day: requireDate(one), currency: two, amount: requireNumber(three) };
  }
}

function isKind(text: string): text is Line['kind'] {
  return Object.hasOwn(FORMS, text);
}

function lineText(line: Line): string {
  switch (line.kind) {
    case 'cost':
      return `cost ${line.month} ${written(line.amount)}`;
    case 'granule':
      return `granule ${line.currency} ${written(line.amount)}`;
    case 'rate':
      return `rate ${line.day} ${line.currency} ${written(line.units)} ${written(line.over)}`;
    case 'seal':
      return `seal ${line.day} ${line.hash}`;
    case 'sum':
      return `sum ${line.day} ${line.currency} ${written(line.amount)}`;
  }
}

interface State {
  currency: string;
  granules: Map<string, number>;
  /** The last day for each currency. */
  rates: Map<string, string>;
  cost: string;
  seal: string;
  /** The last currency that is summed under the seal. */
  summed: string;
}

function begin(currency: string): State {
  return { currency, granules: new Map(), rates: new Map(), cost: '', seal: '', summed: '' };
}

/** What was told stays: nothing is said of days that are over, and nothing twice. */
function take(state: State, line: Line): void {
  const require = (holds: boolean, why: string): void => {
    if (!holds) throw new GapError('order', why);
  };
  switch (line.kind) {
    case 'cost':
      require(line.month > state.cost, 'the cost of that month, or of a later one, stands already');
      require(line.month >= state.seal.slice(0, 7), 'the month is over');
      state.cost = line.month;
      return;
    case 'granule':
      require(!state.granules.has(line.currency), 'the granule of this currency stands already');
      require(line.amount > 0, 'a granule is more than nothing');
      state.granules.set(line.currency, line.amount);
      return;
    case 'rate':
      require(line.currency !== state.currency, "the record's own currency has no rate");
      require(line.units > 0 && line.over > 0, 'a rate is more than nothing');
      require(line.day > (state.rates.get(line.currency) ?? ''), 'a later rate stands already');
      require(line.day > state.seal, 'the day is over');
      state.rates.set(line.currency, line.day);
      return;
    case 'seal':
      require(line.day > state.seal, 'a later day is sealed already');
      [state.seal, state.summed] = [line.day, ''];
      return;
    case 'sum':
      require(line.day === state.seal, 'a sum follows the seal of its day');
      require(line.currency > state.summed, 'the currencies of a day come in order, each once');
      checkSum(state, line);
      state.summed = line.currency;
  }
}

function checkSum(state: State, { day, currency, amount }: Extract<Line, { kind: 'sum' }>): void {
  const granule = state.granules.get(currency);
  if (granule === undefined) throw new GapError('order', 'the granule of this currency is not said before');
  if (amount % granule !== 0) throw new GapError('malformed', `${amount} is no multiple of ${granule}`);
  if (currency !== state.currency && (state.rates.get(currency) ?? '9999') > day)
    throw new GapError('no_rate', `there is no rate of ${currency} on that day`);
}
