import type { CacheLike } from './worker-scope.ts';

/*
 * What stays when the worker is ended: one small text, the same for every reader of an edition but for their choices and
 * the order in which mirrors answered, and the stories that the reader chose to keep.
 */

export type Vault = {
  /** Null where there is nothing, or what is there was damaged. */
  load(): Promise<unknown>;
  /** The last of several that come at once wins. */
  save(state: unknown): Promise<void>;
  clear(): Promise<void>;
};

const NAME = 'longwave';

export function openVault(caches: CacheLike, scope: string): Vault {
  const key = `${scope}edition/state`;
  return {
    async load() {
      const kept = await (await caches.open(NAME)).match(key);
      try {
        return kept === undefined ? null : await kept.json();
      } catch {
        return null;
      }
    },
    async save(state) {
      await (await caches.open(NAME)).put(key, new Response(JSON.stringify(state)));
    },
    async clear() {
      await caches.delete(NAME);
    },
  };
}
