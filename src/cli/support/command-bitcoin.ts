import type { Command } from 'commander';
import type { ByHand, Minor, Money } from '#support';
import type { Act, Call } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import { withSupport } from './with-support.ts';

type Sent = { name: string; on?: string; chainFee?: string };

export function defineBitcoin(command: Command, act: Act): void {
  command
    .command('check')
    .description('Ask BTCPay whether the key may do what is needed')
    .addHelpText('after', '\nNothing comes of asking.\n\nExample:\n  longwave support bitcoin check\n')
    .action(act((call: Call) => check(call)));
  sending(
    command,
    'sold <bitcoins> <money>',
    'Book what was sold, and what the exchange sent to the bank for it',
  )
    .option('--kept <money>', 'what the exchange kept of it, in the same currency')
    .addHelpText(
      'after',
      `
The bank's statement tells when it arrived: "longwave support bank payouts WORDS --from bitcoin" says how it is known.

Example:
  longwave support bitcoin sold 0.05 "2480.10 EUR" --kept "6.90 EUR" --name K-4711
`,
    )
    .action(
      act((call: Call, bitcoins: string, money: string, given: Sent & { kept?: string }) =>
        sold(call, { bitcoins, money, given }),
      ),
    );
  sending(command, 'gave-back <payment> <bitcoins>', 'Book what was given back of a payment')
    .addHelpText(
      'after',
      `
A payment is known by the name that the desk and "longwave support ledger export" show. At BTCPay its invoice is found by
the contribution's number.

Example:
  longwave support bitcoin gave-back 4f2a…/91bc… 0.0001 --name 4be1…
`,
    )
    .action(
      act((call: Call, payment: string, bitcoins: string, given: Sent) =>
        byHand(call, (hand, parse) => hand.gaveBack({ payment, ...sentOf(parse, bitcoins, given) })),
      ),
    );
  sending(command, 'spent <bitcoins>', 'Book what was paid with from the wallet')
    .addHelpText('after', '\nExample:\n  longwave support bitcoin spent 0.002 --name server-2026-11\n')
    .action(
      act((call: Call, bitcoins: string, given: Sent) =>
        byHand(call, (hand, parse) => hand.spent(sentOf(parse, bitcoins, given))),
      ),
    );
}

const sending = (command: Command, usage: string, what: string): Command =>
  command
    .command(usage)
    .description(what)
    .requiredOption('--name <name>', 'of the sale or the transaction, so that it is booked once')
    .option('--on <day>', 'as yyyy-mm-dd; left out, today')
    .option('--chain-fee <bitcoins>', 'what the chain took for sending it');

async function check(call: Call): Promise<void> {
  const { out, settings } = call;
  await withSupport(call, async ({ house: { bitcoin } }) => {
    if (bitcoin === null)
      throw new Refusal('No BTCPay is set', [
        'Set LONGWAVE_BTCPAY_URL, LONGWAVE_BTCPAY_KEY and LONGWAVE_BTCPAY_STORE, as docs/SUPPORT.md tells',
      ]);
    const { RailError } = await import('#support');
    await bitcoin.check().catch((error: unknown) => {
      throw error instanceof RailError ? new Refusal(error.message, []) : error;
    });
    const store = settings.btcpayStore;
    out.result({ store }, () =>
      out.line(`${out.good('✓')} BTCPay answers for store "${store}", and the key may do what is needed`),
    );
  });
}

type Parse = (text: string, currency: string) => Minor;

function sentOf(parse: Parse, bitcoins: string, { name, on, chainFee }: Sent) {
  return {
    name,
    amount: parse(bitcoins, 'BTC'),
    ...(on !== undefined && { on }),
    ...(chainFee !== undefined && { fee: parse(chainFee, 'BTC') }),
  };
}

/** `2480.10 EUR` */
function moneyOf(parse: Parse, text: string): Money {
  const [, figure = '', currency = ''] = /^(\S+)\s+([A-Za-z]{3})$/.exec(text.trim()) ?? [];
  if (figure === '') throw new UsageError(`"${text}" is no money; write it as "2480.10 EUR"`);
  return { amount: parse(figure, currency.toUpperCase()), currency: currency.toUpperCase() };
}

const sold = (
  call: Call,
  { bitcoins, money, given }: { bitcoins: string; money: string; given: Sent & { kept?: string } },
): Promise<void> =>
  byHand(call, (hand, parse) => {
    const sent = moneyOf(parse, money);
    const kept = given.kept === undefined ? null : moneyOf(parse, given.kept);
    if (kept !== null && kept.currency !== sent.currency)
      throw new UsageError(
        `What the exchange kept is in ${kept.currency}, and what it sent in ${sent.currency}`,
      );
    return hand.sold({
      ...sentOf(parse, bitcoins, given),
      sent,
      ...(kept !== null && { kept: kept.amount }),
    });
  });

async function byHand(call: Call, work: (hand: ByHand, parse: Parse) => Promise<boolean>): Promise<void> {
  const { out, now } = call;
  const { bitcoinByHand, digitsOf, LedgerError, parseDecimal, RailError } = await import('#support');
  const parse: Parse = (text, currency) => {
    const amount = digitsOf(currency) === null ? null : parseDecimal(text, currency);
    if (amount === null) throw new UsageError(`"${text}" is no amount in ${currency}; write it as 0.05`);
    return amount;
  };
  await withSupport(call, async ({ store, house: { ledger } }) => {
    const isNew = await (async () => work(bitcoinByHand({ store, ledger, now }), parse))().catch(
      (error: unknown) => {
        if (error instanceof RailError || error instanceof LedgerError) throw new Refusal(error.message, []);
        throw error;
      },
    );
    out.result({ new: isNew }, () =>
      out.line(`${out.good('✓')} ${isNew ? 'It is booked' : 'It was booked before; nothing has changed'}`),
    );
  });
}
