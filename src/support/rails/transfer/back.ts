import type { Kysely } from 'kysely';
import type { BankLineTable, Schema } from '#store';
import type { Known } from './decide.ts';

type Db = Kysely<Schema>;

/** What a line gives back: the newest movement the other way of the same amount that was not given back yet. */
export async function originalOf(
  db: Db,
  row: BankLineTable,
  contributions: readonly string[],
): Promise<Known['original']> {
  const kind = row.amount < 0 ? 'payment' : 'refund';
  const found = await db
    .selectFrom('bank_movement as m')
    .innerJoin('bank_line as l', 'l.id', 'm.line')
    .select(['m.source', 'm.contribution'])
    .where('m.kind', '=', kind)
    .where('m.account', '=', row.account)
    .where('m.currency', '=', row.currency)
    .where('m.amount', '=', -row.amount)
    .where('m.day', '<=', row.day)
    .where('m.contribution', 'is not', null)
    .where((where) =>
      where.or([
        ...(contributions.length === 1 ? [where('m.contribution', '=', contributions[0] ?? '')] : []),
        ...(row.bank_reference === null ? [] : [where('l.bank_reference', '=', row.bank_reference)]),
        ...(row.payer === null ? [] : [where('l.payer', '=', row.payer)]),
      ]),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('bank_movement as back')
            .select('back.id')
            .whereRef('back.about', '=', 'm.source')
            .where('back.kind', '=', kind === 'payment' ? 'refund' : 'refund-failed'),
        ),
      ),
    )
    .orderBy('m.day', 'desc')
    .orderBy('m.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (found === undefined || found.contribution === null) return null;
  return { source: found.source, contribution: found.contribution, kind };
}

/** Takes a line from where it waited to what it is: two entries, so that what was written stays. */
export async function move(
  db: Kysely<Schema>,
  {
    row,
    kind,
    contribution,
    at,
  }: { row: BankLineTable; kind: string; contribution: string | null; at: number },
): Promise<void> {
  const { id, account, currency, day } = row;
  const original = contribution === null ? null : await originalOf(db, row, [contribution]);
  const plain = { line: id, account, currency, day, sender: null, at };
  await db
    .insertInto('bank_movement')
    .values([
      {
        ...plain,
        source: `${id}.out`,
        kind: row.state,
        amount: -row.amount,
        fee: 0,
        about: id,
        contribution: null,
      },
      {
        ...plain,
        source: `${id}.in`,
        kind,
        amount: row.amount,
        fee: kind === 'payment' || kind === 'refund' ? row.fee : 0,
        about: original?.source ?? null,
        contribution,
      },
    ])
    .execute();
  await db
    .updateTable('bank_line')
    .set({ state: kind, why: null, meant: null, contribution })
    .where('id', '=', id)
    .execute();
}

/**
 * Lines that had gone out, or come back, before what they give back was known: an earlier statement that comes later
 * tells it.
 */
export async function settleBack(db: Db, fresh: readonly BankLineTable[], at: number): Promise<void> {
  const given = fresh.filter(({ state }) => state === 'payment' || state === 'refund');
  const payers = given.flatMap(({ payer }) => payer ?? []);
  const names = given.flatMap(({ bank_reference: name }) => name ?? []);
  const contributions = given.flatMap(({ contribution }) => contribution ?? []);
  if (given.length === 0) return;
  const rows = await db
    .selectFrom('bank_line')
    .selectAll()
    .where('state', 'in', ['spent', 'unmatched'])
    .where((where) => where.or([where('state', '=', 'spent'), where('why', '=', 'return')]))
    .where((where) =>
      where.or([
        where('meant', 'in', contributions),
        ...(payers.length === 0 ? [] : [where('payer', 'in', payers)]),
        ...(names.length === 0 ? [] : [where('bank_reference', 'in', names)]),
      ]),
    )
    .orderBy('day')
    .orderBy('id')
    .execute();
  const moved: BankLineTable[] = [];
  for (const row of rows) {
    const original = await originalOf(db, row, row.meant === null ? [] : [row.meant]);
    if (original === null) continue;
    const { contribution } = original;
    const kind = original.kind === 'payment' ? 'refund' : 'refund-failed';
    await move(db, { row, kind, contribution, at });
    moved.push({ ...row, state: kind, contribution });
  }
  // What was given back may have come back.
  await settleBack(db, moved, at);
}
