import type { Day } from '../../../ledger/days.ts';
import { minor, type Minor, negative } from '../../../ledger/minor.ts';
import { type Iban, ibanOf } from '../iban.ts';
import { findReferences, type Reference } from '../reference.ts';
import { type Amount, amountOf, chargesOf, dayOf, required, signed } from './facts.ts';
import { child, type Element, textAt, within } from './tree.ts';

/** What a bank takes and gives by itself. */
export type OfBank = 'charge' | 'interest';

/** One movement on the account, with no word of who made it. */
export interface Line {
  /** Of the file, from 1. */
  at: number;
  /** On which the bank booked it: its balances follow this day. */
  day: Day;
  /** Above zero for what came. */
  amount: Minor;
  currency: string;
  /** Of `amount`, what a bank on the way took, where the statement tells and it adds up; above zero. */
  fee: Minor;
  /** In the field that is made for it. */
  references: Reference[];
  /** In the payer's words. */
  inWords: Reference[];
  /** One character off: what may have been meant. */
  meant: Reference[];
  /** The bank's own name of it; null where it gives none, or one in which the payer can be read. */
  bankReference: string | null;
  /** The other account. Nobody but who makes a keyed hash of it may keep it. */
  counterpart: Iban | null;
  /** Of the bank that keeps it, where the statement tells. */
  country: string | null;
  /** Given back: a return by the other bank, or a reversal by ours. */
  back: boolean;
  bank: OfBank | null;
  /** The rail whose payout it is, by the words that were chosen for it. */
  payout: string | null;
}

export interface EntryOptions {
  today: Day;
  /** Our own account. */
  own: Iban | null;
  /** Whose payout it is, by the payer's name and words. */
  payoutOf: (words: string) => string | null;
}

/** What one detail of an entry says, reduced to what may be kept as soon as it is read. */
export type Detail = Omit<Line, 'day' | 'amount' | 'currency' | 'fee'> & {
  /** Gross, before charges; null where the detail does not say it in the entry's currency. */
  gross: Minor | null;
  charges: Minor;
};

/** Of one entry: a batch of more is one that a bank should have given in parts. */
export const MOST_DETAILS = 100_000;

/** @param entry the entry that it is in, as far as it was read */
export function detailOf(detail: Element, entry: Element, options: EntryOptions): Detail {
  const { currency } = amountOf(required(entry, 'Amt'));
  const sign = signed(minor(1), child(detail, 'CdtDbtInd') === null ? entry : detail);
  const gross = grossOf(detail, currency);
  return {
    at: detail.line,
    gross: gross === null ? null : sign < 0 ? negative(gross) : gross,
    charges: chargesOf(named(detail, 'Chrgs'), currency),
    ...saidBy(detail, entry, options),
  };
}

function grossOf(detail: Element, currency: string): Minor | null {
  const said = [
    child(detail, 'AmtDtls', 'TxAmt', 'Amt'),
    child(detail, 'Amt'),
    child(detail, 'AmtDtls', 'InstdAmt', 'Amt'),
  ];
  const found = said.find((element) => element?.currency === currency && element.text.trim() !== '');
  return found === undefined || found === null ? null : amountOf(found).amount;
}

function named(element: Element, name: string): Element[] {
  return element.children.filter((one) => one.name === name);
}

type Said = Omit<Detail, 'at' | 'gross' | 'charges'>;

function saidBy(detail: Element, entry: Element, { own, payoutOf }: EntryOptions): Said {
  const incoming = signed(minor(1), entry) > 0;
  const structured = within(detail, 'CdtrRefInf').flatMap((one) => textAt(one, 'Ref') ?? []);
  const loose = [
    ...within(detail, 'Ustrd'),
    ...within(detail, 'AddtlRmtInf'),
    ...named(detail, 'AddtlTxInf'),
    ...named(entry, 'AddtlNtryInf'),
  ].map(({ text }) => text);
  const end = textAt(detail, 'Refs', 'EndToEndId');
  const said = sought(structured, [...loose, ...(end === null ? [] : [end])]);
  const names = within(detail, 'Nm').map(({ text }) => text);
  const counterpart = counterpartOf(detail, incoming, own);
  const given = textAt(detail, 'Refs', 'AcctSvcrRef') ?? textAt(entry, 'AcctSvcrRef');
  return {
    ...said,
    bankReference: given === null ? null : withoutPayer(given, names, within(detail, 'IBAN')),
    counterpart,
    country: counterpart?.slice(0, 2) ?? bankCountryOf(detail, incoming),
    back: child(detail, 'RtrInf') !== null || /^(true|1)$/.test(textAt(entry, 'RvslInd') ?? ''),
    bank: ofBank([detail, entry]),
    payout: payoutOf([...names, ...structured, ...loose].join('\n')),
  };
}

function sought(
  structured: readonly string[],
  loose: readonly string[],
): Pick<Line, 'references' | 'inWords' | 'meant'> {
  const fields = structured.map(findReferences);
  // A bank breaks long words at its own width, also in the middle of a reference.
  const words = findReferences(loose.join(''));
  return {
    references: [...new Set(fields.flatMap(({ found }) => found))],
    inWords: words.found,
    meant: [...new Set([...fields.flatMap(({ meant }) => meant), ...words.meant])],
  };
}

function counterpartOf(detail: Element, incoming: boolean, own: Iban | null): Iban | null {
  const of = (name: string): Iban | null => {
    const text = textAt(detail, 'RltdPties', name, 'Id', 'IBAN');
    const iban = text === null ? null : ibanOf(text);
    return iban === own ? null : iban;
  };
  const [first, second] = incoming ? ['DbtrAcct', 'CdtrAcct'] : ['CdtrAcct', 'DbtrAcct'];
  // Of what came back, the bank names the parties as they were on the way out.
  return of(first) ?? (child(detail, 'RtrInf') === null ? null : of(second));
}

function bankCountryOf(detail: Element, incoming: boolean): string | null {
  const agent = child(detail, 'RltdAgts', incoming ? 'DbtrAgt' : 'CdtrAgt', 'FinInstnId');
  const bic = agent === null ? null : (textAt(agent, 'BICFI') ?? textAt(agent, 'BIC'));
  return /^[A-Z]{4}([A-Z]{2})[0-9A-Z]{2}([0-9A-Z]{3})?$/.exec(bic ?? '')?.[1] ?? null;
}

const BANK_CODES: Record<string, OfBank> = {
  CHRG: 'charge',
  COMM: 'charge',
  COME: 'charge',
  COMI: 'charge',
  COMT: 'charge',
  FEES: 'charge',
  INTR: 'interest',
};

function ofBank(elements: readonly Element[]): OfBank | null {
  for (const element of elements) {
    const code = textAt(element, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd');
    if (code !== null) return BANK_CODES[code] ?? null;
  }
  return null;
}

/** A bank's own name of a movement, unless a word of the payer's name, or the number of an account, is in it. */
function withoutPayer(given: string, names: readonly string[], ibans: readonly Element[]): string | null {
  const plain = given.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}$/.test(plain)) return null;
  const upper = plain.toUpperCase();
  const words = names
    .flatMap((name) => name.toUpperCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length > 2);
  const numbers = ibans.map(({ text }) => text.replaceAll(/\s/g, '').slice(-8).toUpperCase());
  return [...words, ...numbers.filter((number) => number.length === 8)].some((word) => upper.includes(word))
    ? null
    : plain;
}

/** The entry as lines, one for each detail where they add up to it; null where it is not booked yet. */
export function linesOf(entry: Element, details: readonly Detail[], options: EntryOptions): Line[] | null {
  const status = textAt(entry, 'Sts', 'Cd') ?? required(entry, 'Sts').text.trim();
  if (status !== 'BOOK') return null;
  const { amount: unsigned, currency } = amountOf(required(entry, 'Amt'));
  const amount = signed(unsigned, entry);
  const day = dayOf(required(entry, 'BookgDt'), options.today);
  const charges = chargesOf(named(entry, 'Chrgs'), currency);
  const plain = { at: entry.line, day, currency };
  const only = details[0] ?? { ...bareDetail(entry, options), gross: grossOf(entry, currency) };
  if (details.length > 1) {
    const parts = partsOf(details, amount);
    if (parts !== null)
      return parts.map((part) => ({ ...lineOf(part, day, currency), amount: part.gross, fee: minor(0) }));
    return [{ ...lineOf(together(details), day, currency), ...plain, amount, fee: minor(0) }];
  }
  const taken = minor(only.charges === 0 ? charges : only.charges);
  return [{ ...lineOf(only, day, currency), ...plain, amount, fee: feeOf(amount, only.gross, taken) }];
}

function lineOf(detail: Detail, day: Day, currency: string): Omit<Line, 'amount' | 'fee'> {
  const { gross: _gross, charges: _charges, ...said } = detail;
  return { ...said, day, currency };
}

function bareDetail(entry: Element, options: EntryOptions): Detail {
  const empty: Element = { name: 'TxDtls', line: entry.line, text: '', currency: null, children: [] };
  return detailOf(empty, entry, options);
}

/** A batch that adds up, with an amount for each of its details. */
function partsOf(details: readonly Detail[], amount: Minor): (Detail & { gross: Minor })[] | null {
  const parts = details.flatMap((one) =>
    one.gross === null || one.gross === 0 ? [] : [{ ...one, gross: one.gross }],
  );
  const total = parts.reduce((sum, { gross }) => sum + gross, 0);
  return total === amount && parts.length > 0 ? parts : null;
}

/** A batch that cannot be taken apart: what all of it has in common. */
function together(details: readonly Detail[]): Detail {
  const [first] = details;
  if (first === undefined) throw new Error('A batch has details');
  const same = <K extends keyof Detail>(key: K): boolean => details.every((one) => one[key] === first[key]);
  const borne = details.map(({ references, inWords }) => [...references, ...inWords]);
  return {
    ...first,
    references: borne.every((some) => some.length > 0) ? [...new Set(borne.flat())] : [],
    inWords: [],
    meant: [],
    bankReference: same('bankReference') ? first.bankReference : null,
    counterpart: same('counterpart') ? first.counterpart : null,
    country: same('country') ? first.country : null,
    back: details.some(({ back }) => back),
    payout: same('payout') ? first.payout : null,
    bank: same('bank') ? first.bank : null,
  };
}

/** What a bank took on the way, believed only where gross, charges and what came add up. */
function feeOf(amount: Minor, gross: Minor | null, charges: Minor): Minor {
  const fits = gross !== null && charges > 0 && Math.abs(gross) > charges && gross - charges === amount;
  return fits ? charges : minor(0);
}

/** The currency and the sum that a balance has, above zero for what is there. */
export function balanceOf(balance: Element, today: Day): Amount & { code: string; day: Day; at: number } {
  const { amount, currency } = amountOf(required(balance, 'Amt'));
  const code = textAt(balance, 'Tp', 'CdOrPrtry', 'Cd') ?? '';
  // A forecast may lie as far ahead as it likes.
  const day = /^(OPBD|PRCD|CLBD|ITBD)$/.test(code) ? dayOf(required(balance, 'Dt'), today) : today;
  return { amount: signed(amount, balance), currency, code, day, at: balance.line };
}
