import { Changes } from './changes.ts';
import { project } from './live.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import type { StoryId } from './types.ts';

/**
 * Chooses the related links of live stories anew, as publishing them again would. An import calls this at its end:
 * its first stories were published when the later ones were not there yet.
 */
export async function relateAgain(room: Room, ids: readonly StoryId[]): Promise<void> {
  await write(room, async (inside) => {
    const changes = new Changes();
    for (const id of ids) await project(inside, id, { changes, relate: true });
    await changes.record(inside);
  });
}
