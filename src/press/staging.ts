import type { Depot, EditionWriter } from '#depot';
import type { Encoded } from './output.ts';

/** The next edition as it is being made: what was put or taken out so far, over the edition that stands. */
export type Staging = Pick<EditionWriter, 'putFile' | 'packFile' | 'addPack' | 'commit' | 'abort'> & {
  put(file: Encoded): void;
  remove(path: string): void;
  /** Whether the next edition has a file at this path as things stand. */
  has(path: string): boolean;
};

export async function openStaging(depot: Depot, patience: number): Promise<Staging> {
  const writer = await depot.begin({ patience });
  const staged = new Map<string, boolean>();
  return {
    put(file) {
      writer.put(file);
      staged.set(file.path, true);
    },
    remove(path) {
      writer.remove(path);
      staged.set(path, false);
    },
    has: (path) => staged.get(path) ?? depot.lookup(path) !== null,
    async putFile(file) {
      const entry = await writer.putFile(file);
      staged.set(file.path, true);
      return entry;
    },
    packFile: () => writer.packFile(),
    addPack: (pack, entries) => writer.addPack(pack, entries),
    commit: (options) => writer.commit(options),
    abort: () => writer.abort(),
  };
}
