import type { Command } from 'commander';
import type { Cost, Costs, Minor, Setting } from '#support';
import type { Act, Call } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import { drawnBar } from './bar.ts';
import { pressSoon, withBooks } from './with.ts';

type Given = {
  currency?: string;
  every: string;
  from?: string;
  until?: string;
  kind: string;
  name?: string[];
  private?: boolean;
};

export function defineCosts(command: Command, act: Act): void {
  command
    .command('list')
    .description('Show all costs, and what this month costs')
    .addHelpText('after', '\nExample:\n  longwave support costs list --json\n')
    .action(act((call: Call) => list(call)));
  command
    .command('add <id> <amount>')
    .description('Add a cost, which counts in the figure from the next month that is told')
    .option('--currency <code>', 'of the amount; left out, the one that the figure is told in')
    .option('--every <rhythm>', 'month or year', 'month')
    .option('--from <day>', 'the first day on which it is owed; left out, the first of this month')
    .option('--until <day>', 'the last day on which it is owed')
    .option('--kind <kind>', 'people, office, servers, travel, security, law or other', 'other')
    .option('--name <lang=text...>', 'what readers see, in each language')
    .option('--private', 'readers see only that it is part of the whole')
    .addHelpText(
      'after',
      `
Examples:
  longwave support costs add office 1200 --kind office --name en=Office "ru=Редакция"
  longwave support costs add guards 900 --private --until 2026-12-31
`,
    )
    .action(act((call: Call, id: string, amount: string, given: Given) => add(call, { id, amount, given })));
  command
    .command('end <id>')
    .description('Say that a cost is owed no more')
    .option('--on <day>', 'the last day on which it is owed; left out, today')
    .addHelpText('after', '\nExample:\n  longwave support costs end office --on 2026-12-31\n')
    .action(act((call: Call, id: string, { on }: { on?: string }) => end(call, id, on)));
  command
    .command('rate <currency> <rate>')
    .description('Say what one unit of another currency counts for in the figure')
    .addHelpText('after', '\nExample:\n  longwave support costs rate EUR 1.085\n')
    .action(act((call: Call, currency: string, rate: string) => setRate(call, currency, rate)));
  command
    .command('currency <code>')
    .description('Choose the currency that the figure is told in, before the first is published')
    .addHelpText('after', '\nExample:\n  longwave support costs currency EUR\n')
    .action(
      act((call: Call, code: string) =>
        changed(call, (costs) => ({ ...costs, currency: code.toUpperCase() })),
      ),
    );
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

async function list(call: Call): Promise<void> {
  await withBooks(call, async ({ gap }) => tell(call, await gap.costs.now()), { reads: true });
}

async function tell(call: Call, { number, value }: Setting<Costs>, done = ''): Promise<void> {
  const { out, now } = call;
  const { costsIn, decimal, monthlyCost } = await import('#support');
  const month = dayOf(now()).slice(0, 7);
  const whole = monthlyCost(value, month);
  const parts = new Map(costsIn(value, month).map(({ cost, amount }) => [cost.id, amount]));
  out.result({ version: number, month, monthly: whole, ...value }, () => {
    if (done !== '') out.line(`${out.good('✓')} ${done}`);
    if (value.costs.length === 0)
      return out.line('No costs yet; "longwave support costs add --help" shows how');
    out.table(
      value.costs.map((cost) => [
        ...row(cost, decimal),
        decimal(parts.get(cost.id) ?? (0 as Minor), value.currency),
      ]),
      ['id', 'kind', 'amount', 'each', 'from', 'until', 'readers see', `${month} ${value.currency}`],
    );
    out.line();
    for (const [id, amount] of parts) out.line(`${id.padEnd(20)} ${drawnBar(amount, whole, 30)}`);
    out.line(`${'together'.padEnd(20)} ${decimal(whole, value.currency)} ${value.currency} in ${month}`);
    for (const { currency, units, over } of value.rates)
      out.line(out.dim(`  ${over} minor units of ${currency} count as ${units} of ${value.currency}`));
  });
}

const row = (cost: Cost, decimal: (amount: Minor, currency: string) => string): string[] => [
  cost.id,
  cost.kind,
  `${decimal(cost.amount, cost.currency)} ${cost.currency}`,
  cost.every,
  cost.from,
  cost.until ?? '',
  cost.names === null ? 'private' : Object.values(cost.names).join(' / '),
];

/** Changes the newest version; whoever was quicker meanwhile is not written over. */
async function changed(call: Call, change: (costs: Costs) => object, done = 'Kept'): Promise<void> {
  await withBooks(call, async ({ store, gap }) => {
    const { number, value } = await gap.costs.now();
    await gap.costs.change(change(value), number);
    await pressSoon(call, store);
    const month = (await gap.published())?.month ?? null;
    await tell(
      call,
      await gap.costs.now(),
      month === null ? done : `${done}; what ${month} costs is told already`,
    );
  });
}

async function add(
  call: Call,
  { id, amount, given }: { id: string; amount: string; given: Given },
): Promise<void> {
  const names = namesOf(given.name ?? []);
  if (given.private === true && names !== null) throw new UsageError('Give --name or --private, not both');
  if (given.private !== true && names === null)
    throw new UsageError(
      'Say what readers see with --name LANG=TEXT, or that they see nothing with --private',
    );
  const { digitsOf, parseDecimal } = await import('#support');
  await changed(
    call,
    (costs) => {
      if (costs.costs.some((one) => one.id === id))
        throw new Refusal(`There is a cost "${id}" already`, [
          '"longwave support costs end" ends it; choose another id',
        ]);
      const currency = (given.currency ?? costs.currency).toUpperCase();
      const minor = digitsOf(currency) === null ? null : parseDecimal(amount, currency);
      if (minor === null || minor <= 0)
        throw new UsageError(`"${amount}" is no amount in "${currency}"; give one such as 1200 or 1200.50`);
      const cost = {
        id,
        kind: given.kind,
        names,
        amount: minor,
        currency,
        every: given.every,
        from: given.from ?? `${dayOf(call.now()).slice(0, 7)}-01`,
        until: given.until ?? null,
      };
      return { ...costs, costs: [...costs.costs, cost] };
    },
    `The cost "${id}" is kept`,
  );
}

function namesOf(given: readonly string[]): Record<string, string> | null {
  if (given.length === 0) return null;
  return Object.fromEntries(
    given.map((text) => {
      const [, lang = '', name = ''] = /^([A-Za-z-]{2,}?)=(.+)$/s.exec(text) ?? [];
      if (lang === '') throw new UsageError(`--name is "${text}"; give a language and a name, en=Office`);
      return [lang, name];
    }),
  );
}

async function end(call: Call, id: string, on: string | undefined): Promise<void> {
  const until = on ?? dayOf(call.now());
  await changed(
    call,
    (costs) => {
      if (!costs.costs.some((one) => one.id === id))
        throw new Refusal(`No cost is named "${id}"`, ['"longwave support costs list" shows them']);
      return { ...costs, costs: costs.costs.map((one) => (one.id === id ? { ...one, until } : one)) };
    },
    `The cost "${id}" ends on ${until}`,
  );
}

async function setRate(call: Call, given: string, rate: string): Promise<void> {
  const { digitsOf } = await import('#support');
  const currency = given.toUpperCase();
  const found = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(rate);
  const digits = digitsOf(currency);
  if (found === null || digits === null)
    throw new UsageError(`Give a currency and a number such as 1.085, not "${given}" and "${rate}"`);
  const [, whole = '', rest = ''] = found;
  await changed(
    call,
    (costs) => {
      const units = BigInt(whole + rest) * 10n ** BigInt(digitsOf(costs.currency) ?? 2);
      const over = 10n ** BigInt(rest.length + digits);
      const by = common(units, over);
      const line = { currency, units: Number(units / by), over: Number(over / by) };
      return { ...costs, rates: [...costs.rates.filter((one) => one.currency !== currency), line] };
    },
    `One ${currency} counts as ${rate}`,
  );
}

const common = (one: bigint, other: bigint): bigint =>
  other === 0n ? (one === 0n ? 1n : one) : common(other, one % other);
