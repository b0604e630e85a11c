import type { Kysely } from 'kysely';
import type { BankLineTable, Schema, Store } from '#store';
import { minor, type Minor } from '../../ledger/minor.ts';
import type { Why } from './decide.ts';
import { TransferError } from './error.ts';
import { readReference, type Reference } from './reference.ts';
import { move } from './back.ts';

/** A line that waits for a person. Who paid stands on the bank's own page, under the bank's own name of it. */
export interface Waiting {
  id: string;
  day: string;
  /** Above zero for what came. */
  amount: Minor;
  currency: string;
  account: string;
  bankReference: string | null;
  /** Of the other bank. */
  country: string | null;
  /** The rules refuse that country: nothing may be written to whoever sent it. */
  denied: boolean;
  /** Null for what was paid out of the account. */
  why: Why | null;
  /** The reference that may have been meant. */
  meant: string | null;
}

/** What a person says that a line is. */
export type Said =
  | { as: 'contribution'; reference: string }
  | { as: 'other-income' }
  | { as: 'bank-charge' }
  /** Money of our own from another account, or what came by mistake and goes back. */
  | { as: 'own-transfer' | 'not-ours' };
export const IGNORED = ['own-transfer', 'not-ours'] as const;

export interface Matched {
  id: string;
  contribution: string | null;
  /** Other lines of the same payer that had waited, and are matched with it. */
  more: number;
}

/** The oldest first. @param spent also what was paid out of the account, which waits for nobody */
export async function waitingLines(db: Kysely<Schema>, { spent = false } = {}): Promise<Waiting[]> {
  const rows = await db
    .selectFrom('bank_line')
    .leftJoin('contribution', 'contribution.id', 'bank_line.meant')
    .selectAll('bank_line')
    .select('contribution.reference')
    .where('bank_line.state', 'in', spent ? ['unmatched', 'spent'] : ['unmatched'])
    .orderBy('bank_line.day')
    .orderBy('bank_line.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    day: row.day,
    amount: minor(row.amount),
    currency: row.currency,
    account: row.account,
    bankReference: row.bank_reference,
    country: row.country,
    denied: row.denied === 1,
    why: row.why as Why | null,
    meant: row.reference,
  }));
}

/**
 * Writes down what a person says of a line that waits, or of one that was paid out.
 *
 * @param name the line's, or its beginning
 * @throws TransferError `line`, `matched`, `reference`
 */
export async function matchLine(
  { store, now }: { store: Store; now: () => number },
  name: string,
  said: Said,
): Promise<Matched> {
  return await store.transaction(async (db) => {
    const row = await lineBy(db, name);
    if (row.state !== 'unmatched' && row.state !== 'spent')
      throw new TransferError(
        'matched',
        `The line "${row.id}" is booked as "${row.state}"; it waits for nobody`,
      );
    if (said.as !== 'contribution') {
      await move(db, { row, kind: said.as, contribution: null, at: now() });
      return { id: row.id, contribution: null, more: 0 };
    }
    const contribution = await contributionBy(db, said.reference);
    const { id } = contribution;
    await move(db, { row, kind: kindOf(row), contribution: id, at: now() });
    const keeps = row.payer !== null && row.amount > 0 && contribution.rhythm !== 'once';
    return { id: row.id, contribution: id, more: keeps ? await remember(db, { row, id, at: now() }) : 0 };
  });
}

function kindOf({ amount, why }: BankLineTable): string {
  if (amount < 0) return 'refund';
  return why === 'return' ? 'refund-failed' : 'payment';
}

/** From now on the payer's lines are known without a reference; so are those that waited. */
async function remember(
  db: Kysely<Schema>,
  { row, id, at }: { row: BankLineTable; id: string; at: number },
): Promise<number> {
  const payer = row.payer ?? '';
  await db
    .insertInto('bank_payer')
    .values({ payer, contribution: id, at })
    .onConflict((conflict) => conflict.column('payer').doUpdateSet({ contribution: id, at }))
    .execute();
  const others = await db
    .selectFrom('bank_line')
    .selectAll()
    .where('payer', '=', payer)
    .where('state', '=', 'unmatched')
    .where('why', '=', 'no-reference')
    .where('amount', '>', 0)
    .execute();
  for (const other of others) await move(db, { row: other, kind: 'payment', contribution: id, at });
  return others.length;
}

async function lineBy(db: Kysely<Schema>, name: string): Promise<BankLineTable> {
  const beginning = name.trim().toLowerCase();
  const rows = /^[0-9a-f-]{4,40}$/.test(beginning)
    ? await db.selectFrom('bank_line').selectAll().where('id', 'like', `${beginning}%`).limit(2).execute()
    : [];
  const [row, other] = rows;
  const exact = rows.find(({ id }) => id === beginning);
  if (exact !== undefined) return exact;
  if (row !== undefined && other === undefined) return row;
  throw new TransferError(
    'line',
    row === undefined
      ? `No line begins with "${name}"; the queue lists those that wait`
      : `Several lines begin with "${name}"; write more of it`,
  );
}

async function contributionBy(
  db: Kysely<Schema>,
  text: string,
): Promise<{ id: string; reference: Reference; rhythm: string }> {
  const reference = readReference(text);
  if (reference === null)
    throw new TransferError(
      'reference',
      `"${text}" is no reference: its check digits do not fit, so something is mistyped; look at the bank's page again`,
    );
  const row = await db
    .selectFrom('contribution')
    .select(['id', 'rhythm'])
    .where('reference', '=', reference)
    .executeTakeFirst();
  if (row !== undefined) return { ...row, reference };
  throw new TransferError(
    'reference',
    `No contribution has the reference "${reference}"; it may have been forgotten`,
  );
}
