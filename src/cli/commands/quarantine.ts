import { withAll, type Opened } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { pressNow } from '../pressing.ts';
import type { Call, Define } from '../call.ts';
import { minute } from '../story/see.ts';

export const define: Define = (command, act) => {
  command
    .command('list')
    .description('List what imports could not take, and why')
    .addHelpText('after', '\nExample:\n  longwave quarantine list\n')
    .action(act((call: Call) => list(call)));
  command
    .command('show <id>')
    .description('Show the original of an item')
    .addHelpText('after', '\nExample:\n  longwave quarantine show 4kq7c2mzt5ra > item.xml\n')
    .action(act((call: Call, id: string) => show(call, id)));
  command
    .command('retry [id]')
    .description('Try to import an item again, or all')
    .addHelpText('after', '\nExample:\n  longwave quarantine retry\n')
    .action(act((call: Call, id: string | undefined) => retry(call, id ?? null)));
  command
    .command('purge [id]')
    .description('Delete the original of an item for good, or of all with --all')
    .option('--all', 'all of them')
    .addHelpText('after', '\nExample:\n  longwave quarantine purge 4kq7c2mzt5ra\n')
    .action(
      act((call: Call, id: string | undefined, options: { all?: boolean }) =>
        purge(call, id, options.all === true),
      ),
    );
};

async function openQuarantine(call: Call, { store }: Opened) {
  const { quarantine } = await import('#newsroom');
  return quarantine({ store, folder: call.settings.data, now: call.now, random: Math.random });
}

async function list(call: Call): Promise<void> {
  const { out } = call;
  await withAll(
    call.settings,
    call.now,
    async (opened) => {
      const items = await (await openQuarantine(call, opened)).list();
      out.result({ items }, () => {
        if (items.length === 0) out.line('Nothing is in quarantine');
        else
          out.table(
            items.map(({ id, item, at, reason }) => [id, item, minute(at), reason]),
            ['id', 'item', 'since', 'why'],
          );
      });
    },
    { reads: true },
  );
}

async function show(call: Call, id: string): Promise<void> {
  await withAll(
    call.settings,
    call.now,
    async (opened) => {
      const found = await (await openQuarantine(call, opened)).show(id);
      if (!found)
        throw new Refusal(`Nothing in quarantine has the id "${id}"`, [
          '"longwave quarantine list" shows them',
        ]);
      call.out.result(found, () => call.out.text(found.original));
    },
    { reads: true },
  );
}

async function retry(call: Call, id: string | null): Promise<void> {
  const { out } = call;
  await withAll(call.settings, call.now, async (opened) => {
    const report = await (await openQuarantine(call, opened)).retry(id, {});
    const { imported, updated, quarantined } = report;
    const pressed = imported + updated > 0 ? await pressNow(call, opened, { full: false }) : null;
    out.result({ ...report, edition: pressed?.edition ?? null }, () =>
      out.line(
        `${imported + updated} came in, ${quarantined} ${quarantined === 1 ? 'is' : 'are'} still in quarantine`,
      ),
    );
  });
}

async function purge(call: Call, id: string | undefined, all: boolean): Promise<void> {
  if (id === undefined && !all) throw new UsageError('Name an item, or say --all');
  await withAll(call.settings, call.now, async (opened) => {
    const purged = await (await openQuarantine(call, opened)).purge(id ?? null);
    call.out.result({ purged }, () => call.out.line(`${String(purged)} deleted for good`));
  });
}
