import type { Command } from 'commander';
import type { Bank, BankAccount, Said } from '#support';
import type { Act, Call } from '../call.ts';
import { EXIT, UsageError } from '../out.ts';
import { importStatements } from './import-bank.ts';
import { tellQueue } from './tell-bank.ts';
import { withSupport } from './with-support.ts';

export function defineBank(bank: Command, act: Act): void {
  bank
    .command('account [iban]')
    .description('Name an account of the newsroom, or list those that are named')
    .option('--holder <name>', 'who keeps it, as the bank writes it; readers see it')
    .option('--bic <bic>', 'for payers outside of the European Economic Area')
    .option('--currency <code>', 'default: EUR', 'EUR')
    .option('--remove', 'forget that it is the newsroom’s; what was booked stays')
    .addHelpText(
      'after',
      `
Statements of any other account are refused. A running server has to be started again to show the account to readers.

Examples:
  longwave support bank account "DE89 3704 0044 0532 0130 00" --holder "Far Shore e.V."
  longwave support bank account
`,
    )
    .action(
      act((call: Call, iban: string | undefined, options: AccountWish) => account(call, iban, options)),
    );
  bank
    .command('payouts [words]')
    .description('Say by what words the payouts of another rail are known, or list them')
    .option('--from <rail>', 'card or bitcoin; default: card', 'card')
    .option('--remove', 'forget the words')
    .addHelpText('after', '\nExample:\n  longwave support bank payouts "STRIPE" --from card\n')
    .action(
      act((call: Call, words: string | undefined, options: PayoutWish) => payouts(call, words, options)),
    );
  bank
    .command('import <paths...>')
    .description('Take bank statements (camt.053) into the books, by file and folder')
    .option('--dry-run', 'say what would happen and change nothing')
    .addHelpText(
      'after',
      `
Each file is taken whole or not at all, and each line once, whichever files tell of it: importing again adds nothing. At
the end it says whether the books and the bank agree to the cent. No name, account or word of a payer is kept.

Examples:
  longwave support bank import november.xml --dry-run
  longwave support bank import statements/
`,
    )
    .action(
      act((call: Call, paths: string[], { dryRun = false }: { dryRun?: boolean }) =>
        importStatements(call, paths, { dryRun }),
      ),
    );
  bank
    .command('queue')
    .description('List what came and nobody knows for what')
    .option('--spent', 'also what was paid out of the account')
    .addHelpText(
      'after',
      `
Who paid is not kept: look the line up on the bank’s own page, by its day, amount and the bank’s name of it.

Example:
  longwave support bank queue
`,
    )
    .action(act((call: Call, { spent = false }: { spent?: boolean }) => queue(call, spent)));
  bank
    .command('match <line> [reference]')
    .description('Say what a line is: the contribution with a reference, or something else')
    .option('--other-income', 'income that is no contribution')
    .option('--fee', 'what the bank took, or gave back of it')
    .option(
      '--ignore <reason>',
      'own-transfer (from another account of ours) or not-ours (goes back to who sent it)',
    )
    .addHelpText(
      'after',
      `
A line is named by the beginning of its name in the queue. A payer who gives every month is known from then on without
a reference.

Examples:
  longwave support bank match 4f2a91 "RF18 5390 0754 7034"
  longwave support bank match 4f2a91 --other-income
  longwave support bank match 4f2a91 --ignore own-transfer
`,
    )
    .action(
      act((call: Call, line: string, reference: string | undefined, options: MatchWish) =>
        match(call, line, saidBy(reference, options)),
      ),
    );
}

type AccountWish = { holder?: string; bic?: string; currency: string; remove?: boolean };
type PayoutWish = { from: string; remove?: boolean };
type MatchWish = { otherIncome?: boolean; fee?: boolean; ignore?: string };

/** Changes the setting, and tells it as it is then. */
async function changeBank(call: Call, change: ((bank: Bank) => unknown) | null): Promise<void> {
  const { now, out } = call;
  await withSupport(call, async ({ store }) => {
    const { keepBank, printedIban } = await import('#support');
    const kept = keepBank({ store, now });
    if (change !== null) {
      const { number, value } = await kept.now();
      await kept.change(change(value), number);
    }
    const { accounts, payouts: rules } = (await kept.now()).value;
    out.result({ accounts, payouts: rules }, () => {
      if (accounts.length === 0) out.line('No account of the newsroom is named');
      else
        out.table(
          accounts.map(({ iban, currency, holder, bic }) => [printedIban(iban), currency, holder, bic ?? '']),
          ['account', 'currency', 'holder', 'BIC'],
        );
      for (const { words, from } of rules)
        out.line(`What bears "${words}" is a payout of the rail "${from}"`);
    });
  });
}

async function account(call: Call, text: string | undefined, wish: AccountWish): Promise<void> {
  if (text === undefined) return changeBank(call, null);
  const { parseBic, parseIban } = await import('#support');
  const iban = parseIban(text);
  const { currency, holder, bic, remove = false } = wish;
  const isIt = (one: BankAccount): boolean => one.iban === iban && one.currency === currency;
  if (!remove && (holder === undefined || holder.trim() === ''))
    throw new UsageError('An account needs its holder: --holder "Far Shore e.V."');
  await changeBank(call, (bank) => {
    if (remove && !bank.accounts.some(isIt))
      throw new UsageError(`The account ${iban} is not named for ${currency}`);
    const others = bank.accounts.filter((one) => !isIt(one));
    const named = { iban, bic: bic === undefined ? null : parseBic(bic), holder, currency };
    return { ...bank, accounts: remove ? others : [...others, named] };
  });
}

async function payouts(
  call: Call,
  words: string | undefined,
  { from, remove = false }: PayoutWish,
): Promise<void> {
  if (words === undefined) return changeBank(call, null);
  await changeBank(call, (bank) => {
    const others = bank.payouts.filter((one) => one.words !== words);
    return { ...bank, payouts: remove ? others : [...others, { words, from }] };
  });
}

async function queue(call: Call, spent: boolean): Promise<void> {
  const { out } = call;
  await withSupport(call, async ({ house: { transfer } }) => {
    const lines = await transfer.waiting({ spent });
    out.result({ lines }, () => tellQueue(out, lines));
  });
}

function saidBy(reference: string | undefined, { otherIncome, fee, ignore }: MatchWish): Said {
  const all: Said[] = [];
  if (reference !== undefined) all.push({ as: 'contribution', reference });
  if (otherIncome === true) all.push({ as: 'other-income' });
  if (fee === true) all.push({ as: 'bank-charge' });
  if (ignore === 'own-transfer' || ignore === 'not-ours') all.push({ as: ignore });
  else if (ignore !== undefined)
    throw new UsageError(`"${ignore}" is no reason to ignore a line; say own-transfer or not-ours`);
  const [said, ...more] = all;
  if (said === undefined || more.length > 0)
    throw new UsageError('Say one thing of a line: a reference, --other-income, --fee or --ignore');
  return said;
}

async function match(call: Call, line: string, said: Said): Promise<number> {
  const { out } = call;
  return withSupport(call, async ({ house: { transfer, contributions } }) => {
    const matched = await transfer.match(line, said);
    if (contributions.rails.includes('transfer')) await contributions.read('transfer');
    out.result(matched, () => {
      const what = said.as === 'contribution' ? `the contribution of ${said.reference}` : said.as;
      out.line(`${out.good('✓')} ${matched.id.slice(0, 8)} is booked as ${what}`);
      if (matched.more > 0)
        out.line(
          `  ${matched.more} more ${matched.more === 1 ? 'line' : 'lines'} of the same payer had waited and went with it`,
        );
    });
    return EXIT.done;
  });
}
