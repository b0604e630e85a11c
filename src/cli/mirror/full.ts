import type { WholeReport } from '#reach';
import type { Call } from '../call.ts';
import { EXIT, type Out } from '../out.ts';
import { mirrorsOf, withPushing } from './open.ts';
import { untilStopped } from '../stopped.ts';
import { openSecrets } from './secrets.ts';

type Outcome = { mirror: string } & (({ ok: boolean } & WholeReport) | { ok: false; error: string });

/** Paths that are shown of each kind; `--json` has them all. */
const SHOWN = 5;

/**
 * Reads back everything that lies at these mirrors, or at all that are not retired, and says what differs.
 *
 * @returns 1 where anything differs or could not be read
 */
export async function checkFull(call: Call, ids: readonly string[]): Promise<number> {
  const { out } = call;
  const outcomes = await withPushing(call, async ({ register, pushing }) => {
    const { checkWhole } = await import('#reach');
    const mirrors = await mirrorsOf(register, ids);
    const secrets = openSecrets(call);
    const bars = out.bars(mirrors.map(({ id }) => id));
    return untilStopped('Stopped; nothing was changed', (signal) =>
      Promise.all(
        mirrors.map(async (mirror, at): Promise<Outcome> => {
          const bar = bars[at];
          const progress = (done: number, total: number): void => bar?.to(done, total);
          try {
            const found = await checkWhole(pushing, {
              mirror,
              secrets: await secrets(mirror),
              signal,
              progress,
            });
            const differs = found.altered.length + found.missing.length + found.strange.length;
            return { mirror: mirror.id, ok: differs === 0, ...found };
          } catch (error) {
            // The other mirrors go on.
            return {
              mirror: mirror.id,
              ok: false,
              error: error instanceof Error ? error.message : String(error),
            };
          } finally {
            bar?.end();
          }
        }),
      ),
    );
  });
  out.result({ mirrors: outcomes }, () => {
    for (const one of outcomes) tell(out, one);
    if (outcomes.some((one) => !('error' in one) && !one.ok))
      out.line(out.dim('  "longwave mirror push --full" mends it; ask who can write there'));
  });
  return outcomes.every(({ ok }) => ok) ? EXIT.done : EXIT.refused;
}

function tell(out: Out, outcome: Outcome): void {
  if ('error' in outcome) return out.line(`${out.bad('✗')} ${outcome.mirror}: ${outcome.error}`);
  const { mirror, ok, edition, files, bytes, altered, missing, strange } = outcome;
  const read = `${files} files read (${Math.ceil(bytes / 1000)} kB)`;
  if (ok)
    return out.line(`${out.good('✓')} ${mirror} holds edition ${edition ?? '?'} as it was pushed: ${read}`);
  const counts = `${altered.length} altered, ${missing.length} missing, ${strange.length} that nobody pushed`;
  out.line(`${out.bad('✗')} ${mirror}: ${read}, ${counts}`);
  for (const [what, paths] of [
    ['altered', altered],
    ['missing', missing],
    ['nobody’s', strange],
  ] as const) {
    for (const path of paths.slice(0, SHOWN)) out.line(`  ${what}  ${path}`);
    if (paths.length > SHOWN) out.line(out.dim(`  ${what}  and ${paths.length - SHOWN} more`));
  }
}
