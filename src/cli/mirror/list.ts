import type { Command } from 'commander';
import type { Act, Call } from '../call.ts';
import { withRegister } from './open.ts';

export function defineList(command: Command, act: Act): void {
  command
    .command('list')
    .description('Show the mirrors, and how the last push to each ended')
    .addHelpText('after', '\nExample:\n  longwave mirror list --json\n')
    .action(act((call: Call) => list(call)));
}

async function list(call: Call): Promise<void> {
  const { out } = call;
  const mirrors = await withRegister(call, ({ register }) => register.list());
  out.result({ mirrors }, () => {
    if (mirrors.length === 0)
      return out.line('No mirrors yet; "longwave mirror add --help" shows how to add one');
    out.table(
      mirrors.map((one) => [
        one.id,
        one.kind,
        one.use,
        one.state,
        one.pushedEdition === null ? 'never' : String(one.pushedEdition),
        one.pushedAt === null ? '' : new Date(one.pushedAt).toISOString().slice(0, 16).replace('T', ' '),
        one.address,
      ]),
      ['id', 'kind', 'use', 'state', 'edition', 'pushed (UTC)', 'address'],
    );
    for (const { id, error } of mirrors) if (error !== null) out.line(`${out.bad('✗')} ${id}: ${error}`);
  });
}
