import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Act, Call } from '../call.ts';
import { withBooks } from './with.ts';

export function defineProve(command: Command, act: Act): void {
  command
    .command('prove <rail> <source>')
    .description('Write what shows a supporter that one movement of hers is under a published seal')
    .option('--out <file>', 'where to; left out, it is printed')
    .addHelpText(
      'after',
      `
The source is the rail's own name of the movement, as in the exports of the ledger. What is written tells of that one
movement alone; the page "gap.html" of the edition checks it.

Example:
  longwave support prove transfer 2026-11-23.4711 --out proof.txt
`,
    )
    .action(
      act(async (call: Call, rail: string, source: string, options: { out?: string }) => {
        const text = await withBooks(call, ({ gap }) => gap.opening({ rail, source }), { reads: true });
        const { out } = call;
        if (options.out !== undefined) writeFileSync(resolve(options.out), text, { mode: 0o600 });
        out.result({ opening: text, ...(options.out === undefined ? {} : { file: options.out }) }, () => {
          if (options.out === undefined) out.text(text);
          else out.line(`${out.good('✓')} Written to "${options.out}"`);
        });
      }),
    );
}
