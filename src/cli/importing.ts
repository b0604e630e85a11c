import type { ImportReport } from '#newsroom';
import type { Opened } from './open.ts';
import type { Call } from './call.ts';

export type ImportWishes = {
  dryRun?: boolean;
  map?: string;
  uploads?: string;
  fetchPictures?: boolean;
  pictureCredit?: string;
};

/** Imports an archive (a file or a folder) with a progress bar. */
export async function importInto(
  call: Pick<Call, 'out' | 'now' | 'settings'>,
  opened: Opened,
  from: string,
  wishes: ImportWishes,
): Promise<ImportReport> {
  const { importArchive } = await import('#newsroom');
  const bar = call.out.bar(wishes.dryRun === true ? 'Reading' : 'Importing');
  try {
    return await importArchive({
      store: opened.store,
      folder: call.settings.data,
      now: call.now,
      random: Math.random,
      from,
      ...wishes,
      progress: (done, total, label) => bar.to(done, total, label),
    });
  } finally {
    bar.end();
  }
}
