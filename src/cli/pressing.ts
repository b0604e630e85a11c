import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { PressReport } from '#press';
import type { Opened } from './open.ts';
import type { Call } from './program.ts';

const PATIENCE_MS = 60_000;

/** Makes the next edition with a progress bar; waits while another process presses. */
export async function pressNow(
  call: Pick<Call, 'settings' | 'out' | 'now'>,
  opened: Opened,
  options: { full: boolean },
): Promise<PressReport> {
  const { press } = await import('#press');
  const { settings, out, now } = call;
  const bar = out.bar('Pressing');
  const until = now() + PATIENCE_MS;
  for (;;) {
    try {
      const report = await press({
        newsroom: opened.newsroom,
        depot: opened.depot,
        at: now(),
        databaseUrl: settings.databaseUrl,
        folder: settings.data,
        threads: settings.threads || availableParallelism(),
        full: options.full,
        progress: (done, total) => bar.to(done, total),
      });
      bar.end();
      return report;
    } catch (error) {
      if (!isLocked(error) || now() > until) throw error;
      await wait(50);
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'locked';
}
