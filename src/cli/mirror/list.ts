import type { Command } from 'commander';
import { checkedMirror, nextPushes, readBlocks, READ_DAYS } from '#reach';
import type { Block, Mirror, Register } from '#reach';
import type { Store } from '#store';
import type { Act, Call } from '../call.ts';
import type { Out } from '../out.ts';
import { minute } from '../story/see.ts';
import { reachFolder, withRegister } from './open.ts';

export function defineList(command: Command, act: Act): void {
  command
    .command('list')
    .description('Show the mirrors, how the last push to each ended, and when the next one is')
    .addHelpText('after', '\nExample:\n  longwave mirror list --json\n')
    .action(act((call: Call) => list(call)));
}

/** Times are milliseconds since 1970. */
type Shown = Mirror & {
  /** When "longwave serve" pushes there next, if no edition comes before; null while nothing is planned. */
  nextPushAt: number | null;
  /** Pushes that failed one after the other. */
  failures: number;
  /** When everything there was looked at; null before the first push. */
  checkedAt: number | null;
  /** Why and when a person blocked it. */
  block: Block | null;
};

async function list(call: Call): Promise<void> {
  const { out, settings } = call;
  const folder = reachFolder(settings);
  const shown = async ({ register, store }: { register: Register; store: Store }): Promise<Shown[]> => {
    const [next, blocks] = [await nextPushes(store), await readBlocks(store)];
    return (await register.list()).map((mirror): Shown => {
      const planned = mirror.state === 'retired' ? undefined : next.get(mirror.id);
      return {
        ...mirror,
        nextPushAt: planned?.at ?? null,
        failures: planned?.failures ?? 0,
        checkedAt: checkedMirror({ folder }, mirror.id)?.at ?? null,
        block: blocks[mirror.id] ?? null,
      };
    });
  };
  const mirrors = await withRegister(call, shown, { reads: true });
  out.result({ mirrors, readBackDays: READ_DAYS }, () => tell(out, mirrors));
}

function tell(out: Out, mirrors: readonly Shown[]): void {
  if (mirrors.length === 0)
    return out.line('No mirrors yet; "longwave mirror add --help" shows how to add one');
  out.table(
    mirrors.map((one) => [
      one.id,
      one.kind,
      one.use,
      one.state,
      one.pushedEdition === null ? 'never' : String(one.pushedEdition),
      one.pushedAt === null ? '' : minute(one.pushedAt),
      one.checkedAt === null ? '' : minute(one.checkedAt),
      one.address,
    ]),
    ['id', 'kind', 'use', 'state', 'edition', 'pushed', 'looked at', 'address'],
  );
  for (const { id, error, failures, nextPushAt } of mirrors) {
    if (error === null) continue;
    out.line(`${out.bad('✗')} ${id}: ${error}`);
    const tries = failures > 1 ? `${failures} attempts failed; the` : 'The';
    if (nextPushAt !== null)
      out.line(out.dim(`  ${tries} next is at ${minute(nextPushAt)}, while "longwave serve" runs`));
  }
  for (const { id, block } of mirrors)
    if (block !== null)
      out.line(
        `· ${id} was blocked by hand at ${minute(block.at)}${block.reason === null ? '' : `: ${block.reason}`}`,
      );
  if (mirrors.some(({ checkedAt }) => checkedAt !== null))
    out.line(
      out.dim(
        `Everything is looked at once a day; where a server tells no hashes, each file is read back within ${READ_DAYS} days`,
      ),
    );
}
