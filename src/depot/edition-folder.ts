import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { metadataPath } from '#edition';
import type { Head } from './head.ts';
import { planDelta, stateOf } from './folder-delta.ts';
import type { FolderDelta, FolderState } from './folder-delta.ts';
import { olderObjects, planFolder } from './folder-plan.ts';
import type { FolderFile } from './folder-plan.ts';
import { isAskedByHash } from './passing.ts';
import type { Shelf } from './shelf.ts';

const unpack = promisify(gunzip);

/** One edition as a plain folder, for whoever copies it to where readers look. */
export type EditionFolder = {
  head: Head | null;
  /** SHA-256 of the newsroom's first root, which tells one paper from another; null where nobody signed the edition. */
  paper: string | null;
  /** Every file, in the order of a push; the whole tree is walked through when it is asked for first. */
  readonly files: readonly FolderFile[];
  /** What the folder holds once it has all files; null where nobody signed the edition. */
  state: () => FolderState | null;
  /**
   * How a folder that has an earlier edition whole gets to this one, at a cost that follows the difference; null where
   * that cannot be told, so that all files have to be looked at.
   */
  since: (state: FolderState) => FolderDelta | null;
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
  const { file } = shelf;
  let files: FolderFile[] | undefined;
  return {
    head: file?.head ?? null,
    paper: file?.signed.find(({ path }) => path === metadataPath('root', 1))?.hash ?? null,
    get files() {
      return (files ??= planFolder(shelf));
    },
    state: () => (file === null ? null : stateOf(shelf, file, olderObjects(shelf, file))),
    since: (state) => planDelta(shelf, state),
    async load(wanted) {
      if (wanted.kind === 'made') return wanted.make();
      const stored = await shelf.load(wanted.object);
      return wanted.unpack ? unpack(stored) : stored;
    },
    async find(hash) {
      if (file?.recalled.includes(hash) === true || shelf.sizeOf(hash) === null) return null;
      return shelf.load(hash);
    },
    isAskedByHash,
  };
}
