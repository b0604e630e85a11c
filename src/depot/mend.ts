import { DepotError } from './error.ts';
import { sha256Hex } from './pack-format.ts';
import type { Shelf } from './shelf.ts';
import { altered, emptyShelf, openShelf } from './shelf.ts';
import { objectsOf } from './sweep.ts';

/** Is told what was wrong with a folder that is about to be written anew. */
export type Mend = (damage: DepotError) => void;

/** Opens a folder; with `mend`, a damaged one as if it had no edition. */
export function openOrMend(folder: string, mend: Mend | undefined): Shelf {
  try {
    return openShelf(folder, null);
  } catch (error) {
    if (mend === undefined || !(error instanceof DepotError) || error.code !== 'corrupt') throw error;
    mend(error);
    return emptyShelf(folder);
  }
}

/** The first object in the packs whose bytes are not what was written, as an error; null where all are whole. */
export function findAltered(shelf: Shelf): Promise<DepotError | null> {
  return shelf.held(async () => {
    for (const pack of shelf.packs) {
      for await (const { hash, bytes } of objectsOf(pack, () => true)) {
        if (sha256Hex(bytes) !== hash) return altered(hash);
      }
    }
    return null;
  });
}
