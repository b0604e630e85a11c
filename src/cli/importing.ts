import type { ImportReport } from '#newsroom';
import type { Opened } from './open.ts';
import type { Call } from './program.ts';

export type ImportWishes = {
  dryRun?: boolean;
  map?: string;
  uploads?: string;
  fetchPictures?: boolean;
  pictureCredit?: string;
};

/** Imports an archive with a progress bar. */
export async function importInto(
  call: Pick<Call, 'out' | 'now'>,
  opened: Opened,
  path: string,
  wishes: ImportWishes,
): Promise<ImportReport> {
  const { importArchive } = await import('#newsroom');
  const bar = call.out.bar(wishes.dryRun === true ? 'Reading' : 'Importing');
  try {
    return await importArchive({
      newsroom: opened.newsroom,
      path,
      now: call.now,
      ...wishes,
      progress: (done, total, label) => bar.to(done, total, label),
    });
  } finally {
    bar.end();
  }
}
