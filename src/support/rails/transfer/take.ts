import type { Kysely } from 'kysely';
import { type BankLineTable, type BankMovementTable, insertMany, type Schema } from '#store';
import type { Line } from './camt/entry.ts';
import { originalOf, settleBack } from './back.ts';
import { decideLine, type Known, type Verdict } from './decide.ts';
import type { Iban } from './iban.ts';
import { areOthers, baseOf, lineName, type PayerKey, payerOf } from './identity.ts';

type Db = Kysely<Schema>;
type NewMovement = Omit<BankMovementTable, 'id'>;

export interface TakeOptions {
  db: Db;
  key: PayerKey | null;
  /** Whether the rules refuse a country now. */
  denied: (country: string) => boolean;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Taken {
  line: BankLineTable;
  /** It was there before. */
  known: boolean;
}

/** Lines that are asked for and written at once. */
export const TOGETHER = 300;

/** Takes the lines of one statement; make another for the next one. */
export function openTaker({ db, key, denied, at }: TakeOptions) {
  /** Which of the lines that look the same were met in this statement. */
  const met = new Map<string, Set<number>>();

  async function take(account: Iban, lines: readonly Line[]): Promise<Taken[]> {
    const bases = lines.map((line) => baseOf(account, line));
    const stored = Map.groupBy(await linesBy(db, bases), ({ base }) => base);
    const fresh: { line: Line; row: BankLineTable }[] = [];
    const taken = lines.map((line, index): Taken => {
      const base = bases[index] ?? '';
      const same = stored.get(base) ?? [];
      stored.set(base, same);
      const seen = met.get(base) ?? new Set<number>();
      met.set(base, seen);
      const payer = payerOf(line.counterpart, key);
      const before = same.find((row) => !seen.has(row.ordinal) && !areOthers(row.payer, payer));
      if (before !== undefined) {
        seen.add(before.ordinal);
        return { line: before, known: true };
      }
      const ordinal = 1 + same.reduce((most, row) => Math.max(most, row.ordinal), 0);
      const row = blankRow(line, { base, ordinal, account, payer });
      seen.add(ordinal);
      same.push(row);
      fresh.push({ line, row });
      return { line: row, known: false };
    });
    await decideAll(fresh);
    return taken;
  }

  function blankRow(
    line: Line,
    {
      base,
      ordinal,
      account,
      payer,
    }: { base: string; ordinal: number; account: string; payer: string | null },
  ): BankLineTable {
    const { currency, day, amount, fee, bankReference, country } = line;
    return {
      id: lineName(base, ordinal),
      base,
      ordinal,
      account,
      currency,
      day,
      amount,
      fee,
      bank_reference: bankReference,
      country,
      payer,
      denied: country !== null && denied(country) ? 1 : 0,
      state: 'unmatched',
      why: null,
      contribution: null,
      meant: null,
    };
  }

  async function decideAll(fresh: readonly { line: Line; row: BankLineTable }[]): Promise<void> {
    const byReference = await contributionsBy(
      db,
      fresh.flatMap(({ line }) => [...line.references, ...line.inWords, ...line.meant]),
    );
    const payers = await contributionsOfPayers(
      db,
      fresh.flatMap(({ row }) => row.payer ?? []),
    );
    const found = (references: readonly string[]): string[] => [
      ...new Set(references.flatMap((reference) => byReference.get(reference) ?? [])),
    ];
    // What is given back in the same statement as it came has to be there to be found.
    let movements: NewMovement[] = [];
    let rows: BankLineTable[] = [];
    const write = async (): Promise<void> => {
      await insertMany(db, 'bank_line', rows);
      await insertMany(db, 'bank_movement', movements);
      [rows, movements] = [[], []];
    };
    for (const { line, row } of fresh) {
      const inField = found(line.references);
      const contributions = inField.length > 0 ? inField : found(line.inWords);
      const seeks = line.amount < 0 || line.back;
      if (seeks) await write();
      const known: Known = {
        contributions,
        meant: found(line.meant),
        payer: row.payer === null ? null : (payers.get(row.payer) ?? null),
        original: seeks ? await originalOf(db, row, contributions) : null,
      };
      const verdict = decideLine(line, known);
      Object.assign(row, settled(verdict));
      rows.push(row);
      movements.push(movementOf(row, verdict, at));
    }
    await write();
    await settleBack(
      db,
      fresh.map(({ row }) => row),
      at,
    );
  }

  return { take };
}

function settled(verdict: Verdict): Pick<BankLineTable, 'state' | 'why' | 'contribution' | 'meant'> {
  return {
    state: verdict.state,
    why: 'why' in verdict ? verdict.why : null,
    contribution: 'contribution' in verdict ? verdict.contribution : null,
    meant: 'meant' in verdict ? verdict.meant : null,
  };
}

function movementOf(row: BankLineTable, verdict: Verdict, at: number): NewMovement {
  const { id, account, currency, amount, fee, day } = row;
  return {
    source: id,
    line: id,
    kind: verdict.state,
    account,
    currency,
    amount,
    fee: verdict.state === 'payment' || verdict.state === 'refund' ? fee : 0,
    day,
    about: 'about' in verdict ? verdict.about : null,
    contribution: 'contribution' in verdict ? verdict.contribution : null,
    sender: 'sender' in verdict ? verdict.sender : null,
    at,
  };
}

async function linesBy(db: Db, bases: readonly string[]): Promise<BankLineTable[]> {
  if (bases.length === 0) return [];
  return await db
    .selectFrom('bank_line')
    .selectAll()
    .where('base', 'in', [...new Set(bases)])
    .orderBy('ordinal')
    .execute();
}

async function contributionsBy(db: Db, references: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const wanted = [...new Set(references)];
  for (let from = 0; from < wanted.length; from += TOGETHER) {
    const rows = await db
      .selectFrom('contribution')
      .select(['id', 'reference'])
      .where('reference', 'in', wanted.slice(from, from + TOGETHER))
      .execute();
    for (const { id, reference } of rows) if (reference !== null) found.set(reference, id);
  }
  return found;
}

async function contributionsOfPayers(db: Db, payers: readonly string[]): Promise<Map<string, string>> {
  if (payers.length === 0) return new Map();
  const rows = await db
    .selectFrom('bank_payer')
    .select(['payer', 'contribution'])
    .where('payer', 'in', [...new Set(payers)])
    .execute();
  return new Map(rows.map(({ payer, contribution }) => [payer, contribution]));
}
