import { type Kysely, sql } from 'kysely';
import type { Schema } from '#store';
import { type Account, isAccount } from './chart.ts';
import { type Day, lastDay, type Month } from './days.ts';
import { LedgerError } from './error.ts';
import { minor, type Minor } from './minor.ts';

/** What an account holds in one currency. */
export interface Balance {
  account: Account;
  currency: string;
  amount: Minor;
}

export interface Span {
  /** Booked on this day or later. */
  from?: Day;
  /** Booked in this month or before. */
  throughMonth?: Month;
}

/** In the order of accounts and currencies; accounts at zero are left out. */
export async function balancesOf(db: Kysely<Schema>, span: Span = {}): Promise<Balance[]> {
  let query = db
    .selectFrom('ledger_posting as p')
    .select(['p.account', 'p.currency', sql<number>`CAST(sum(p.amount) AS bigint)`.as('amount')])
    .groupBy(['p.account', 'p.currency'])
    .orderBy('p.account')
    .orderBy('p.currency');
  if (span.from !== undefined || span.throughMonth !== undefined)
    query = query.innerJoin('ledger_transaction as t', 't.id', 'p.transaction_id');
  if (span.from !== undefined) query = query.where(sql<boolean>`t.booked_on >= ${span.from}`);
  if (span.throughMonth !== undefined)
    query = query.where(sql<boolean>`t.booked_on <= ${lastDay(span.throughMonth)}`);
  const rows = await query.execute();
  return rows
    .filter(({ amount }) => amount !== 0)
    .map(({ account, currency, amount }) => ({ account: known(account), currency, amount: minor(amount) }));
}

/** An account as the trial balance lists it; `opening + change = closing`. */
export interface TrialLine {
  account: Account;
  currency: string;
  opening: Minor;
  change: Minor;
  closing: Minor;
}

/** Every account that has or had something up to the month's end. Each column adds up to nothing in each currency. */
export async function trialBalanceOf(db: Kysely<Schema>, month: Month): Promise<TrialLine[]> {
  const closing = await balancesOf(db, { throughMonth: month });
  const change = await balancesOf(db, { from: `${month}-01`, throughMonth: month });
  const lines = new Map<string, TrialLine>();
  const lineOf = ({ account, currency }: Balance): TrialLine => {
    const key = `${account} ${currency}`;
    const line = lines.get(key) ?? { account, currency, opening: ZERO, change: ZERO, closing: ZERO };
    lines.set(key, line);
    return line;
  };
  for (const balance of closing) lineOf(balance).closing = balance.amount;
  for (const balance of change) lineOf(balance).change = balance.amount;
  for (const line of lines.values()) line.opening = minor(line.closing - line.change);
  return [...lines.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
}

const ZERO = minor(0);

export interface StatementLine {
  id: number;
  bookedOn: Day;
  valueOn: Day;
  kind: string;
  rail: string;
  source: string;
  amount: Minor;
  /** What the account holds after this line. */
  balance: Minor;
}

export interface Statement {
  account: Account;
  currency: string;
  month: Month;
  opening: Minor;
  lines: StatementLine[];
  closing: Minor;
}

/** What moved on an account in a month, in the order of booking; one statement for each of its currencies. */
export async function statementsOf(db: Kysely<Schema>, account: Account, month: Month): Promise<Statement[]> {
  if (!isAccount(account)) throw noAccount(account);
  const trial = (await trialBalanceOf(db, month)).filter((line) => line.account === account);
  const rows = await db
    .selectFrom('ledger_posting as p')
    .innerJoin('ledger_transaction as t', 't.id', 'p.transaction_id')
    .select(['t.id', 't.booked_on', 't.value_on', 't.kind', 't.rail', 't.source', 'p.currency', 'p.amount'])
    .where('p.account', '=', account)
    .where('t.booked_on', '>=', `${month}-01`)
    .where('t.booked_on', '<=', lastDay(month))
    .orderBy('t.booked_on')
    .orderBy('t.id')
    .execute();
  return trial.map(({ currency, opening, closing }) => {
    let balance = opening;
    const lines = rows
      .filter((row) => row.currency === currency)
      .map(({ id, booked_on: bookedOn, value_on: valueOn, kind, rail, source, amount }) => {
        balance = minor(balance + amount);
        return { id, bookedOn, valueOn, kind, rail, source, amount: minor(amount), balance };
      });
    return { account, currency, month, opening, lines, closing };
  });
}

function known(account: string): Account {
  if (isAccount(account)) return account;
  throw noAccount(account);
}

function noAccount(account: string): LedgerError {
  return new LedgerError('account', `'${account}' is no account of the chart; list the accounts to find it`);
}
