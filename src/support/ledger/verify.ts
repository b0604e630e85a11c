import type { Kysely } from 'kysely';
import type { Schema } from '#store';
import { balancesOf } from './balances.ts';
import { isAccount, isRail } from './chart.ts';
import { balancesText, bookingDay } from './closing.ts';
import { digitsOf } from './currencies.ts';
import { chainOf, closingDigestOf, createContentHash, digestOf, GENESIS } from './digest.ts';
import type { Entry } from './entry.ts';
import { LedgerError } from './error.ts';
import { lastEntry, pagesOf, type Written } from './read.ts';

/** A place that is known from elsewhere: what a closing, an export or a published proof said. */
export interface Anchor {
  id: number;
  chain: string;
}

export interface Verified {
  entries: number;
  /** The last entry's; see decision 19. */
  chain: string;
  content: string;
  closings: number;
}

/**
 * Reads the whole ledger and computes everything anew: postings, digests, chain, days of booking, closings, content.
 * Throws a LedgerError `wrong` that names the first entry, then the first closing, that is not what was written.
 *
 * The chain alone cannot tell that the last entries were cut off, or that all of it was written anew by somebody who can
 * write to the database: pass `anchors` that were kept elsewhere.
 */
export async function verifyLedger(
  db: Kysely<Schema>,
  anchors: readonly Anchor[] = [],
  progress: (done: number, total: number) => void = () => undefined,
): Promise<Verified> {
  const { id: total } = await lastEntry(db);
  const closed = await db
    .selectFrom('ledger_closing')
    .select(['month', 'last_id'])
    .orderBy('month')
    .execute();
  let chain = GENESIS;
  let entries = 0;
  for await (const page of pagesOf(db)) {
    progress(entries, total);
    for (const written of page) {
      entries += 1;
      chain = check(written, { id: entries, chain, closed });
      const anchor = anchors.find(({ id }) => id === entries);
      if (anchor !== undefined && anchor.chain !== chain)
        throw wrong(entries, 'it was another when it was told of outside');
    }
  }
  await checkLoose(db, entries);
  const missing = anchors.find(({ id }) => id > entries);
  if (missing !== undefined) throw wrong(entries + 1, `it is gone, and so is all up to entry ${missing.id}`);
  const closings = await checkClosings(db, entries);
  return { entries, chain, content: await contentHashOf(db), closings };
}

function check(
  { entry, digest, chain, bookedOn, id, positions }: Written,
  due: { id: number; chain: string; closed: readonly { month: string; last_id: number }[] },
): string {
  if (id !== due.id) throw wrong(due.id, `entry ${id} stands in its place`);
  const fault = faultOf(entry, positions);
  if (fault !== null) throw wrong(id, fault);
  if (digestOf(entry) !== digest) throw wrong(id, 'it says something else than when it was written');
  const then = due.closed.findLast((closing) => closing.last_id < id)?.month ?? null;
  if (bookingDay(entry.day, then) !== bookedOn) throw wrong(id, `it cannot be booked on ${bookedOn}`);
  const next = chainOf(due.chain, { id, bookedOn, digest });
  if (next !== chain) throw wrong(id, 'the chain is broken at it');
  return next;
}

function faultOf({ rail, postings }: Entry, positions: readonly number[]): string | null {
  if (!isRail(rail)) return `there is no rail '${String(rail)}'`;
  const totals = new Map<string, number>();
  if (positions.some((position, index) => position !== index) || positions.length < 2)
    return 'a posting is missing or was added';
  for (const { account, currency, amount } of postings) {
    if (!isAccount(account)) return `there is no account '${String(account)}'`;
    if (digitsOf(currency) === null) return `there is no currency '${currency}'`;
    totals.set(currency, (totals.get(currency) ?? 0) + amount);
  }
  const off = [...totals].find(([, total]) => total !== 0);
  return off === undefined ? null : `its postings in ${off[0]} are off by ${off[1]}`;
}

/** Postings of entries that are not there. */
async function checkLoose(db: Kysely<Schema>, entries: number): Promise<void> {
  const loose = await db
    .selectFrom('ledger_posting')
    .select('transaction_id')
    .where((where) => where.or([where('transaction_id', '>', entries), where('transaction_id', '<', 1)]))
    .orderBy('transaction_id')
    .limit(1)
    .executeTakeFirst();
  if (loose !== undefined) throw wrong(loose.transaction_id, 'it has postings and is not there itself');
}

async function checkClosings(db: Kysely<Schema>, entries: number): Promise<number> {
  let before = GENESIS;
  const rows = await db.selectFrom('ledger_closing').selectAll().orderBy('month').execute();
  for (const { month, last_id: lastId, head, balances_json: balances, digest } of rows) {
    const say = (what: string) => new LedgerError('wrong', `The closing of ${month} is wrong: ${what}`);
    before = closingDigestOf(before, { month, lastId, head, balances });
    if (before !== digest) throw say('it is not what was written');
    if (lastId > entries) throw say(`entry ${lastId}, the last then, is gone`);
    const last = await db
      .selectFrom('ledger_transaction')
      .select('chain')
      .where('id', '=', lastId)
      .executeTakeFirst();
    if ((last?.chain ?? GENESIS) !== head) throw say(`the chain at entry ${lastId} was another`);
    if (balancesText(await balancesOf(db, { throughMonth: month })) !== balances)
      throw say('the balances were others');
  }
  return rows.length;
}

/**
 * One hash of all that the ledger says, whatever order it arrived in and however months were closed between: two
 * ledgers with the same movements have the same. See decision 19.
 */
export async function contentHashOf(db: Kysely<Schema>): Promise<string> {
  const hash = createContentHash();
  let after: { rail: string; source: string } | null = null;
  for (;;) {
    let query = db.selectFrom('ledger_transaction').select(['rail', 'source', 'digest']);
    if (after !== null) {
      const { rail, source } = after;
      query = query.where((where) =>
        where.or([
          where('rail', '>', rail),
          where.and([where('rail', '=', rail), where('source', '>', source)]),
        ]),
      );
    }
    const rows: { rail: string; source: string; digest: string }[] = await query
      .orderBy('rail')
      .orderBy('source')
      .limit(PAGE)
      .execute();
    for (const { digest } of rows) hash.add(digest);
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE || after === null) return hash.end();
  }
}

const PAGE = 5000;

function wrong(id: number, what: string): LedgerError {
  return new LedgerError('wrong', `Entry ${id} of the ledger is wrong: ${what}`);
}
