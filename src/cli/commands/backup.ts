import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeBackup } from '../backup.ts';
import { openStoreOf } from '../open.ts';
import { Refusal } from '../out.ts';
import { newsroomExists, parentExists } from '../place.ts';
import type { Call, Define } from '../call.ts';

export const define: Define = (command, act) => {
  command
    .argument('[file]', 'where to write it; longwave-<date>.tar.gz in this folder when left out')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      `
The file holds the whole newsroom: stories with every revision, settings, media, what is in quarantine. It can be made
while the server runs and restored on SQLite or PostgreSQL, whichever it came from.

Examples:
  longwave backup
  longwave backup /media/usb/newsroom.tar.gz
`,
    )
    .action(act((call: Call, file: string | undefined, options: Options) => backup(call, file, options)));
};

type Options = { force?: boolean };

async function backup(call: Call, file: string | undefined, options: Options): Promise<void> {
  const { out, settings, now } = call;
  newsroomExists(settings);
  const at = now();
  const target = resolve(
    file ?? `longwave-${new Date(at).toISOString().slice(0, 16).replaceAll(':', '')}.tar.gz`,
  );
  parentExists(target);
  const there = statSync(target, { throwIfNoEntry: false });
  if (there?.isFile() === false)
    throw new Refusal(`"${target}" is no file that a backup could replace; nothing was written`, [
      'Name a file, such as "newsroom.tar.gz" in that folder',
    ]);
  if (there !== undefined && options.force !== true) {
    throw new Refusal(`There is a file "${target}" already; nothing was written`, [
      'Name another one, or replace it with --force',
    ]);
  }
  const store = await openStoreOf(settings, now, { reads: true });
  const bar = out.bar('Backing up');
  try {
    const report = await writeBackup({
      store,
      data: settings.data,
      file: target,
      at,
      progress: (done, total) => bar.to(done, total),
    });
    bar.end();
    out.result(report, () => {
      out.line(`${out.good('✓')} ${report.file}`);
      out.line(
        `  ${report.rows} rows of ${report.tables} tables, ${report.files} files, ${(report.bytes / 1e6).toFixed(1)} MB`,
      );
      out.line(out.dim(`  longwave restore ${report.file}   brings it back`));
    });
  } finally {
    bar.end();
    await store.close();
  }
}
