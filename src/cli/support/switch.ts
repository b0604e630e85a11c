import { Option, type Command } from 'commander';
import { COUNTRIES, countryOf, GROUNDS } from '#support';
import type { CountryCode, Foreseen, Ground, Run } from '#support';
import type { Act, Call } from '../call.ts';
import { EXIT, Refusal, UsageError } from '../out.ts';
import { untilStopped } from '../stopped.ts';
import { openSwitchOf } from './open.ts';
import { withSupport } from './with-support.ts';

type Options = { reason: Ground; source?: string; address?: string; dryRun?: boolean; yes?: boolean };

export function defineSwitch(command: Command, act: Act): void {
  command
    .command('switch [countries...]')
    .description('Take nothing from these countries any more, and stop what goes on there')
    .addOption(
      new Option('--reason <reason>', 'why').choices([...GROUNDS]).default('designated' satisfies Ground),
    )
    .option('--source <title>', 'what it rests on: law, order, article, with its date')
    .option('--address <url>', 'where that can be read')
    .option('--dry-run', 'say what would be stopped, and stop nothing')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `
From the moment it begins, the safety rules refuse everything from there, and every contribution that goes on is
stopped, what would be charged next first. A switch that was cut off goes on: with no country, this command finishes
those that are not at their end, and so does "longwave serve" by itself. Each stop is a line of a signed log.

Examples:
  longwave support switch RU --dry-run
  longwave support switch RU BY --source "Order 12 of 27 November 2026"
  longwave support switch
`,
    )
    .action(
      act((call: Call, countries: string[], options: Options) => throwSwitch(call, countries, options)),
    );
}

async function throwSwitch(call: Call, names: string[], options: Options): Promise<number> {
  const { out, now } = call;
  const countries = names.map(readCountry);
  return withSupport(call, async ({ store, house, keys }) => {
    const designation = await openSwitchOf({ store, now, keys: await keys() }, house);
    if (countries.length > 0) {
      const foreseen = await designation.foresee(countries);
      if (options.dryRun === true) return tellForeseen(call, countries, foreseen);
      if (options.source === undefined)
        throw new UsageError('Say with --source what it rests on: law, order or article, with its date');
      await confirm(call, options, countries, foreseen);
      const source = { title: options.source, address: options.address ?? null, read: null };
      await designation.begin({ countries, reason: options.reason, source });
    }
    const due = await designation.unfinished();
    const runs: Run[] = [];
    for (const id of due) {
      const bar = out.bar('Stopping');
      try {
        const run = await untilStopped(
          'Stopped on the way; "longwave support switch" goes on from here, and so does the server',
          (signal) => designation.run(id, { signal, progress: (done, total) => bar.to(done, total) }),
        );
        runs.push(run);
      } finally {
        bar.end();
      }
    }
    out.result({ switched: runs.map(runJson) }, () => {
      if (runs.length === 0) out.line('No switch waits to be finished');
      for (const run of runs) tellRun(call, run);
    });
    return runs.some(({ counts }) => (counts['refused'] ?? 0) > 0) ? EXIT.refused : EXIT.done;
  });
}

function readCountry(text: string): CountryCode {
  const country = countryOf(text.toUpperCase());
  if (country !== null) return country;
  throw new UsageError(
    `"${text}" is no country; use the two letters of ISO 3166-1, one of ${COUNTRIES.length}`,
  );
}

function tellForeseen({ out }: Call, countries: readonly string[], foreseen: Foreseen): number {
  out.result({ countries, ...foreseen }, () => out.line(foreseenWords(foreseen)));
  return EXIT.done;
}

const foreseenWords = ({ stops, beyondReach, nextAt }: Foreseen): string =>
  [
    `${stops} contributions go on there and would be stopped`,
    ...(nextAt === null ? [] : [`the next is charged at ${new Date(nextAt).toISOString()}`]),
    ...(beyondReach === 0
      ? []
      : [`${beyondReach} are sent by the supporters' own banks, and only they can stop them`]),
  ].join('; ');

async function confirm(
  call: Call,
  options: Options,
  countries: readonly string[],
  foreseen: Foreseen,
): Promise<void> {
  if (options.yes === true) return;
  if (call.out.json || !process.stdin.isTTY)
    throw new UsageError('Say --yes to throw the switch without being asked');
  call.out.line(foreseenWords(foreseen));
  const prompts = await import('@clack/prompts');
  const message = `Take nothing from ${countries.join(', ')} any more?`;
  const yes = await prompts.confirm({ message, initialValue: false, output: process.stderr });
  if (yes !== true) throw new Refusal('Nothing was switched');
}

export const runJson = ({ id, countries, reason, begunAt, endedAt, signature, counts }: Run) => ({
  id,
  countries,
  reason,
  begun: new Date(begunAt).toISOString(),
  ended: endedAt === null ? null : new Date(endedAt).toISOString(),
  signed: signature !== null,
  ...counts,
});

function tellRun({ out }: Call, run: Run): void {
  const { counts, countries, id, signature } = run;
  const seconds = run.endedAt === null ? 0 : (run.endedAt - run.begunAt) / 1000;
  out.line(
    `${out.good('✓')} ${countries.join(', ')}: ${counts['stopped'] ?? 0} stopped in ${seconds.toFixed(0)} s`,
  );
  if ((counts['ended-before'] ?? 0) > 0) out.line(`  ${counts['ended-before']} had ended by themselves`);
  if ((counts['beyond-reach'] ?? 0) > 0)
    out.line(`  ${counts['beyond-reach']} are sent by the supporters' own banks: only they can stop them`);
  if ((counts['refused'] ?? 0) > 0)
    out.line(`${out.bad('!')} ${counts['refused']} were refused by the rail; look at each in the log`);
  out.line(
    out.dim(
      `  Log: longwave support switched ${id} > switch.log${signature === null ? ' (not signed: there are no keys)' : ''}`,
    ),
  );
}
