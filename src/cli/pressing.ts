import { availableParallelism } from 'node:os';
import type { PressReport } from '#press';
import type { Opened } from './open.ts';
import type { Call } from './call.ts';

/** Makes the next edition with a progress bar; waits while another process presses. */
export async function pressNow(
  call: Pick<Call, 'settings' | 'out' | 'now'>,
  opened: Opened,
  options: { full: boolean },
): Promise<PressReport> {
  const { press } = await import('#press');
  const { settings, out, now } = call;
  const bar = out.bar('Pressing');
  try {
    return await press({
      newsroom: opened.newsroom,
      depot: opened.depot,
      at: now(),
      databaseUrl: settings.databaseUrl,
      folder: settings.data,
      threads: settings.threads || availableParallelism(),
      full: options.full,
      progress: (done, total) => bar.to(done, total),
    });
  } finally {
    bar.end();
  }
}
