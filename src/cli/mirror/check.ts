import type { Command } from 'commander';
import type { Decision, ProbeRow, ProbeVerdict, Round } from '#reach';
import type { Act, Call } from '../call.ts';
import { withAll, type Opened } from '../open.ts';
import { EXIT, UsageError, type Out } from '../out.ts';
import { recentPages } from './recent.ts';
import { checkFull } from './full.ts';

type Options = { vantage?: string[]; from?: string; rule: boolean; full?: boolean };

export function defineCheck(command: Command, act: Act): void {
  command
    .command('check [id...]')
    .description('Look at mirrors from every vantage, and let the rule act on what is found')
    .option('--vantage <name...>', 'from these vantages only; "here" is this machine')
    .option('--from <where>', 'where spares are looked at from: here (the usual), or all vantages')
    .option('--no-rule', 'leave every mirror where it is, whatever is found')
    .option(
      '--full',
      'instead, read back everything that lies at mirrors, where it was pushed to, and mend nothing',
    )
    .addHelpText(
      'after',
      `
Examples:
  longwave mirror check
  longwave mirror check oak --vantage here tehran
  longwave mirror check elm --from all
  longwave mirror check --no-rule --json
  longwave mirror check oak --full

Spares are looked at from this machine alone, unless the rule or "--from all" says otherwise: a look from inside a
country tells whoever watches the line an address that nobody knows yet.

Verdicts: ok, slow, stale (genuine, but old), blocked, poisoned (it answers, but not with the paper).
Exit status 1 when a mirror of the list is not ok or slow, or a vantage does not work.
`,
    )
    .action(act((call: Call, ids: string[], options: Options) => check(call, ids, options)));
}

async function check(call: Call, ids: readonly string[], options: Options): Promise<number> {
  const { settings, now, out } = call;
  if (options.full === true) {
    if (options.vantage !== undefined || options.from !== undefined)
      throw new UsageError('--full reads where this machine pushes to; leave --vantage and --from out');
    return checkFull(call, ids);
  }
  return withAll(settings, now, async (opened) => {
    const { applyRule, openRegister } = await import('#reach');
    const round = await look(call, opened, ids, options);
    const decision = options.rule ? await applyRule(opened.store, now()) : null;
    const states = new Map((await openRegister(opened.store).list()).map(({ id, state }) => [id, state]));
    const answer = {
      probes: round.rows,
      broken: round.broken,
      believed: round.believed,
      moves: decision?.moves ?? [],
      kept: decision?.kept ?? [],
    };
    out.result(answer, () => tell(out, round, decision, states));
    const bad = round.rows.some(
      ({ mirror, verdict }) => states.get(mirror) === 'listed' && verdict !== 'ok' && verdict !== 'slow',
    );
    return bad || round.broken.length > 0 ? EXIT.refused : EXIT.done;
  });
}

async function look(call: Call, opened: Opened, ids: readonly string[], options: Options): Promise<Round> {
  const { environment, now, out } = call;
  const { store, depot, newsroom } = opened;
  const { from } = options;
  if (from !== undefined && from !== 'here' && from !== 'all')
    throw new UsageError(`--from is "${from}"; give here or all`);
  const { probeRound } = await import('#reach');
  const bar = out.bar('Looking at mirrors');
  let done = 0;
  try {
    return await probeRound({
      store,
      depot,
      environment,
      pages: await recentPages(newsroom, Math.random),
      at: now(),
      now,
      ...(ids.length > 0 ? { mirrors: ids } : {}),
      ...(options.vantage === undefined ? {} : { vantages: options.vantage }),
      ...(from === undefined ? {} : { everywhere: from === 'all' }),
      told: (_row, looks) => bar.to(++done, looks),
    });
  } finally {
    bar.end();
  }
}

function tell(out: Out, round: Round, decision: Decision | null, states: ReadonlyMap<string, string>): void {
  if (round.rows.length === 0 && round.broken.length === 0)
    out.line(
      states.size === 0
        ? 'There is no mirror to look at yet; "longwave mirror add" makes one'
        : 'Nothing was looked at: spares are seen from this machine alone, unless "--from all" is given',
    );
  const rows = [...round.rows].sort((a, b) => (a.mirror < b.mirror ? -1 : a.mirror > b.mirror ? 1 : 0));
  if (rows.length > 0)
    out.table(
      rows.map((row) => cells(out, row, states.get(row.mirror) ?? '')),
      ['mirror', 'state', 'from', 'verdict', 'why'],
    );
  for (const { vantage, why } of round.broken)
    out.line(`${out.bad('✗')} The vantage "${vantage}" does not work, so it says nothing of mirrors: ${why}`);
  for (const vantage of round.believed)
    out.line(`· From "${vantage}" no mirror answers and its control does: they are blocked there`);
  for (const { why } of decision?.moves ?? []) out.line(`${out.good('→')} ${why}`);
  for (const { why } of decision?.kept ?? []) out.line(`${out.bad('!')} ${why}; it stands last in the list`);
  if ((decision?.moves ?? []).length > 0)
    out.line(out.dim('  "longwave serve" signs the new list within seconds; "longwave press" does it now'));
}

const cells = (out: Out, { mirror, vantage, verdict, reason }: ProbeRow, state: string): string[] => [
  mirror,
  state,
  vantage,
  coloured(out, verdict, `${SIGN[verdict]} ${verdict}`),
  reason,
];

/** One sign for each verdict, told apart without colour. */
export const SIGN: Record<ProbeVerdict, string> = {
  ok: '■',
  slow: '~',
  stale: '○',
  blocked: '×',
  poisoned: '!',
};

export function coloured(out: Out, verdict: ProbeVerdict | null, text: string): string {
  if (verdict === 'ok') return out.good(text);
  return verdict === 'blocked' || verdict === 'poisoned' ? out.bad(text) : text;
}
