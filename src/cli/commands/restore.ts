import { resolve } from 'node:path';
import type { Progress } from '../backup.ts';
import { checkBackup, readBackup, type RestoreReport, type WholeBackup } from '../restore.ts';
import { withAll, type Opened } from '../open.ts';
import { Refusal } from '../out.ts';
import { pressNow } from '../pressing.ts';
import { minute } from '../story/see.ts';
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
  const bar = out.bar('Restoring');
  const progress: Progress = (done, total) => bar.to(done, total);
  const work = async (opened: Opened, backup: WholeBackup): Promise<void> => {
    if ((await opened.newsroom.site.get()) !== null) throw notEmpty(settings.data);
    const report = await readBackup({
      store: opened.store,
      data: settings.data,
      backup,
      at: now(),
      progress,
    });
    bar.end();
    const { edition } = await pressNow(call, opened, { full: true }).catch((error: unknown) => {
      throw unpressed(report, error);
    });
    out.result({ ...report, edition }, () => {
      out.line(
        `${out.good('✓')} Restored ${report.rows} rows and ${report.files} files from ${minute(report.at)}; edition ${edition} is pressed`,
      );
    });
  };
  // The folder may hold an edition of before; the one that is pressed now stands on nothing of it.
  try {
    const backup = await checkBackup(file, progress);
    await withAll(settings, now, (opened) => work(opened, backup), { mend: true, make: true });
  } finally {
    bar.end();
  }
}

/** Everything is there but the edition: whoever restored once more would only be refused. */
function unpressed({ rows, files }: RestoreReport, error: unknown): Refusal {
  return new Refusal(
    `The newsroom is restored, ${rows} rows and ${files} files; its edition is not pressed`,
    [
      error instanceof Error ? error.message : String(error),
      'Mend the cause and run "longwave press --full"; nothing is to be restored again',
    ],
  );
}

function notEmpty(data: string): Refusal {
  return new Refusal('There is a newsroom here already; nothing was restored', [
    `Restore into another folder: LONGWAVE_DATA=… longwave restore …, or move "${data}" away first`,
  ]);
}
