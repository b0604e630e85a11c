import type { Destination } from '../destination.ts';

/* For tests alone: the real destination, looked at or stopped around each of its changes. */

export type Change = { name: 'write' | 'remove'; path: string };

/** Calls back before each change that a push makes; what the callback throws is thrown there instead of the change. */
export function watched(
  destination: Destination,
  before: (change: Change) => Promise<void> | void,
): Destination {
  return {
    name: destination.name,
    parallel: destination.parallel,
    read: (path) => destination.read(path),
    async write(path, bytes, head, standing) {
      await before({ name: 'write', path });
      await destination.write(path, bytes, head, standing);
    },
    look: (paths) => destination.look(paths),
    list: () => destination.list(),
    async remove(paths) {
      for (const path of paths) {
        await before({ name: 'remove', path });
        await destination.remove([path]);
      }
    },
    close: () => destination.close(),
  };
}
