import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { importInto } from '../importing.ts';
import { withAll } from '../open.ts';
import { pressNow } from '../pressing.ts';
import type { Call } from '../program.ts';
import { projectRoot } from '../settings.ts';

/** Makes the sample newsroom in an empty data folder: draws its pictures, imports its stories, presses. */
export async function initSample(call: Call): Promise<void> {
  const { out, settings, now } = call;
  await mkdir(settings.data, { recursive: true });
  const folder = await mkdtemp(join(settings.data, 'sample-'));
  try {
    await cp(join(projectRoot(), 'sample'), folder, { recursive: true });
    const [{ drawPictures }, { writeFoghorn }] = await Promise.all([
      import('./pictures.ts'),
      import('./foghorn.ts'),
    ]);
    const bar = out.bar('Drawing pictures');
    await drawPictures({ folder, progress: (done, total) => bar.to(done, total) });
    bar.end();
    await writeFoghorn({ folder });
    await withAll(settings, now, async (opened) => {
      const report = await importInto(call, opened, folder, {});
      const { edition, added } = await pressNow(call, opened, { full: true });
      out.note(
        `Made the sample newsroom "Far Shore": ${report.imported} items, edition ${edition} with ${added.length} files`,
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
