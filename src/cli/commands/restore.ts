import { resolve } from 'node:path';
import { readBackup } from '../restore.ts';
import { withAll, type Opened } from '../open.ts';
import { Refusal } from '../out.ts';
import { pressNow } from '../pressing.ts';
import type { Call, Define } from '../call.ts';

export const define: Define = (command, act) => {
  command
    .argument('<file>', 'a backup made by "longwave backup"')
    .addHelpText(
      'after',
      `
Restores into an empty data folder and database (LONGWAVE_DATA, DATABASE_URL), never over a newsroom. The backup is
read to its end and checked before anything is written; then the edition is pressed.

Example:
  LONGWAVE_DATA=data-new longwave restore newsroom.tar.gz
`,
    )
    .action(act((call: Call, file: string) => restore(call, resolve(file))));
};

async function restore(call: Call, file: string): Promise<void> {
  const { out, settings, now } = call;
  const work = async (opened: Opened): Promise<void> => {
    if ((await opened.newsroom.site.get()) !== null) throw notEmpty(settings.data);
    const bar = out.bar('Restoring');
    let report;
    try {
      report = await readBackup({
        store: opened.store,
        data: settings.data,
        file,
        at: now(),
        progress: (done, total) => bar.to(done, total),
      });
    } finally {
      bar.end();
    }
    const { edition } = await pressNow(call, opened, { full: true });
    out.result({ ...report, edition }, () => {
      out.line(
        `${out.good('✓')} Restored ${report.rows} rows and ${report.files} files from ${new Date(report.at).toISOString()}; edition ${edition} is pressed`,
      );
    });
  };
  // The folder may hold an edition of before; the one that is pressed now stands on nothing of it.
  await withAll(settings, now, work, { mend: true });
}

function notEmpty(data: string): Refusal {
  return new Refusal('There is a newsroom here already; nothing was restored', [
    `Restore into another folder: LONGWAVE_DATA=… longwave restore …, or move "${data}" away first`,
  ]);
}
