import type { Command } from 'commander';
import type { Act, Call } from '../call.ts';
import { Refusal } from '../out.ts';
import { withSupport } from './with-support.ts';

/** `longwave support wall`: the names that supporters want to be seen by. */
export function defineWall(wall: Command, act: Act): void {
  wall
    .command('queue')
    .description('List the names that nobody has looked at yet')
    .action(act((call: Call) => queue(call)));
  for (const [verb, what] of [
    ['show', 'Show a name with the next edition'],
    ['refuse', 'Do not show a name; whoever chose it is told behind her code'],
  ] as const)
    wall
      .command(`${verb} <contribution> <name>`)
      .description(what)
      .addHelpText(
        'after',
        `
A contribution is named by the beginning of its name in the queue. The name has to be the one that stands there, so that
none is shown that was changed meanwhile.

Example:
  longwave support wall ${verb} 4f2a91 "Mara of the Quay"
`,
      )
      .action(
        act((call: Call, contribution: string, name: string) => decide(call, verb, { contribution, name })),
      );
}

const openWallOf = async (
  { now }: Call,
  { store, house }: Parameters<Parameters<typeof withSupport>[1]>[0],
) => {
  const { openWall } = await import('#support');
  return openWall({ store, safety: house.safety, now, isDenied: (one) => house.transfer.isDenied(one) });
};

async function queue(call: Call): Promise<void> {
  const { out } = call;
  await withSupport(call, async (parts) => {
    const wall = await openWallOf(call, parts);
    const [waiting, standing] = [await wall.waiting(), await wall.standing()];
    const rowOf =
      (state: string) =>
      ({ contribution, name, month, showsAmount, lang }: (typeof waiting)[number]): string[] => [
        contribution.slice(0, 8),
        name,
        state,
        month,
        lang,
        showsAmount ? 'with its amount' : '',
      ];
    out.result({ waiting, standing }, () => {
      if (waiting.length === 0) out.line('No name waits');
      if (waiting.length + standing.length > 0)
        out.table(
          [...waiting.map(rowOf('waits')), ...standing.map(rowOf('shown'))],
          ['contribution', 'name', '', 'gives since', 'language', ''],
        );
    });
  });
}

async function decide(
  call: Call,
  verb: 'show' | 'refuse',
  { contribution: start, name }: { contribution: string; name: string },
): Promise<void> {
  const { out } = call;
  await withSupport(call, async (parts) => {
    const wall = await openWallOf(call, parts);
    const found = [...(await wall.waiting()), ...(await wall.standing())].filter(({ contribution }) =>
      contribution.startsWith(start),
    );
    const [one] = found;
    if (one === undefined || found.length > 1)
      throw new Refusal(
        one === undefined ? `No name of "${start}" waits` : `"${start}" begins the names of several`,
        ['"longwave support wall queue" lists them'],
      );
    const done = verb === 'show' ? wall.approve(one.contribution, name) : wall.refuse(one.contribution, name);
    if (!(await done))
      throw new Refusal(`The name that waits is "${one.name}"`, ['Write it as it stands in the queue']);
    out.result({ contribution: one.contribution, name, decided: verb }, () =>
      out.line(
        verb === 'show'
          ? `${out.good('✓')} "${name}" stands on the wall with the next edition`
          : `${out.good('✓')} "${name}" is not shown`,
      ),
    );
  });
}
