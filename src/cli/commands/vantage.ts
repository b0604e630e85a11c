import type { Call, Define } from '../call.ts';
import { withAll } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';

export const define: Define = (command, act) => {
  command
    .command('add <name> [command...]')
    .description('Add a place to look from: a command that fetches one address, or give one another command')
    .option('--label <words>', 'what it is, for people; default: its name')
    .addHelpText(
      'after',
      `
The command stands behind "--" and has {url} where the address goes. It is started without a shell, prints the answer
with its head (curl does with --include) and ends with status 0; where there was no answer it ends with another status
and says why on standard error. It is stopped after 20 seconds.

Examples:
  longwave vantage add tor -- curl -sS --include --no-buffer --socks5-hostname 127.0.0.1:9050 {url}
  longwave vantage add tehran --label "A flat in Tehran" -- ssh probe@host.example curl -sS --include --no-buffer --max-time 30 {url}
`,
    )
    .action(
      act((call: Call, name: string, words: string[], options: { label?: string }) =>
        add(call, name, words, options.label ?? name),
      ),
    );
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

async function add(call: Call, id: string, command: readonly string[], label: string): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { putVantage } = await import('#reach');
    const problem = await putVantage(store, { id, label, command }, now());
    if (problem !== null) throw new UsageError(problem);
    out.result({ id, label, command }, () => {
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
          vantages.map(({ id, label, command }) => [
            id,
            label,
            command?.join(' ') ?? 'the newsroom’s own connection',
          ]),
          ['vantage', 'what', 'command'],
        );
        for (const { vantage, why } of broken) out.line(`${out.bad('✗')} "${vantage}" does not work: ${why}`);
      });
    },
    { reads: true },
  );
}

async function remove(call: Call, id: string): Promise<void> {
  const { settings, now, out } = call;
  await withAll(settings, now, async ({ store }) => {
    const { removeVantage } = await import('#reach');
    if (id === 'here') throw new Refusal('The vantage "here" is this machine and cannot be removed');
    if (!(await removeVantage(store, id)))
      throw new Refusal(`No vantage is called "${id}"`, ['"longwave vantage list" shows them']);
    out.result({ removed: id }, () => out.line(`${out.good('✓')} Nobody looks from "${id}" any more`));
  });
}
