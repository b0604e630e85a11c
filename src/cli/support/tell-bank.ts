import { basename } from 'node:path';
import type { FileReport, Reconciliation, Waiting, Why } from '#support';
import { decimal, type Minor, minor, printedIban } from '#support';
import type { Out } from '../out.ts';
import type { Imported } from './import-bank.ts';

/** What became of a line, for people. */
const STATES: Record<string, string> = {
  payment: 'contributions',
  refund: 'given back',
  'refund-failed': 'came back again',
  'payout-arrived': 'payouts of other rails',
  'bank-charge': 'charges of the bank',
  interest: 'interest',
  spent: 'paid out for something else',
  unmatched: 'wait for a person',
};

const WHYS: Record<Why, string> = {
  'no-reference': 'no reference in it',
  'unknown-reference': 'a reference that nobody has',
  mistyped: 'a slip in the reference',
  several: 'references of several contributions',
  return: 'given back by a bank, and not known what',
  'payout-back': 'taken back by a rail',
};

const money = (amount: Minor, currency: string): string => `${decimal(amount, currency)} ${currency}`;

export function tellImport(out: Out, { dryRun, files, waiting, books }: Imported): void {
  const sound = files.filter(({ fault }) => fault === null);
  out.line(out.bold(`${dryRun ? 'Would take' : 'Took'} ${sound.length} of ${counted(files.length, 'file')}`));
  out.table(
    sound.map((file) => [
      basename(file.file),
      spanOf(file),
      String(Object.values(file.fresh).reduce((sum, count) => sum + count, 0)),
      String(file.known),
      String(file.statements.reduce((sum, { pending }) => sum + pending, 0)),
    ]),
    ['file', 'days', 'new lines', 'known', 'not booked yet'],
  );
  for (const { file, fault } of files)
    if (fault !== null) out.line(`${out.bad('✗')} ${basename(file)}: ${fault.message}`);
  const fresh = new Map<string, number>();
  for (const file of sound)
    for (const [state, count] of Object.entries(file.fresh))
      fresh.set(state, (fresh.get(state) ?? 0) + count);
  if (fresh.size > 0) {
    out.line();
    out.table(
      [...fresh].map(([state, count]) => [STATES[state] ?? state, String(count)]),
      ['what the new lines are', ''],
    );
  }
  tellBooks(out, books);
  const denied = sound.reduce((sum, file) => sum + file.denied, 0);
  if (denied > 0)
    out.line(
      `${out.bad('!')} ${counted(denied, 'line')} came from a country that the rules refuse: write to nobody about ${denied === 1 ? 'it' : 'them'}; docs/SUPPORT.md tells what to do`,
    );
  if (waiting > 0 && !dryRun)
    out.line(
      out.dim(`  longwave support bank queue   shows the ${counted(waiting, 'line')} that nobody knows`),
    );
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function spanOf({ statements }: FileReport): string {
  const days = statements.flatMap(({ balances }) => balances);
  const from = days.map(({ openingOn }) => openingOn).sort()[0] ?? '';
  const until =
    days
      .map(({ closingOn }) => closingOn)
      .sort()
      .at(-1) ?? '';
  return `${from} – ${until}`;
}

function tellBooks(out: Out, { accounts, currencies }: Reconciliation): void {
  if (accounts.length === 0) return;
  out.line();
  out.table(
    accounts.map(({ account, currency, openingOn, opening, lines, closingOn, closing, missing }) => [
      missing === 0 ? out.good('✓') : out.bad('✗'),
      shownAccount(account),
      `${openingOn}  ${money(opening, currency)}`,
      money(lines, currency),
      `${closingOn}  ${money(closing, currency)}`,
      missing === 0 ? 'to the cent' : `${money(missing, currency)} apart`,
    ]),
    ['', 'account', 'opening', 'lines', 'closing', ''],
  );
  for (const { gaps, numbers, currency } of accounts) {
    for (const { after, before, amount } of gaps)
      out.line(
        `${out.bad('✗')} Between ${after} and ${before} ${money(amount, currency)} are missing; import the statement between them`,
      );
    if (numbers.missing.length > 0)
      out.line(`· Statements with these numbers were not imported: ${numbers.missing.join(', ')}`);
    if (numbers.twice.length > 0)
      out.line(`· Two different statements bear the same number: ${numbers.twice.join(', ')}`);
  }
  for (const { currency, ledger, bank, apart } of currencies) {
    if (apart !== 0)
      out.line(
        `${out.bad('✗')} The ledger has ${money(ledger, currency)} and the lines come to ${money(bank, currency)}: ${money(apart, currency)} were booked otherwise`,
      );
    else out.line(`${out.good('✓')} The ledger has what the lines come to: ${money(ledger, currency)}`);
  }
}

const shownAccount = (account: string): string => printedIban(account as Parameters<typeof printedIban>[0]);

export function tellQueue(out: Out, lines: readonly Waiting[]): void {
  if (lines.length === 0) return out.line('Nothing waits');
  out.table(
    lines.map(({ id, day, amount, currency, bankReference, country, denied, why, meant }) => [
      id.slice(0, 8),
      day,
      money(minor(amount), currency),
      bankReference ?? '',
      `${country ?? ''}${denied ? ' !' : ''}`,
      why === null ? 'paid out' : `${WHYS[why]}${meant === null ? '' : `: ${meant}?`}`,
    ]),
    ['line', 'day', 'amount', 'the bank’s name of it', 'from', 'why'],
  );
  if (lines.some(({ denied }) => denied))
    out.line('! The rules refuse that country: write to nobody about it');
}
