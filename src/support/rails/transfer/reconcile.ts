import { type Kysely, sql } from 'kysely';
import type { BankStatementTable, Schema } from '#store';
import type { Ledger } from '../../ledger/ledger.ts';
import { minor, type Minor } from '../../ledger/minor.ts';
import { inOrder } from './order.ts';

/** What one account has in one currency, by its statements. */
export interface AccountState {
  account: string;
  currency: string;
  opening: Minor;
  openingOn: string;
  /** The sum of all lines, each counted once. */
  lines: Minor;
  closing: Minor;
  closingOn: string;
  /** What the last statement has more than the lines account for; 0: to the cent. */
  missing: Minor;
  /** Between which statements it is missing. */
  gaps: { after: string; before: string; amount: Minor }[];
  /** Numbers of statements that were not imported, and such that two different ones bear. */
  numbers: { missing: number[]; twice: number[] };
}

export interface CurrencyState {
  currency: string;
  /** What the ledger has in `assets:rail:transfer`. */
  ledger: Minor;
  /** What all accounts come to, by their statements' lines. */
  bank: Minor;
  /** What the ledger has more; not 0 where something else than statements was booked there. */
  apart: Minor;
}

export interface Reconciliation {
  accounts: AccountState[];
  currencies: CurrencyState[];
  /** Every account adds up to its last statement, and the ledger to all of them. */
  toTheCent: boolean;
}

type Row = Omit<BankStatementTable, 'id'> & { id: number };

export async function reconcile(
  db: Kysely<Schema>,
  ledger: Pick<Ledger, 'balances'>,
): Promise<Reconciliation> {
  const rows = await db.selectFrom('bank_statement').selectAll().execute();
  const sums = await db
    .selectFrom('bank_line')
    .select(['account', 'currency', sql<number>`CAST(sum(amount) AS bigint)`.as('amount')])
    .groupBy(['account', 'currency'])
    .execute();
  const groups = Map.groupBy(rows, ({ account, currency }) => `${account} ${currency}`);
  const accounts = [...groups.keys()].sort().flatMap((key) => {
    const statements = groups.get(key) ?? [];
    const sum = sums.find(({ account, currency }) => key === `${account} ${currency}`)?.amount ?? 0;
    return accountState(statements, minor(sum));
  });
  const currencies = await currencyStates(accounts, ledger);
  const toTheCent =
    accounts.every(({ missing }) => missing === 0) && currencies.every(({ apart }) => apart === 0);
  return { accounts, currencies, toTheCent };
}

function accountState(statements: readonly Row[], lines: Minor): AccountState[] {
  const first = inOrder(statements, 'opening_on')[0];
  const ordered = inOrder(statements, 'closing_on');
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return [];
  const missing = minor(last.closing - first.opening - lines);
  return [
    {
      account: first.account,
      currency: first.currency,
      opening: minor(first.opening),
      openingOn: first.opening_on,
      lines,
      closing: minor(last.closing),
      closingOn: last.closing_on,
      missing,
      gaps: missing === 0 ? [] : gapsIn(ordered),
      numbers: numbersIn(ordered),
    },
  ];
}

function gapsIn(ordered: readonly Row[]): AccountState['gaps'] {
  return ordered.flatMap((next, at) => {
    const before = ordered[at - 1];
    if (before === undefined || next.opening === before.closing || next.opening_on < before.closing_on)
      return [];
    return [
      { after: before.closing_on, before: next.opening_on, amount: minor(next.opening - before.closing) },
    ];
  });
}

/** More than this between two numbers is another way of counting, such as one that begins anew each year. */
const MOST_MISSING = 60;

function numbersIn(ordered: readonly Row[]): AccountState['numbers'] {
  const [missing, twice] = [new Set<number>(), new Set<number>()];
  const there = new Set(ordered.flatMap(({ number }) => number ?? []));
  const numbered = ordered.flatMap(({ number, opening_on: from, closing_on: until }) =>
    number === null ? [] : [{ number, from, until }],
  );
  for (const [at, { number, from, until }] of numbered.entries()) {
    const before = numbered[at - 1];
    if (before === undefined) continue;
    if (before.number === number && (before.from !== from || before.until !== until)) twice.add(number);
    if (number - before.number > MOST_MISSING) continue;
    for (let lost = before.number + 1; lost < number; lost++) if (!there.has(lost)) missing.add(lost);
  }
  return { missing: [...missing], twice: [...twice] };
}

async function currencyStates(
  accounts: readonly AccountState[],
  ledger: Pick<Ledger, 'balances'>,
): Promise<CurrencyState[]> {
  const balances = await ledger.balances();
  const currencies = [...new Set(accounts.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const held = balances.find((one) => one.account === 'assets:rail:transfer' && one.currency === currency);
    const bank = accounts
      .filter((one) => one.currency === currency)
      .reduce((sum, { opening, lines }) => sum + opening + lines, 0);
    const amount = held?.amount ?? minor(0);
    return { currency, ledger: amount, bank: minor(bank), apart: minor(amount - bank) };
  });
}
