import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Head } from './head.ts';
import { planFolder } from './folder-plan.ts';
import type { FolderFile } from './folder-plan.ts';
import { isAskedByHash } from './passing.ts';
import type { Shelf } from './shelf.ts';

const unpack = promisify(gunzip);

/** One edition as a plain folder, for whoever copies it to where readers look. */
export type EditionFolder = {
  head: Head | null;
  /** Every file, in the order of a push. */
  files: readonly FolderFile[];
  /** A file's bytes as they stand in the folder, checked. @throws DepotError `missing_object`, `corrupt` */
  load: (file: FolderFile) => Promise<Buffer>;
  /** Bytes that are kept under a hash, for copies of what is replaced; null where they are not, or are recalled. */
  find: (hash: string) => Promise<Buffer | null>;
  /**
   * Whether readers of the edition before may ask for what stands at the file's path by its hash alone, so that a copy
   * of it has to be put there before it is replaced.
   */
  isAskedByHash: (file: FolderFile) => boolean;
};

export function openFolder(shelf: Shelf): EditionFolder {
  return {
    head: shelf.file?.head ?? null,
    files: planFolder(shelf),
    async load(file) {
      if (file.kind === 'made') return file.make();
      const stored = await shelf.load(file.object);
      return file.unpack ? unpack(stored) : stored;
    },
    async find(hash) {
      if (shelf.file?.recalled.includes(hash) === true || shelf.sizeOf(hash) === null) return null;
      return shelf.load(hash);
    },
    isAskedByHash,
  };
}
