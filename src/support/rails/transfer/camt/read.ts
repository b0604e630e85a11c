import type { Day } from '../../../ledger/days.ts';
import { TransferError } from '../error.ts';
import { type Detail, detailOf, type EntryOptions, type Line, linesOf, MOST_DETAILS } from './entry.ts';
import { Reading, type Statement } from './statement.ts';
import { textOf } from './text.ts';
import { type Element, type Heard, Tree } from './tree.ts';

export type Told =
  | { kind: 'line'; line: Line; account: Statement['account'] }
  /** The statement of all lines since the one before; it adds up. */
  | { kind: 'statement'; statement: Statement };

export interface ReadOptions {
  /** The day now. */
  today: Day;
  /** Whose payout it is, by the payer's name and words, which nothing else is shown. Default: nobody's. */
  payoutOf?: EntryOptions['payoutOf'];
  /** Bytes read so far. */
  progress?: (bytes: number) => void;
}

/**
 * Reads camt.053 of the versions 2 to 10 as a stream: memory holds a piece of the file and one entry, whatever the size.
 * Lines come before it is known that their statement adds up, so who books them reads all of it once before. Throws a
 * TransferError with the line of the first fault.
 */
export async function* readStatements(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<Told> {
  const reader = new Reader(options);
  const tree = new Tree(reader);
  for await (const { text, bytes } of textOf(source)) {
    tree.write(text);
    options.progress?.(bytes);
    yield* reader.take();
  }
  tree.close();
  yield* reader.take();
}

class Reader implements Heard {
  readonly #options: ReadOptions;
  #told: Told[] = [];
  #reading: Reading | null = null;
  #details: Detail[] = [];
  /** The entry that the details are of. */
  #entry: Element | null = null;
  #statements = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  *take(): Generator<Told> {
    const told = this.#told;
    this.#told = [];
    yield* told;
  }

  begin(): void {
    this.#statements = 0;
  }

  end(line: number): void {
    if (this.#statements > 0) return;
    throw new TransferError(
      'empty',
      `The file holds a head and no statement ("Stmt" is missing before line ${line}); download it again, and ask the bank where it stays so`,
      { line },
    );
  }

  statement(begins: boolean, element: Element): void {
    if (begins) {
      this.#reading = new Reading(element, this.#options.today);
      return;
    }
    this.#told.push({ kind: 'statement', statement: this.#current().end() });
    this.#statements += 1;
    this.#reading = null;
  }

  balance(element: Element): void {
    this.#current().balance(element);
  }

  detail(element: Element, entry: Element): void {
    if (this.#entry !== entry) this.#details = [];
    this.#entry = entry;
    if (this.#details.length === MOST_DETAILS)
      throw new TransferError(
        'large',
        `An entry has more than ${MOST_DETAILS} details (line ${element.line}); ask the bank for shorter batches`,
        { line: element.line },
      );
    this.#details.push(detailOf(element, entry, this.#entryOptions()));
  }

  entry(element: Element): void {
    const reading = this.#current();
    const account = reading.requireAccount();
    const lines = linesOf(element, this.#entry === element ? this.#details : [], this.#entryOptions());
    this.#entry = null;
    this.#details = [];
    if (lines === null) return reading.pending();
    for (const line of lines) {
      reading.add(line);
      if (line.amount !== 0) this.#told.push({ kind: 'line', line, account });
    }
  }

  #entryOptions(): EntryOptions {
    const { today, payoutOf = () => null } = this.#options;
    return { today, payoutOf, own: this.#current().account };
  }

  #current(): Reading {
    if (this.#reading === null) throw new Error('An element of a statement outside of one');
    return this.#reading;
  }
}
