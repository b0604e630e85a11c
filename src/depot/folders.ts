import { fromHex, unitOf } from '#edition';
import type { FileEntry } from '#edition';
import { DepotError } from './error.ts';
import { filesOf, findUnit } from './plan.ts';
import type { Staged } from './plan.ts';
import type { Shelf } from './shelf.ts';

/**
 * No file may have the name of a folder that other files are in, or a plain folder could not hold the edition.
 *
 * @throws DepotError `path_conflict`
 */
export function checkFolders(
  shelf: Shelf,
  staged: Staged,
  added: readonly FileEntry[],
  replaceAll: boolean,
): void {
  const seen = new Set<string>();
  const present = (path: string): boolean => isFile(shelf, staged, path, replaceAll);
  for (const path of replaceAll ? staged.keys() : added.map((file) => file.path)) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (seen.has(folder)) break;
      seen.add(folder);
      if (present(folder)) throw conflict(folder, path);
    }
  }
  if (!replaceAll) checkNewNames(shelf, staged, added);
}

/** Only a name without an ending is likely to be a folder's too; looking through all files for it is rare enough. */
function checkNewNames(shelf: Shelf, staged: Staged, added: readonly FileEntry[]): void {
  const root = shelf.file?.head.root;
  const bare = added
    .map((file) => file.path)
    .filter((path) => !path.slice(path.lastIndexOf('/') + 1).includes('.'));
  if (bare.length === 0 || root === undefined) return;
  for (const { path } of filesOf(shelf.source, fromHex(root))) {
    const file = bare.find((name) => path.startsWith(`${name}/`));
    if (file !== undefined && staged.get(path) !== null) throw conflict(file, path);
  }
}

function isFile(shelf: Shelf, staged: Staged, path: string, replaceAll: boolean): boolean {
  const file = staged.get(path);
  if (file !== undefined) return file !== null;
  const root = shelf.file?.head.root;
  if (replaceAll || root === undefined) return false;
  const unit = findUnit(shelf.source, fromHex(root), unitOf(path));
  return unit?.unit.files.some((one) => one.path === path) ?? false;
}

const conflict = (file: string, path: string): DepotError =>
  new DepotError(
    'path_conflict',
    `"${file}" is a file, so "${path}" cannot be published beside it; rename one`,
  );
