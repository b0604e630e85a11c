import { createHash, type Hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { insertMany, type Schema, type Store } from '#store';
import { dayOf } from '../../ledger/days.ts';
import type { Line } from './camt/entry.ts';
import { readStatements } from './camt/read.ts';
import type { Statement } from './camt/statement.ts';
import { TransferError, type TransferErrorCode } from './error.ts';
import { type Iban, printedIban } from './iban.ts';
import type { PayerKey } from './identity.ts';
import { inOrder } from './order.ts';
import { type Bank, payoutBy } from './setting.ts';
import { openTaker, TOGETHER } from './take.ts';

/** A file that can be read twice. */
export interface StatementFile {
  name: string;
  bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface FileReport {
  file: string;
  statements: Statement[];
  /** Lines that were not there before, by what became of them, and such that were. */
  fresh: Record<string, number>;
  known: number;
  /** Of the new ones, from a country that the rules refuse. */
  denied: number;
  /** Why nothing of the file was taken. */
  fault: { code: TransferErrorCode; message: string; line: number | null } | null;
}

export interface ImportParts {
  store: Store;
  bank: Bank;
  key: PayerKey | null;
  denied: (country: string) => boolean;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Of all files, each of which is read twice. */
  progress?: (done: number, total: number, file: string) => void;
}

/**
 * Takes statements: each file whole or not at all, each line once, whichever files tell of it. Files are taken in the
 * order of their statements, so that what is given back finds what it gives back.
 */
export async function importFiles(
  parts: ImportParts,
  files: readonly StatementFile[],
): Promise<FileReport[]> {
  const total = files.reduce((sum, { bytes }) => sum + 2 * bytes, 0);
  let before = 0;
  const watched = (file: StatementFile) => {
    const start = before;
    before += file.bytes;
    return (done: number) => parts.progress?.(start + Math.min(done, file.bytes), total, file.name);
  };
  const examined: { file: StatementFile; at: string; report: FileReport; digest: string }[] = [];
  for (const file of files) {
    const report = emptyReport(file.name);
    const digest = await guarded(report, () => examine(parts, { file, report, told: watched(file) }));
    const at =
      report.statements.flatMap(({ balances }) => balances.map(({ closingOn }) => closingOn)).sort()[0] ?? '';
    examined.push({ file, at, report, digest: digest ?? '' });
  }
  const sound = examined.filter(({ report }) => report.fault === null);
  for (const { file, report, digest } of sound.toSorted((one, next) =>
    one.at < next.at ? -1 : one.at > next.at ? 1 : 0,
  ))
    await guarded(report, () =>
      parts.store.transaction((db) => takeFile(parts, { db, file, report, digest, told: watched(file) })),
    );
  return examined.map(({ report }) => report);
}

function emptyReport(file: string): FileReport {
  return { file, statements: [], fresh: {}, known: 0, denied: 0, fault: null };
}

async function guarded<T>(report: FileReport, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    const { code, message, line } = error;
    Object.assign(report, { ...emptyReport(report.file), fault: { code, message, line } });
    return null;
  }
}

type Looked = { file: StatementFile; report: FileReport; told: (bytes: number) => unknown };

/** The first time: whether all of it is sound, and ours. @returns what the file's bytes are known by */
async function examine(parts: ImportParts, { file, report, told }: Looked): Promise<string> {
  const hash = createHash('sha256');
  for await (const one of readStatements(hashed(file, hash), { today: dayOf(parts.now()), progress: told })) {
    if (one.kind !== 'statement') continue;
    requireOurs(parts.bank, one.statement);
    report.statements.push(one.statement);
  }
  return hash.digest('hex');
}

/** The second time: what the first has found sound is taken. */
async function takeFile(
  parts: ImportParts,
  { db, file, report, digest, told }: Looked & { db: Kysely<Schema>; digest: string },
): Promise<void> {
  const hash = createHash('sha256');
  const options = {
    today: dayOf(parts.now()),
    progress: told,
    payoutOf: payoutBy(parts.bank.payouts),
  };
  const { key, denied } = parts;
  const at = parts.now();
  let taker = openTaker({ db, key, denied, at });
  let waiting: Line[] = [];
  const flush = async (account: Iban): Promise<void> => {
    const taken = await taker.take(account, waiting);
    waiting = [];
    for (const { line, known } of taken) {
      if (known) report.known += 1;
      else {
        report.fresh[line.state] = (report.fresh[line.state] ?? 0) + 1;
        report.denied += line.denied;
      }
    }
  };
  const accounts = new Map<string, { account: string; currency: string }>();
  for await (const one of readStatements(hashed(file, hash), options)) {
    if (one.kind === 'line') {
      waiting.push(one.line);
      if (waiting.length === TOGETHER) await flush(one.account);
      continue;
    }
    const { statement } = one;
    await flush(statement.account);
    taker = openTaker({ db, key, denied, at });
    await keepStatement(db, statement, at);
    for (const { currency } of statement.balances)
      accounts.set(`${statement.account} ${currency}`, { account: statement.account, currency });
  }
  if (hash.digest('hex') !== digest)
    throw new TransferError('unreadable', `"${file.name}" was changed while it was read; import it again`);
  for (const which of accounts.values()) await keepOpening(db, which, at);
}

async function* hashed(file: StatementFile, hash: Hash): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of file.open()) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    if (error instanceof TransferError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new TransferError('unreadable', `"${file.name}" cannot be read (${why})`, { cause: error });
  }
}

function requireOurs({ accounts }: Bank, { account, balances, at }: Statement): void {
  const own = accounts.filter(({ iban }) => iban === account);
  if (own.length === 0)
    throw new TransferError(
      'account',
      accounts.length === 0
        ? `No account of the newsroom is named yet; the file is of ${printedIban(account)} (line ${at}), name it first if it is yours`
        : `The file is of the account ${printedIban(account)} (line ${at}), which is none of the newsroom's; choose the right account at the bank`,
      { line: at },
    );
  const foreign = balances.find(({ currency }) => !own.some((one) => one.currency === currency));
  if (foreign !== undefined)
    throw new TransferError(
      'account',
      `The file has ${foreign.currency} on the account ${printedIban(account)} (line ${at}), which is named for ${own.map(({ currency }) => currency).join(', ')} alone; name it for ${foreign.currency} too`,
      { line: at },
    );
}

async function keepStatement(db: Kysely<Schema>, statement: Statement, at: number): Promise<void> {
  const { account, name, number, made, lines, balances } = statement;
  const rows = balances.map(({ currency, opening, openingOn, closing, closingOn }) => {
    const said = {
      account,
      currency,
      name,
      number,
      made,
      opening_on: openingOn,
      opening,
      closing_on: closingOn,
      closing,
      lines,
    };
    const digest = createHash('sha256')
      .update(JSON.stringify(Object.values(said)))
      .digest('hex');
    return { ...said, digest, imported_at: at };
  });
  await insertMany(db, 'bank_statement', rows, { ignore: true });
}

/** What was there before the first statement; an earlier statement that comes later changes it by the difference. */
async function keepOpening(
  db: Kysely<Schema>,
  { account, currency }: { account: string; currency: string },
  at: number,
): Promise<void> {
  const rows = await db
    .selectFrom('bank_statement')
    .selectAll()
    .where('account', '=', account)
    .where('currency', '=', currency)
    .execute();
  const [first] = inOrder(rows, 'opening_on');
  const booked = await db
    .selectFrom('bank_movement')
    .select('amount')
    .where('kind', '=', 'opening')
    .where('account', '=', account)
    .where('currency', '=', currency)
    .execute();
  if (first === undefined) return;
  const amount = first.opening - booked.reduce((sum, one) => sum + one.amount, 0);
  if (amount === 0) return;
  const which = createHash('sha256').update(`${account} ${currency}`).digest('hex').slice(0, 20);
  await db
    .insertInto('bank_movement')
    .values({
      source: `opening-${which}-${booked.length + 1}`,
      line: null,
      kind: 'opening',
      account,
      currency,
      amount,
      fee: 0,
      day: first.opening_on,
      about: null,
      contribution: null,
      sender: null,
      at,
    })
    .execute();
}
