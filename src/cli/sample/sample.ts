import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { importInto } from '../importing.ts';
import { withAll } from '../open.ts';
import { pressNow } from '../pressing.ts';
import type { Call } from '../call.ts';
import { projectRoot } from '../settings.ts';

/** Makes the sample newsroom in an empty data folder: draws its pictures, imports its stories, presses. */
export async function initSample(call: Call): Promise<void> {
  const { out, settings, now } = call;
  await mkdir(settings.data, { recursive: true });
  // Always the same name: an archive is known by it, so a first start that was killed goes on where it was.
  const folder = join(settings.data, 'far-shore');
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
      const report = await patiently(call, () => importInto(call, opened, folder, {}));
      await (await import('./money.ts')).givePlayMoney({ store: opened.store, now });
      const { edition, added } = await pressNow(call, opened, { full: true });
      out.note(
        `Made the sample newsroom "Far Shore": ${report.imported} items, edition ${edition} with ${added.length} files`,
      );
    }, { make: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PATIENCE_MS = 30_000;

/** An import that was killed a moment ago holds its place for some seconds more. */
async function patiently<T>(call: Call, work: () => Promise<T>): Promise<T> {
  const until = call.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const running = error instanceof Error && 'code' in error && error.code === 'running';
      if (!running || call.now() > until) throw error;
      await wait(500);
    }
  }
}
