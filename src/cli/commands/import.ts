import { resolve } from 'node:path';
import type { ImportReport, ImportRow } from '#newsroom';
import { importInto, type ImportWishes } from '../importing.ts';
import { withAll } from '../open.ts';
import { EXIT } from '../out.ts';
import { pressNow } from '../pressing.ts';
import type { Call, Define } from '../call.ts';

type Options = ImportWishes & { press: boolean; all?: boolean };

export const define: Define = (command, act) => {
  command
    .argument('<archive>', 'a WordPress export (.xml) or a folder of Markdown; recognised by what is in it')
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--map <file>', 'which categories become sections (docs/IMPORT.md)')
    .option('--uploads <folder>', 'the old site’s uploads folder, for pictures and files')
    .option('--fetch-pictures', 'fetch pictures that are not in --uploads from their addresses')
    .option('--picture-credit <text>', 'credit for pictures that name none')
    .option('--all', 'list every item, not only those that need a look')
    .option('--no-press', 'do not press afterwards')
    .addHelpText(
      'after',
      `
Importing again changes nothing that is unchanged; an import that was stopped goes on where it was. What cannot be
taken is kept whole in quarantine. docs/IMPORT.md tells more.

Examples:
  longwave import export.xml --dry-run
  longwave import export.xml --uploads wp-content/uploads --picture-credit "Archive"
  longwave import stories/
`,
    )
    .action(
      act((call: Call, archive: string, options: Options) => importCommand(call, resolve(archive), options)),
    );
};

async function importCommand(call: Call, archive: string, options: Options): Promise<number> {
  const { out, settings, now } = call;
  const { press, all, ...wishes } = options;
  return withAll(settings, now, async (opened) => {
    const report = await importInto(call, opened, archive, wishes);
    const { items, imported, updated, unchanged, skipped, quarantined } = report;
    const pressed =
      press && !report.dryRun && imported + updated > 0
        ? await pressNow(call, opened, { full: false })
        : null;
    const counts = { items, imported, updated, unchanged, skipped, quarantined };
    out.result({ ...counts, report: { ...report, ...counts }, edition: pressed?.edition ?? null }, () =>
      tell(call, report, all === true, pressed?.edition ?? null),
    );
    return quarantined > 0 ? EXIT.refused : EXIT.done;
  });
}

function tell(call: Call, report: ImportReport, all: boolean, edition: number | null): void {
  const { out } = call;
  const { items, imported, updated, unchanged, skipped, quarantined, rows } = report;
  out.line(
    out.bold(
      `${report.dryRun ? 'Would import' : 'Imported'} a ${report.format} archive${report.resumed ? ', going on where it was stopped' : ''}`,
    ),
  );
  out.table(
    [[items, imported, updated, unchanged, skipped, quarantined].map(String)],
    ['items', 'imported', 'updated', 'unchanged', 'skipped', 'quarantined'],
  );
  const shown: ImportRow[] = rows.filter((row) => all || row.reason !== '');
  if (shown.length > 0) {
    out.line();
    out.table(
      shown.map(({ outcome, kind, item, reason }) => [outcome, kind, item, reason]),
      ['', 'kind', 'item', 'why'],
    );
  }
  for (const note of report.notes) out.line(`· ${note}`);
  if (quarantined > 0 && !report.dryRun)
    out.line(out.dim('  longwave quarantine list   shows what could not be taken, and keeps it'));
  if (edition !== null) out.line(`${out.good('✓')} Edition ${edition} is pressed`);
}
