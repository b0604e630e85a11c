import { digitsOf } from '../../../ledger/currencies.ts';
import { type Day, daysLater, isDay } from '../../../ledger/days.ts';
import { minor, type Minor, negative, parseDecimal } from '../../../ledger/minor.ts';
import { TransferError } from '../error.ts';
import { child, type Element, textAt } from './tree.ts';

/* What single elements of a statement say, or why they say nothing. */

/** As the ledger's own limit, so that what is read can be booked. */
const MOST = 1e14;
const DAYS_AHEAD = 31;

export interface Amount {
  amount: Minor;
  currency: string;
}

/** The amount of an element `Amt`, never below zero: which way it went is said beside it. */
export function amountOf(element: Element): Amount {
  const { currency, line } = element;
  const text = element.text.trim();
  if (currency === null || digitsOf(currency) === null)
    throw new TransferError(
      'money',
      `"${currency ?? ''}" is no currency (line ${line}); ask the bank what it means`,
      {
        line,
      },
    );
  const amount = /^[0-9.]+$/.test(text) ? parseDecimal(text.replace(/^\./, '0.'), currency) : null;
  if (amount === null || amount > MOST) {
    const why = text.startsWith('-') ? 'it is below zero' : `it is no number of ${currency}`;
    throw new TransferError(
      'money',
      `The amount "${text.slice(0, 40)}" cannot be read (line ${line}): ${why}`,
      {
        line,
      },
    );
  }
  return { amount, currency };
}

/** Above zero for what came, below for what went. */
export function signed(amount: Minor, within: Element): Minor {
  const indicator = required(within, 'CdtDbtInd');
  const text = indicator.text.trim();
  if (text === 'CRDT') return amount;
  if (text === 'DBIT') return negative(amount);
  throw new TransferError(
    'element',
    `"CdtDbtInd" holds "${text.slice(0, 40)}" and neither CRDT nor DBIT (line ${indicator.line})`,
    { line: indicator.line },
  );
}

export function required(within: Element, name: string): Element {
  const found = child(within, name);
  if (found !== null) return found;
  throw new TransferError(
    'element',
    `"${within.name}" has no "${name}" (line ${within.line}), so the statement is not whole; download it again`,
    { line: within.line },
  );
}

/**
 * The day of an element with a date or a moment in it, as the bank's own calendar has it. `today` is the day now: what
 * lies more than a month ahead is no day that a bank has booked.
 */
export function dayOf(element: Element, today: Day): Day {
  const text = textAt(element, 'Dt') ?? textAt(element, 'DtTm') ?? '';
  const day = /^(\d{4}-\d\d-\d\d)(?:$|[TZ+-])/.exec(text)?.[1] ?? '';
  const { line } = element;
  if (!isDay(day))
    throw new TransferError('day', `"${text.slice(0, 40)}" is no day of the calendar (line ${line})`, {
      line,
    });
  if (day > daysLater(today, DAYS_AHEAD))
    throw new TransferError(
      'day',
      `The day ${day} lies more than a month ahead (line ${line}); is the clock right?`,
      {
        line,
      },
    );
  return day;
}

/** The sum of what a bank took for it, in one currency; above zero for what it took. */
export function chargesOf(elements: readonly Element[], currency: string): Minor {
  let total = 0;
  for (const charges of elements) {
    const records = charges.children.filter(({ name }) => name === 'Rcrd');
    for (const record of records.length === 0 ? [charges] : records) {
      const found = child(record, 'Amt');
      if (found === null || found.currency !== currency) continue;
      const { amount } = amountOf(found);
      total += textAt(record, 'CdtDbtInd') === 'CRDT' ? negative(amount) : amount;
    }
  }
  return minor(total);
}
