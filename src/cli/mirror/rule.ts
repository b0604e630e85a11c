import type { Command } from 'commander';
import type { Decision, Rule } from '#reach';
import type { Act, Call } from '../call.ts';
import { withAll, type Opened } from '../open.ts';
import { UsageError, type Out } from '../out.ts';

type Options = {
  vantages?: string;
  rounds?: string;
  returnHours?: string;
  grace?: string;
  slow?: string;
  sparesFrom?: string;
};

export function defineRule(command: Command, act: Act): void {
  const rule = command
    .command('rule')
    .description('See and set when a blocked mirror leaves the signed list and a spare takes its place');
  rule
    .command('show')
    .description('Show the rule, and what it would do now')
    .addHelpText('after', '\nExample:\n  longwave mirror rule show\n')
    .action(act((call: Call) => show(call)));
  rule
    .command('set')
    .description('Change parts of the rule')
    .option(
      '--vantages <number>',
      'vantages that have to find a mirror blocked; where there are fewer, all of them',
    )
    .option('--rounds <number>', 'times in a row for which each of them has to')
    .option(
      '--return-hours <hours>',
      'hours of being ok after which one waits for a place again; "never" for by hand only',
    )
    .option('--grace <minutes>', 'minutes for which a mirror may show an older edition')
    .option('--slow <seconds>', 'seconds until the front, beyond which a mirror is slow')
    .option(
      '--spares-from <where>',
      'where spares are looked at from: here, or all vantages, which shows censors their addresses',
    )
    .addHelpText(
      'after',
      `
Examples:
  longwave mirror rule set --vantages 2 --rounds 3
  longwave mirror rule set --return-hours never
`,
    )
    .action(act((call: Call, options: Options) => set(call, options)));
}

async function show(call: Call): Promise<void> {
  const { settings, now, out } = call;
  const work = async ({ store }: Opened): Promise<void> => {
    const { foresee, readRule } = await import('#reach');
    const rule = await readRule(store);
    const decision = await foresee(store, now());
    out.result({ rule, moves: decision.moves, kept: decision.kept }, () => {
      tellRule(out, rule);
      tellDecision(out, decision);
    });
  };
  await withAll(settings, now, work, { reads: true });
}

async function set(call: Call, options: Options): Promise<void> {
  const { settings, now, out } = call;
  const change = changeOf(options);
  if (Object.keys(change).length === 0)
    throw new UsageError('Nothing is to be changed; give at least one of the options');
  await withAll(settings, now, async ({ store }) => {
    const { setRule } = await import('#reach');
    const rule = await setRule(store, change);
    if ('problem' in rule) throw new UsageError(rule.problem);
    out.result({ rule }, () => tellRule(out, rule));
  });
}

function changeOf({ vantages, rounds, returnHours, grace, slow, sparesFrom }: Options): Partial<Rule> {
  return {
    ...(vantages === undefined ? {} : { vantages: numberOf(vantages, '--vantages') }),
    ...(rounds === undefined ? {} : { rounds: numberOf(rounds, '--rounds') }),
    ...(returnHours === undefined
      ? {}
      : { returnHours: returnHours === 'never' ? null : numberOf(returnHours, '--return-hours') }),
    ...(grace === undefined ? {} : { graceMinutes: numberOf(grace, '--grace') }),
    ...(slow === undefined ? {} : { slowSeconds: numberOf(slow, '--slow') }),
    ...(sparesFrom === undefined ? {} : { sparesFrom: placeOf(sparesFrom) }),
  };
}

function placeOf(text: string): Rule['sparesFrom'] {
  if (text === 'here' || text === 'all') return text;
  throw new UsageError(`--spares-from is "${text}"; give here or all`);
}

function numberOf(text: string, name: string): number {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) throw new UsageError(`${name} is "${text}"; give a number`);
  return Number(text);
}

function tellRule(out: Out, rule: Rule): void {
  const { vantages, rounds, returnHours, graceMinutes, slowSeconds, sparesFrom } = rule;
  const times = (count: number, one: string, many: string): string =>
    count === 1 ? one : `${count} ${many}`;
  out.line(
    `A mirror leaves the list when ${times(vantages, 'one vantage finds', 'vantages find')} it blocked ${times(rounds, 'once', 'times in a row')} and a spare can take its place;`,
  );
  out.line('  without a spare it stays, last. A poisoned mirror leaves at once.');
  out.line(
    returnHours === null
      ? 'A mirror that was taken out never comes back by itself.'
      : `A mirror that was blocked waits for a place again after ${times(returnHours, 'one hour', 'hours')} of being ok.`,
  );
  out.line(
    `Stale is what is ${times(graceMinutes, 'one minute', 'minutes')} behind; slow, whose front takes longer than ${times(slowSeconds, 'one second', 'seconds')}.`,
  );
  out.line(
    sparesFrom === 'here'
      ? 'Spares are looked at from this machine alone, so that no censor learns of them.'
      : 'Spares are looked at from every vantage, which shows their addresses there.',
  );
}

function tellDecision(out: Out, { moves, kept }: Decision): void {
  out.line();
  if (moves.length + kept.length === 0) out.line('As things stand every mirror stays where it is');
  for (const { why } of moves) out.line(`${out.good('→')} At the next look ${why}`);
  for (const { why } of kept) out.line(`${out.bad('!')} ${why}; it stands last in the list`);
}
