import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Verdict } from '#edition';
import type { Audited, Figure, GapRecord } from '#gap';
import type { Act, Call } from '../call.ts';
import { EXIT, UsageError, type Out } from '../out.ts';
import { findStart } from '../verify/anchor.ts';
import { fileBytes, MOST, recordAt, signedBy, textOf } from './record-at.ts';
import { withBooks } from './with.ts';

type Options = { book?: string; against?: string; root?: string; fingerprint?: string; loopback?: boolean };

export function defineVerify(command: Command, act: Act): void {
  command
    .command('verify [place]')
    .description('Compute the published figure anew, and hold it against the book under it')
    .option('--book <file>', 'the private book, as an auditor was given it')
    .option(
      '--against <file>',
      'a copy of the text that was kept from before: nothing of it may be rewritten',
    )
    .option('--root <file>', 'the paper’s root, as you got it by another way')
    .option('--fingerprint <text>', 'its fingerprint: 64 hexadecimal digits or 24 words in quotes')
    .option('--loopback', 'ask an address of this machine')
    .addHelpText(
      'after',
      `
The place is a file "gap.txt", a folder with an edition, or an http(s) address of one; of a folder and an address it is
told too whether the paper signed the text, as "longwave verify" does. Left out, it is this newsroom's own, with its own
book and its own ledger.

It proves arithmetic: that the figure follows from a text and a book that were not changed afterwards. That the money was
received, bank statements and payout reports show.

Examples:
  longwave support verify
  longwave support verify https://mirror.example/ --fingerprint "abbey acorn …"
  longwave support verify gap.txt --book book.txt --against gap-2025.txt

Exit status: 0 everything that was looked at is right, 1 anything else, 2 wrong usage.
`,
    )
    .action(
      act((call: Call, place: string | undefined, options: Options) => verify(call, place ?? null, options)),
    );
}

/** What was looked at, and what came of it; `why` says what is wrong first. */
type Report = {
  right: boolean;
  why: string | null;
  code: string | null;
  months: Figure[];
  seals: number;
  sums: number;
  /** What the edition around the text says of it; null where it was no part of one. */
  signed: Verdict | null;
  book: Audited | null;
  /** Entries of the ledger that the book was held against. */
  ledger: number | null;
  continued: boolean | null;
  milliseconds: number;
};

type Material = { text: string; book: string | null; signed: Verdict | null };

async function verify(call: Call, place: string | null, options: Options): Promise<number> {
  const older =
    options.against === undefined
      ? null
      : textOf(await fileBytes(resolve(options.against), MOST.record), options.against);
  if (place === null && (options.root !== undefined || options.fingerprint !== undefined))
    throw new UsageError('--root and --fingerprint go with a folder or an address');
  const report = place === null ? await own(call, options, older) : await given(call, place, options, older);
  const { decimal, digitsOf, minor } = await import('#support');
  const money = (amount: number, currency: string): string =>
    digitsOf(currency) === null ? String(amount) : decimal(minor(amount), currency);
  call.out.result(report, () => tell(call.out, report, money));
  return report.right ? EXIT.done : EXIT.refused;
}

async function given(call: Call, place: string, options: Options, older: string | null): Promise<Report> {
  const found = await recordAt(place, { loopback: options.loopback === true });
  const { source, bytes, text } = found;
  const signed =
    source === null ? null : await signedBy(call, await findStart(call, options), { source, bytes });
  return check({ text, book: await bookOf(options), signed }, older);
}

const bookOf = async ({ book }: Options): Promise<string | null> =>
  book === undefined ? null : textOf(await fileBytes(resolve(book), MOST.book), book);

/** This newsroom's own: the book and the ledger are at hand. */
async function own(call: Call, options: Options, older: string | null): Promise<Report> {
  const { out } = call;
  const { checkAgainstLedger } = await import('#support');
  return withBooks(
    call,
    async ({ store, ledger, gap }) => {
      const text = (await gap.published())?.text;
      if (text === undefined)
        throw new UsageError(
          'This newsroom has published no figure; name a file, a folder or an address with one',
        );
      const report = await check(
        { text, book: (await bookOf(options)) ?? (await gap.book()), signed: null },
        older,
      );
      if (!report.right) return report;
      const bar = out.bar('Holding the book against the ledger');
      const held = await caught(() =>
        checkAgainstLedger({ store, ledger }, (done, total) => bar.to(done, total)),
      );
      bar.end();
      return 'fault' in held
        ? { ...report, right: false, ...held.fault }
        : { ...report, ledger: held.value.entries };
    },
    { reads: true },
  );
}

type Fault = { why: string; code: string };

async function caught<T>(work: () => T | Promise<T>): Promise<{ value: T } | { fault: Fault }> {
  const { GapError } = await import('#gap');
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof GapError)) throw error;
    return { fault: { why: error.message, code: error.code } };
  }
}

async function check({ text, book, signed }: Material, older: string | null): Promise<Report> {
  const gap = await import('#gap');
  const { sha256 } = await import('#support');
  const began = performance.now();
  const report: Report = {
    right: false,
    why: null,
    code: null,
    months: [],
    seals: 0,
    sums: 0,
    signed,
    book: null,
    ledger: null,
    continued: null,
    milliseconds: 0,
  };
  const outcome = await caught(() => {
    const record = gap.parseRecord(text);
    report.months = gap.monthsOf(record).map((month) => gap.figureOf(record, month));
    [report.seals, report.sums] = [count(record, 'seal'), count(record, 'sum')];
    if (older !== null) {
      report.continued = false;
      gap.parseRecord(older);
      gap.requireContinued(older, text);
      report.continued = true;
    }
    if (book !== null) report.book = gap.audit(record, gap.parseBook(book), sha256);
  });
  report.milliseconds = Math.round(performance.now() - began);
  if ('fault' in outcome) return { ...report, ...outcome.fault };
  if (signed !== null && signed !== 'authentic')
    return { ...report, why: UNSIGNED[signed], code: `signature_${signed}` };
  return { ...report, right: true };
}

const count = ({ lines }: GapRecord, kind: string): number =>
  lines.filter((line) => line.kind === kind).length;

const UNSIGNED: Record<Exclude<Verdict, 'authentic'>, string> = {
  altered: 'The text computes, but it is not the one that the paper signed',
  old: 'The text computes and is genuine, but a newer edition is known',
  expired: 'The text computes and is genuine, but its signatures are past their date',
  unknown: 'The text computes, but nothing shows that the paper published it: name --root or --fingerprint',
};

/** Months that are named one by one to a person; `--json` names more. */
const NAMED = 12;

function tell(out: Out, report: Report, money: (amount: number, currency: string) => string): void {
  const { right, why, months, seals, sums, signed, book, ledger, continued, milliseconds } = report;
  out.line(
    right
      ? `${out.good('✓')} The figure follows from the text`
      : `${out.bad('✗')} ${why ?? 'It is not right'}`,
  );
  if (months.length > 0)
    out.table(
      months
        .slice(0, NAMED)
        .map((one) => [
          one.month,
          one.currency,
          ...[one.cost, one.receipts, one.gap].map((amount) => money(amount, one.currency)),
          one.through ?? '',
        ]),
      ['month', 'currency', 'costs', 'came in', 'missing', 'through'],
    );
  out.line(`  ${seals} seals, ${sums} sums, computed in ${milliseconds} ms`);
  if (signed === 'authentic') out.line('  The paper signed this very text');
  if (signed === null) out.line('  Nothing is said of who published it');
  if (book !== null)
    out.line(
      `  The book is what was sealed: ${book.postings} postings, ${book.unsealed} after the last seal`,
    );
  if (ledger !== null) out.line(`  The book is what the ledger says, up to entry ${ledger}`);
  if (continued === true) out.line('  Nothing of the older copy was rewritten');
  out.line(out.dim('  It proves arithmetic, not receipts: those show in bank statements and payout reports'));
}
