import type { Kysely } from 'kysely';
import type { Schema } from '#store';
import { ACCOUNTS, type Account } from './chart.ts';
import { type Closing, closings } from './closing.ts';
import { digitsOf } from './currencies.ts';
import { lastDay } from './days.ts';
import { decimal } from './minor.ts';
import { pagesOf, type Written } from './read.ts';

/** hledger's types of accounts; `V` is where currencies are changed into each other. */
const TYPES: [start: string, type: string][] = [
  ['assets:', 'A'],
  ['liabilities:', 'L'],
  ['income:', 'R'],
  ['expenses:', 'X'],
  ['equity:exchange', 'V'],
  ['equity:', 'E'],
];

/**
 * The whole ledger in the format of plain-text accounting, which hledger reads: every account and currency is declared,
 * each entry stands on its day of booking with its value date behind `=`, and every closing asserts its balances, so
 * that hledger computes them a second time. In pieces.
 */
export async function* journalOf(db: Kysely<Schema>): AsyncGenerator<string, void, undefined> {
  const closed = await closings(db);
  const used = await db
    .selectFrom('ledger_posting')
    .select('currency')
    .distinct()
    .orderBy('currency')
    .execute();
  yield header(used.map(({ currency }) => currency));
  for await (const page of pagesOf(db)) yield page.map(entryText).join('');
  yield closed.map(closingText).join('');
}

function header(currencies: readonly string[]): string {
  const accounts = ACCOUNTS.map((account) => `account ${account}  ; type: ${typeOf(account)}`);
  const commodities = currencies.map((currency) => {
    const digits = digitsOf(currency) ?? 0;
    return `commodity 1000.${'0'.repeat(digits)} ${currency}`;
  });
  return ['; The ledger of a newsroom', 'decimal-mark .', ...accounts, ...commodities, '', ''].join('\n');
}

function typeOf(account: Account): string {
  return TYPES.find(([start]) => account.startsWith(start))?.[1] ?? 'E';
}

function entryText({ id, bookedOn, entry, chain }: Written): string {
  const { day, kind, rail, source, about, reason, postings } = entry;
  const dates = bookedOn === day ? bookedOn : `${bookedOn}=${day}`;
  const tags = [`chain:${chain}`];
  if (about !== null) tags.push(`about:${about}`);
  if (reason !== null) tags.push(`reason:${reason}`);
  const lines = postings.map(
    ({ account, currency, amount }) => `    ${account}  ${decimal(amount, currency)} ${currency}`,
  );
  return [`${dates} * (${id}) ${kind} ${rail}/${source}  ; ${tags.join(', ')}`, ...lines, '', ''].join('\n');
}

function closingText({ month, balances, digest }: Closing): string {
  const lines = balances.map(
    ({ account, currency, amount }) =>
      `    ${account}  0 ${currency} = ${decimal(amount, currency)} ${currency}`,
  );
  return [`${lastDay(month)} * closing ${month}  ; closing:${digest}`, ...lines, '', ''].join('\n');
}
