import { nextCheck, openRegister, pushMirror, queuePushes, startPushing } from '#reach';
import type { PushReport } from '#reach';
import type { Depot } from '#depot';
import type { Happenings } from '../happenings.ts';
import type { Store } from '#store';
import type { Call } from '../call.ts';
import { alteredWords, pushingOf } from './open.ts';
import { openSecrets } from './secrets.ts';

/**
 * Pushes to every mirror after each edition and each signing, as long as the server runs. A push that fails is tried
 * again, and the register says why it failed; nothing else waits for it. Once a day it looks at everything there.
 */
export async function keepMirrors(
  call: Call,
  { store, depot, tell }: { store: Store; depot: Depot; tell: Happenings['tell'] },
): Promise<{ stop(): Promise<void> }> {
  const { settings, out, now } = call;
  const pushing = pushingOf(settings, now, { store, depot });
  const register = openRegister(store);
  const failed = (error: unknown): void =>
    out.note(`A push to a mirror failed: ${error instanceof Error ? error.message : String(error)}`);
  const queue = (): void => void queuePushes(store, now()).catch(failed);
  const told = async (mirror: string, push: () => Promise<PushReport>): Promise<PushReport> => {
    try {
      const report = await push();
      tell({ what: 'pushed', mirror, edition: report.edition, error: null });
      return report;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      tell({ what: 'pushed', mirror, edition: null, error: message });
      throw error;
    }
  };
  const lanes = startPushing({
    store,
    now,
    random: Math.random,
    failed,
    async push(id, signal) {
      const mirror = await register.get(id);
      // Removed or given up since the job was left.
      if (mirror === null || mirror.state === 'retired' || depot.head() === null) return null;
      const secrets = await openSecrets(call)(mirror);
      const { altered } = await told(id, () =>
        pushMirror(pushing, {
          mirror,
          secrets,
          signal,
          progress: (done, total) => tell({ what: 'pushing', mirror: id, done, total }),
        }),
      );
      if (altered.length > 0) out.note(`Mirrors: ${alteredWords(id, altered)}`);
      return nextCheck(pushing, id);
    },
  });
  const stopWatching = depot.watch(queue);
  // What was pressed while no server ran.
  queue();
  return {
    async stop() {
      stopWatching();
      await lanes.stop();
    },
  };
}
