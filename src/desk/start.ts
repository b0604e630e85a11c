import { createApp, partsOf } from './api/api.ts';
import { watchElsewhere } from './api/elsewhere.ts';
import { hearHappenings } from './api/happenings.ts';
import type { Desk, DeskOptions } from './options.ts';
import { layReserve } from './reserve.ts';

/** Loads the whole desk; `openDesk` calls it when the first request comes. */
export function startDesk(options: DeskOptions): Desk {
  const parts = partsOf(options);
  const app = createApp(parts);
  const deaf = hearHappenings(parts);
  void layReserve(options.folder).catch((error: unknown) => options.log?.(String(error)));
  const stopWatching = watchElsewhere(parts);
  return {
    fetch: async (request, visitor) => app.fetch(request, { visitor }),
    close: async () => {
      deaf();
      await stopWatching();
      await Promise.all(parts.closing.map((end) => end()));
      await parts.presser.idle();
    },
  };
}
