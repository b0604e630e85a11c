import type { Call, Define } from '../call.ts';
import { withAll } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';

export const define: Define = (command, act) => {
  command
    .command('add <name> [command...]')
    .description('Add a place to look from: a command that fetches one address, or give one another command')
    .option('--label <words>', 'what it is, for people; default: its name')
    .option(
      '--control <address>',
      'an address that has to answer from there, which tells a cut line from a block',
    )
    .addHelpText(
      'after',
      `
The command stands behind "--" and has {url} where the address goes. It is started without a shell, prints the answer
with its head (curl does with --include) and ends with status 0; where there was no answer it ends with another status
and says why on standard error. It is stopped after 20 seconds.

Examples:
  longwave vantage add tor -- curl -sS --include --no-buffer --socks5-hostname 127.0.0.1:9050 {url}
  longwave vantage add tehran --label "A flat in Tehran" -- ssh probe@host.example curl -sS --include --no-buffer --max-time 30 {url}
  longwave vantage add minsk --control https://weather.example/ -- curl -sS --include --no-buffer --interface wg0 {url}
`,
    )
    .action(
      act((call: Call, name: string, words: string[], options: { label?: string; control?: string }) =>
        add(call, name, words, options),
      ),
    );
  command
    .command('control <name> [address]')
    .description('Name an address that has to answer from a vantage, "here" too; without one, forget it')
    .addHelpText(
      'after',
      `
It is asked for only when a vantage reaches no mirror. Where it answers, the mirrors are blocked there, and the rule
acts; where it does not, the vantage's own line is cut, and nothing is said of mirrors. Choose one that nobody blocks
there and that betrays nothing, such as a weather service or a shop of that country.

Examples:
  longwave vantage control tehran https://weather.example/
  longwave vantage control here https://shop.example/
  longwave vantage control tehran
`,
    )
    .action(act((call: Call, name: string, address?: string) => control(call, name, address ?? null)));
  command
    .command('list')
    .description('List the vantages and their commands')
    .addHelpText('after', '\nExample:\n  longwave vantage list\n')
    .action(act((call: Call) => list(call)));
  command
    .command('remove <name>')
    .description('Remove a vantage; what was found from it stays in the history')
    .addHelpText('after', '\nExample:\n  longwave vantage remove tehran\n')
    .action(act((call: Call, name: string) => remove(call, name)));
};

async function add(
  call: Call,
  id: string,
  command: readonly string[],
  { label = id, control: address }: { label?: string; control?: string },
): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { putVantage, setControl } = await import('#reach');
    // Both or neither.
    await store.transaction(async () => {
      const problem =
        (await putVantage(store, { id, label, command }, now())) ??
        (address === undefined ? null : await setControl(store, id, address));
      if (problem !== null) throw new UsageError(problem);
    });
    out.result({ id, label, command, control: address ?? null }, () => {
      out.line(`${out.good('✓')} Probes look from "${id}" too`);
      out.line(out.dim(`  longwave mirror check --vantage ${id}   tries it now`));
    });
  });
}

async function list(call: Call): Promise<void> {
  const { settings, now, out } = call;
  await withAll(
    settings,
    now,
    async ({ store }) => {
      const { brokenVantages, listVantages } = await import('#reach');
      const [vantages, broken] = [await listVantages(store), await brokenVantages(store)];
      out.result({ vantages, broken }, () => {
        out.table(
          vantages.map(({ id, label, command, control: address }) => [
            id,
            label,
            address ?? '',
            command?.join(' ') ?? 'the newsroom’s own connection',
          ]),
          ['vantage', 'what', 'control', 'command'],
        );
        for (const { vantage, why } of broken) out.line(`${out.bad('✗')} "${vantage}" does not work: ${why}`);
      });
    },
    { reads: true },
  );
}

async function control(call: Call, id: string, address: string | null): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { listVantages, setControl } = await import('#reach');
    if (!(await listVantages(store)).some((one) => one.id === id)) throw noVantage(id);
    const problem = await setControl(store, id, address);
    if (problem !== null) throw new UsageError(problem);
    out.result({ id, control: address }, () =>
      out.line(
        address === null
          ? `${out.good('✓')} "${id}" has no control any more`
          : `${out.good('✓')} "${id}" has to reach ${address}, or what it finds does not count`,
      ),
    );
  });
}

const noVantage = (id: string): Refusal =>
  new Refusal(`No vantage is called "${id}"`, ['"longwave vantage list" shows them']);

async function remove(call: Call, id: string): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { removeVantage } = await import('#reach');
    if (id === 'here') throw new Refusal('The vantage "here" is this machine and cannot be removed');
    if (!(await removeVantage(store, id))) throw noVantage(id);
    out.result({ removed: id }, () => out.line(`${out.good('✓')} Nobody looks from "${id}" any more`));
  });
}
