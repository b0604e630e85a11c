import { join } from 'node:path';
import type { Depot } from '#depot';
import { TufError } from '#edition';
import type { EditionSource } from '#edition';
import { kindOf } from './folder.ts';

/** Whether a folder is the store of an installation's editions. */
export const isDepotFolder = async (folder: string): Promise<boolean> =>
  (await kindOf(join(folder, 'head'))) === 'file' && (await kindOf(join(folder, 'packs'))) === 'folder';

/** The current edition of this installation, as readers get it. */
export function depotSource(depot: Depot): EditionSource {
  return {
    read(path, limit) {
      const bytes = bytesOf(depot, path);
      if (bytes !== null && bytes.length > limit)
        return Promise.reject(new TufError('too_long', `"${path}" is longer than ${limit} bytes`));
      return Promise.resolve(bytes);
    },
  };
}

function bytesOf(depot: Depot, path: string): Uint8Array | null {
  const reserved = depot.reserved(path);
  if (reserved !== null) return reserved.kind === 'made' ? reserved.bytes : depot.read(reserved.entry);
  const entry = depot.lookup(path);
  return entry === null ? null : depot.readRaw(entry);
}
