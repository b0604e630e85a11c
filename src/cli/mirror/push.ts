import type { Command } from 'commander';
import { pushMirror } from '#reach';
import type { Mirror, Pushing, PushReport } from '#reach';
import type { Act, Call } from '../call.ts';
import type { Bar } from '../out.ts';
import { EXIT } from '../out.ts';
import { alteredWords, mirrorsOf, withPushing } from './open.ts';
import { untilStopped } from '../stopped.ts';
import { openSecrets } from './secrets.ts';

type Options = { full?: boolean };
type Outcome = { id: string } & (
  ({ ok: true } & PushReport & { seconds: number }) | { ok: false; error: string; code?: string }
);

export function definePush(command: Command, act: Act): void {
  command
    .command('push [ids...]')
    .description('Bring these mirrors, or all that are not retired, to the current edition')
    .option(
      '--full',
      'look at everything that stands there, read back what the server cannot hash, and mend what differs',
    )
    .addHelpText(
      'after',
      `
Writes only what differs, looks at what was written, and deletes what the edition no longer has. A push that was
stopped goes on where it was. Once a day a push looks at everything that stands there; where the server cannot tell
hashes, it reads back a seventh of the files, so that each is read within seven days.

Examples:
  longwave mirror push
  longwave mirror push bucket --full
`,
    )
    .action(act((call: Call, ids: string[], options: Options) => push(call, ids, options)));
}

async function push(call: Call, ids: string[], options: Options): Promise<number> {
  const { out } = call;
  const outcomes = await withPushing(call, async ({ register, pushing }) => {
    const mirrors = await mirrorsOf(register, ids);
    const secrets = openSecrets(call);
    const bars = out.bars(mirrors.map(({ id }) => id));
    return untilStopped('Stopped; the next push goes on from here', (signal) =>
      Promise.all(
        mirrors.map((mirror, at) =>
          pushOne({ call, pushing, secrets, signal, options, bar: bars[at] }, mirror),
        ),
      ),
    );
  });
  out.result({ mirrors: outcomes }, () => {
    for (const one of outcomes) tell(call, one);
  });
  return outcomes.every(({ ok }) => ok) ? EXIT.done : EXIT.refused;
}

async function pushOne(
  parts: {
    call: Call;
    pushing: Pushing;
    secrets: ReturnType<typeof openSecrets>;
    signal: AbortSignal;
    options: Options;
    bar: Bar | undefined;
  },
  mirror: Mirror,
): Promise<Outcome> {
  const { call, pushing, secrets, signal, options, bar } = parts;
  const { id } = mirror;
  const began = call.now();
  try {
    const report = await pushMirror(pushing, {
      mirror,
      secrets: await secrets(mirror),
      signal,
      full: options.full === true,
      progress: (done, total) => bar?.to(done, total),
    });
    return { id, ok: true, ...report, seconds: (call.now() - began) / 1000 };
  } catch (error) {
    // The other mirrors go on.
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
    return { id, ok: false, error: error instanceof Error ? error.message : String(error), ...code };
  } finally {
    bar?.end();
  }
}

function tell({ out }: Call, outcome: Outcome): void {
  if (!outcome.ok) return out.line(`${out.bad('✗')} ${outcome.id}: ${outcome.error}`);
  const { id, edition, written, deleted, bytes, seconds, altered } = outcome;
  const what =
    written + deleted === 0
      ? 'nothing to push'
      : `${written} files written (${Math.ceil(bytes / 1000)} kB), ${deleted} deleted, ${seconds.toFixed(1)} s`;
  out.line(`${out.good('✓')} ${id} has edition ${edition}: ${what}`);
  if (altered.length > 0) out.line(`${out.bad('!')} ${alteredWords(id, altered)}`);
}
