import type { Command } from 'commander';
import type { GapPublished } from '#support';
import type { Act, Call } from '../call.ts';
import type { Out } from '../out.ts';
import { drawnBar } from './bar.ts';
import { pressSoon, withBooks } from './with.ts';

export function defineGap(command: Command, act: Act): void {
  command
    .command('gap')
    .description('Show what the month costs, what came in of it, and what is missing')
    .option('--publish', 'publish the day that is over first, as "longwave serve" does by itself')
    .addHelpText(
      'after',
      `
Days are days of UTC. What waits is not in the figure yet: sums tell of ten contributions at least.

Example:
  longwave support gap --json
`,
    )
    .action(act((call: Call, options: { publish?: boolean }) => show(call, options)));
}

async function show(call: Call, { publish = false }: { publish?: boolean }): Promise<void> {
  const { out } = call;
  await withBooks(
    call,
    async ({ store, gap }) => {
      const done = publish ? await gap.publish() : null;
      if (done?.done === true) await pressSoon(call, store);
      const published = await gap.published();
      const money = await import('#support');
      const waiting = done?.done === true ? done.waiting : await gap.waiting();
      const said = published === null ? null : factsOf(published);
      out.result({ published: said, waiting, ...(done === null ? {} : { publication: done }) }, () => {
        if (done?.done === false) out.line(WHY[done.because]);
        if (published === null) return out.line(NOTHING);
        tell(out, published, (amount) => money.decimal(money.minor(amount), published.figure.currency));
        for (const { currency, because } of waiting) out.line(`  ${currency} waits: ${BECAUSE[because]}`);
      });
    },
    { reads: !publish },
  );
}

const NOTHING =
  'Nothing is published yet: name what a month costs with "longwave support costs add"; the figure stands in the edition from the next day on';

const WHY = {
  'no-costs': 'Nothing to publish: the paper has not said what it costs',
  sealed: 'The day that is over is published already',
};

const BECAUSE = {
  'too-few': 'fewer than ten contributions since the last sum',
  'one-stands-out': 'one contribution is so large beside the others that the sum would tell it',
  'no-granule': 'what sums are rounded to is not said yet',
  'no-rate': 'it has no rate; set one with "longwave support costs rate"',
};

const factsOf = ({ figure, play }: GapPublished) => ({ ...figure, play });

function tell(out: Out, { figure, play }: GapPublished, money: (amount: number) => string): void {
  const { month, currency, cost, receipts, gap, through } = figure;
  if (play) out.line(out.bold('This is play money'));
  out.table(
    [[month, money(cost), money(receipts), money(gap), through ?? '']],
    ['month', `costs ${currency}`, 'came in', 'missing', 'through'],
  );
  out.line(drawnBar(receipts, cost));
}
