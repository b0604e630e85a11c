import type { Command } from 'commander';
import type { ReportLine } from '#reach';
import type { Act, Call } from '../call.ts';
import { UsageError, type Out } from '../out.ts';
import { withRegister } from './open.ts';

const DAY = 86_400_000;

type Options = { days: string };
/** A line with the mirror that it is of: null for the newsroom's own address, and for mirrors that were removed. */
type Told = ReportLine & { mirror: string | null };

export function defineReports(command: Command, act: Act): void {
  command
    .command('reports')
    .description('Show what readers told of mirrors: sums by day and country, and nothing of who told it')
    .option('--days <days>', 'how far back, 90 at most', '7')
    .addHelpText(
      'after',
      `
Examples:
  longwave mirror reports
  longwave mirror reports --days 30 --json

Anybody can send a report, so these sums are a hint where to look ("longwave mirror check"), and the rule takes no
notice of them.
`,
    )
    .action(act((call: Call, options: Options) => reports(call, options)));
}

async function reports(call: Call, options: Options): Promise<void> {
  const { now, out } = call;
  const days = Number(options.days);
  if (!/^\d{1,2}$/.test(options.days) || days < 1 || days > 90)
    throw new UsageError(`--days is "${options.days}"; give a whole number from 1 to 90`);
  const told = await withRegister(
    call,
    async ({ register, store }) => {
      const { reportLines } = await import('#reach');
      const ids = new Map((await register.list()).map(({ address, id }) => [address, id]));
      const lines = await reportLines(store, now() - (days - 1) * DAY);
      return lines.map((line): Told => ({ ...line, mirror: ids.get(line.address) ?? null }));
    },
    { reads: true },
  );
  out.result({ reports: told }, () => tell(out, told, days));
}

function tell(out: Out, told: readonly Told[], days: number): void {
  if (told.length === 0)
    return out.line(`No reader told of a mirror in ${days === 1 ? 'the last day' : `the last ${days} days`}`);
  const rows = told.map(({ mirror, address, state, day, country, count }) => [
    day,
    mirror ?? '',
    state === 'ok' ? out.good(state) : state,
    String(count),
    country ?? 'not said',
    address,
  ]);
  out.table(rows, ['day', 'mirror', 'readers found it', 'reports', 'country', 'address']);
}
