import { openRegister, pushMirror, queuePushes, startPushing } from '#reach';
import type { Depot } from '#depot';
import type { Store } from '#store';
import { z } from 'zod';
import type { Call } from '../call.ts';
import { pushingOf } from './open.ts';
import { openSecrets } from './secrets.ts';

const JOB = z.object({ mirror: z.string() });

/**
 * Pushes to every mirror after each edition and each signing, as long as the server runs. A push that fails is tried
 * again by the jobs, and the register says why it failed; nothing else waits for it.
 */
export async function keepMirrors(
  call: Call,
  { store, depot }: { store: Store; depot: Depot },
): Promise<{ stop(): Promise<void> }> {
  const { settings, out, now } = call;
  const pushing = pushingOf(settings, now, { store, depot });
  const register = openRegister(store);
  const failed = (error: unknown): void =>
    out.note(`A push to a mirror failed: ${error instanceof Error ? error.message : String(error)}`);
  const queue = (): void => void queuePushes(store, now()).catch(failed);
  const lanes = startPushing({
    store,
    now,
    failed,
    async push(payload, { signal }) {
      const mirror = await register.get(JOB.parse(payload).mirror);
      // Removed or given up since the job was left.
      if (mirror === null || mirror.state === 'retired' || depot.head() === null) return;
      await pushMirror(pushing, { mirror, secrets: await openSecrets(call)(mirror), signal });
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
