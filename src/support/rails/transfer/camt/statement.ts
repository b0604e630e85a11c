import { type Day } from '../../../ledger/days.ts';
import { decimal, minor, type Minor } from '../../../ledger/minor.ts';
import { TransferError } from '../error.ts';
import { type Iban, ibanOf } from '../iban.ts';
import { balanceOf, type Line } from './entry.ts';
import { child, type Element, textAt } from './tree.ts';

/** What a statement says of one currency; it adds up: `opening` and all lines are `closing`. */
export interface Balances {
  currency: string;
  opening: Minor;
  openingOn: Day;
  closing: Minor;
  closingOn: Day;
}

export interface Statement {
  /** Of the file, from 1. */
  at: number;
  account: Iban;
  /** The bank's own name of it; null where it is of no form that a name has. */
  name: string | null;
  /** Its number in the order of the bank's statements of this account. */
  number: number | null;
  /** When the bank made it, to the second; only for the order of statements of one day. */
  made: string;
  balances: Balances[];
  lines: number;
  /** Announced and not booked: told and left. */
  pending: number;
}

/** A statement while it is read. */
export class Reading {
  readonly #element: Element;
  readonly #today: Day;
  readonly #balances: ReturnType<typeof balanceOf>[] = [];
  readonly #sums = new Map<string, { total: number; at: number }>();
  #lines = 0;
  #pending = 0;

  constructor(element: Element, today: Day) {
    this.#element = element;
    this.#today = today;
  }

  get account(): Iban | null {
    const text =
      textAt(this.#element, 'Acct', 'Id', 'IBAN') ?? textAt(this.#element, 'Acct', 'Id', 'Othr', 'Id');
    return text === null ? null : ibanOf(text);
  }

  /** Throws a TransferError `account` where there is none that can be compared. */
  requireAccount(): Iban {
    const { account } = this;
    if (account !== null) return account;
    const { line } = child(this.#element, 'Acct') ?? this.#element;
    const given =
      textAt(this.#element, 'Acct', 'Id', 'Othr', 'Id') ?? textAt(this.#element, 'Acct', 'Id', 'IBAN');
    throw new TransferError(
      'account',
      `The statement${given === null ? '' : ` is of "${given.slice(0, 40)}" and`} names no IBAN of an account (line ${line}); ask the bank for one that does`,
      { line },
    );
  }

  balance(element: Element): void {
    this.#balances.push(balanceOf(element, this.#today));
  }

  pending(): void {
    this.#pending += 1;
  }

  add({ currency, amount, at }: Line): void {
    this.#lines += 1;
    const sum = this.#sums.get(currency) ?? { total: 0, at };
    sum.total += amount;
    if (!Number.isSafeInteger(sum.total))
      throw new TransferError('money', `The amounts up to line ${at} are more than can be added up exactly`, {
        line: at,
      });
    this.#sums.set(currency, sum);
  }

  /** Throws a TransferError where it does not add up. */
  end(): Statement {
    const element = this.#element;
    const name = textAt(element, 'Id');
    const number = textAt(element, 'ElctrncSeqNb') ?? textAt(element, 'LglSeqNb');
    const made = textAt(element, 'CreDtTm') ?? '';
    const used = this.#balances.filter(({ code }) => /^(OPBD|PRCD|CLBD|ITBD)$/.test(code));
    const currencies = [...new Set([...used.map(({ currency }) => currency), ...this.#sums.keys()])];
    if (currencies.length === 0) throw this.#unbalanced('gives no balances and no entries');
    return {
      at: element.line,
      account: this.requireAccount(),
      name: name !== null && /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/.test(name) ? name : null,
      number: number !== null && /^\d{1,9}$/.test(number) ? Number(number) : null,
      made: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(made)?.[0] ?? '',
      balances: currencies.sort().map((currency) => this.#balancesIn(currency)),
      lines: this.#lines,
      pending: this.#pending,
    };
  }

  #balancesIn(currency: string): Balances {
    const of = (code: string) =>
      this.#balances.filter((one) => one.currency === currency && one.code === code);
    const between = of('ITBD');
    const opening = of('OPBD')[0] ?? of('PRCD')[0] ?? between[0];
    const closing = of('CLBD').at(-1) ?? between.findLast((one) => one !== opening);
    if (opening === undefined) throw this.#unbalanced(`has no opening balance (OPBD) in ${currency}`);
    if (closing === undefined) throw this.#unbalanced(`has no closing balance (CLBD) in ${currency}`);
    const total = this.#sums.get(currency)?.total ?? 0;
    const off = closing.amount - opening.amount - total;
    if (off !== 0) {
      const show = (value: number): string => `${decimal(minor(value), currency)} ${currency}`;
      throw this.#unbalanced(
        `does not add up: it opens with ${show(opening.amount)}, its entries come to ${show(total)}, and it closes with ${show(closing.amount)}, which is ${show(off)} apart`,
        closing.at,
      );
    }
    if (closing.day < opening.day)
      throw new TransferError(
        'day',
        `The statement closes on ${closing.day} and opens on ${opening.day}, which is later (line ${closing.at})`,
        { line: closing.at },
      );
    return {
      currency,
      opening: opening.amount,
      openingOn: opening.day,
      closing: closing.amount,
      closingOn: closing.day,
    };
  }

  #unbalanced(what: string, line = this.#element.line): TransferError {
    const name = textAt(this.#element, 'Id') ?? '';
    return new TransferError(
      'balance',
      `The statement "${name.slice(0, 64)}" ${what} (line ${line}), so nobody can tell whether it is whole; nothing of the file was booked, ask the bank for a camt.053 with booked balances`,
      { line },
    );
  }
}
