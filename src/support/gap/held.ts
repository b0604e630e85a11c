import {
  bookText,
  type GapBook,
  type GapPosting,
  type GapRecord,
  parseBook,
  parseRecord,
  recordText,
} from '#gap';
import type { GapBookTable, Store } from '#store';

type Db = Store['db'];

/** A book and the record that stands over it. */
export type Held = { about: GapBookTable; record: GapRecord; book: GapBook };

const header = (currency: string): string => `longwave gap 1\ncurrency ${currency}\n`;

/** The text that is published: as it was, byte for byte. Null before the first publication. */
export async function readRecord(db: Db): Promise<{ about: GapBookTable; text: string } | null> {
  const about = await db
    .selectFrom('gap_book')
    .selectAll()
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (about === undefined) return null;
  const lines = await db
    .selectFrom('gap_line')
    .select('text')
    .where('book', '=', about.number)
    .orderBy('number')
    .execute();
  return { about, text: header(about.currency) + lines.map(({ text }) => `${text}\n`).join('') };
}

/**
 * The private side of it, as text: what an auditor is handed.
 *
 * @returns null before the first publication
 */
export async function readBook(db: Db): Promise<{ about: GapBookTable; text: string } | null> {
  const found = await readRecord(db);
  if (found === null) return null;
  const { about } = found;
  const [postings, seals] = [
    await db
      .selectFrom('gap_posting')
      .select('text')
      .where('book', '=', about.number)
      .orderBy('number')
      .execute(),
    await db
      .selectFrom('gap_seal')
      .select(['day', 'size'])
      .where('book', '=', about.number)
      .orderBy('number')
      .execute(),
  ];
  const lines = ['longwave gap book 1', `seed ${about.seed}`];
  let from = 0;
  for (const { day, size } of seals) {
    // A row that is missing shows as a book that is not what was sealed.
    for (; from < Math.min(size, postings.length); from++) lines.push(postings[from]?.text ?? '');
    lines.push(`seal ${day}`);
  }
  for (; from < postings.length; from++) lines.push(postings[from]?.text ?? '');
  return { about, text: `${lines.join('\n')}\n` };
}

/** Both, read strictly. Throws a GapError for rows that this room would not have written. */
export async function readHeld(db: Db): Promise<Held | null> {
  const [record, book] = [await readRecord(db), await readBook(db)];
  if (record === null || book === null) return null;
  return { about: record.about, record: parseRecord(record.text), book: parseBook(book.text) };
}

/** The last entry of the ledger that a publication has looked at; null before the first seal. */
export async function lastLooked(db: Db, book: number): Promise<number | null> {
  const { entry } = await db
    .selectFrom('gap_seal')
    .select((select) => select.fn.max('entry').as('entry'))
    .where('book', '=', book)
    .executeTakeFirstOrThrow();
  return entry;
}

/** What a publication adds: everything that is not there yet. */
export async function addPublished(
  db: Db,
  before: Held,
  after: Pick<Held, 'record' | 'book'>,
  taken: { entries: readonly number[]; last: number },
): Promise<void> {
  const book = before.about.number;
  const said = linesOf(after.record).slice(before.record.lines.length);
  const first = before.book.postings.length;
  const texts = postingsOf(after.book.postings.slice(first));
  const lines = said.map((text, at) => ({ book, number: before.record.lines.length + at, text }));
  const postings = texts.map((text, at) => ({
    book,
    number: first + at,
    entry: taken.entries[at] ?? 0,
    text,
  }));
  const seals = after.book.seals
    .map(({ day, size }, number) => ({ book, number, day, size, entry: taken.last }))
    .slice(before.book.seals.length);
  for (const some of chunks(lines)) await db.insertInto('gap_line').values(some).execute();
  for (const some of chunks(postings)) await db.insertInto('gap_posting').values(some).execute();
  if (seals.length > 0) await db.insertInto('gap_seal').values(seals).execute();
}

const linesOf = (record: GapRecord): string[] => recordText(record).split('\n').slice(2, -1);

const postingsOf = (postings: readonly GapPosting[]): string[] =>
  bookText({ seed: new Uint8Array(32), postings, seals: [] })
    .split('\n')
    .slice(2, -1);

const ROWS = 500;

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS);
}
