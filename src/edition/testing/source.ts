import { TufError } from '../tuf/error.ts';
import type { EditionSource } from '../verify-bench.ts';

/** Files in memory, to be verified. */
export function sourceOf(files: ReadonlyMap<string, Uint8Array>): EditionSource {
  return {
    read(path, limit) {
      const bytes = files.get(path) ?? null;
      if (bytes !== null && bytes.length > limit) {
        return Promise.reject(new TufError('too_long', `"${path}" is longer than ${limit} bytes`));
      }
      return Promise.resolve(bytes);
    },
    list: () => files.keys(),
  };
}
