import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Anchor } from '#support';
import type { Act, Call } from '../call.ts';
import { EXIT, Refusal, UsageError } from '../out.ts';
import { withBooks } from './with.ts';

export function defineLedger(command: Command, act: Act): void {
  command
    .command('export')
    .description(
      'Write the books as a table, as a journal of plain-text accounting, or the book under the figure',
    )
    .option('--csv <file>', 'a line for each posting, as spreadsheets read it')
    .option('--journal <file>', 'a journal that "hledger -f FILE check --strict" accepts')
    .option('--book <file>', 'the private book under the published figure, for an auditor alone')
    .addHelpText(
      'after',
      '\nExample:\n  longwave support ledger export --csv books.csv --journal books.journal\n',
    )
    .action(act((call: Call, options: Files) => exportBooks(call, options)));
  command
    .command('verify')
    .description('Compute every posting, hash, day of booking and closing anew')
    .option('--anchor <number:hash...>', 'entries with the chain after them, as they were kept outside')
    .addHelpText(
      'after',
      `
The chain alone does not tell that all of it was written anew by somebody who can write to the database. Keep what this
command and "ledger close" print outside of the house, and name it later.

Example:
  longwave support ledger verify --anchor 4711:9c0e…

Exit status: 0 right, 1 something is not what was written, 2 wrong usage.
`,
    )
    .action(act((call: Call, options: { anchor?: string[] }) => verify(call, options.anchor ?? [])));
  command
    .command('close <month>')
    .description('Close a month that is over, and all before it, for good')
    .addHelpText('after', '\nExample:\n  longwave support ledger close 2026-10\n')
    .action(act((call: Call, month: string) => close(call, month)));
}

type Files = { csv?: string; journal?: string; book?: string };

async function exportBooks(call: Call, options: Files): Promise<void> {
  const { out } = call;
  const wanted = Object.entries(options).flatMap(([name, file]) =>
    typeof file === 'string' ? [{ name, file }] : [],
  );
  if (wanted.length === 0) throw new UsageError('Name a file with --csv, --journal or --book');
  const taken = wanted.find(({ file }) => existsSync(resolve(file)));
  if (taken !== undefined)
    throw new Refusal(`"${taken.file}" is there already`, ['Name another file, or remove it first']);
  const written = await withBooks(
    call,
    async ({ ledger, gap }) => {
      const { id: total, chain } = await ledger.head();
      for (const { name, file } of wanted) {
        if (name === 'book') {
          const book = await gap.book();
          if (book === null)
            throw new Refusal('There is no book yet', ['Nothing of the figure was published so far']);
          await save(resolve(file), [book]);
        } else {
          const pieces = name === 'csv' ? ledger.csv() : ledger.journal();
          const bar = out.bar(`Writing ${name}`);
          await save(
            resolve(file),
            counted(pieces, (done) => bar.to(Math.min(done, total), total)),
          );
          bar.end();
        }
      }
      return { entries: total, head: { id: total, chain }, files: wanted.map(({ file }) => file) };
    },
    { reads: true },
  );
  out.result(written, () => {
    out.line(`${out.good('✓')} ${written.entries} entries, up to ${written.head.id}:${written.head.chain}`);
    for (const { name, file } of wanted) out.line(`  ${name.padEnd(8)}${file}`);
    if (options.book !== undefined)
      out.line('  The book tells of every contribution: hand it to nobody but an auditor');
  });
}

/** Pieces of an export are about a thousand entries each. */
async function* counted(
  pieces: AsyncIterable<string>,
  tell: (done: number) => void,
): AsyncGenerator<string, void, undefined> {
  let done = 0;
  for await (const piece of pieces) {
    yield piece;
    tell((done += 1000));
  }
}

/** Only its owner may read it; what is cut short does not stay. */
async function save(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

async function verify(call: Call, given: readonly string[]): Promise<number> {
  const { out } = call;
  const anchors = given.map(anchorOf);
  const { LedgerError } = await import('#support');
  return withBooks(
    call,
    async ({ ledger }) => {
      const bar = out.bar('Verifying the ledger');
      try {
        const verified = await ledger.verify(anchors, (done, total) => bar.to(done, total));
        bar.end();
        out.result({ right: true, ...verified }, () => {
          const { entries, chain, content, closings } = verified;
          out.line(`${out.good('✓')} ${entries} entries and ${closings} closings are what was written`);
          out.line(`  head     ${entries}:${chain}`);
          out.line(`  content  ${content}`);
          out.line(out.dim('  Keep the head outside of the house: "--anchor" holds the books to it later'));
        });
        return EXIT.done;
      } catch (error) {
        if (!(error instanceof LedgerError) || error.code !== 'wrong') throw error;
        bar.end();
        out.result({ right: false, why: error.message }, () => out.line(`${out.bad('✗')} ${error.message}`));
        return EXIT.refused;
      }
    },
    { reads: true },
  );
}

function anchorOf(text: string): Anchor {
  const [, id = '', chain = ''] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (id === '')
    throw new UsageError(`--anchor is "${text}"; give a number, a colon and 64 hexadecimal digits`);
  return { id: Number(id), chain };
}

async function close(call: Call, month: string): Promise<void> {
  const { out } = call;
  const closing = await withBooks(call, ({ ledger }) => ledger.close(month));
  const { decimal } = await import('#support');
  out.result(closing, () => {
    out.line(`${out.good('✓')} The books are closed up to the end of ${closing.month}`);
    if (closing.balances.length > 0)
      out.table(
        closing.balances.map(({ account, currency, amount }) => [
          account,
          currency,
          decimal(amount, currency),
        ]),
        ['account', 'currency', 'balance'],
      );
    out.line(`  head  ${closing.lastId}:${closing.head}`);
  });
}
