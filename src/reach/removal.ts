import type { FolderFile } from '#depot';
import type { Destination } from './destination.ts';
import { ReachError } from './error.ts';
import type { Manifest } from './manifest.ts';

/** Files that one request may delete. */
const BATCH = 500;
/** Of files below `edition/`, so many are looked for after their deletion. */
const LOOKED_FOR = 3;

type Options = { destination: Destination; manifest: Manifest; signal: AbortSignal };

/**
 * Deletes what the edition no longer has, the last thing that a push does, and looks whether it is gone: what was
 * withdrawn must not stay.
 *
 * @returns how many files
 * @throws ReachError `altered` when the mirror keeps what it was told to delete
 */
export async function forgetGone(
  options: Options & { gone: readonly string[]; count: (files: number) => void },
): Promise<number> {
  const { destination, manifest, signal, gone, count } = options;
  for (let at = 0; at < gone.length; at += BATCH) {
    signal.throwIfAborted();
    const batch = gone.slice(at, at + BATCH);
    await removeFiles({ destination, manifest }, batch);
    count(batch.length);
  }
  return gone.length;
}

/** Makes room where a name was a file and is a folder now, or the other way round. */
export async function removeInTheWay(
  options: Options & { gone: readonly string[]; todo: readonly FolderFile[] },
): Promise<void> {
  const { gone, todo } = options;
  const folders = new Set(todo.flatMap(({ path }) => foldersOf(path)));
  const files = new Set(todo.map(({ path }) => path));
  const inTheWay = gone.filter((path) => folders.has(path) || foldersOf(path).some((one) => files.has(one)));
  if (inTheWay.length > 0) await removeFiles(options, inTheWay);
}

async function removeFiles(
  { destination, manifest }: Pick<Options, 'destination' | 'manifest'>,
  paths: readonly string[],
): Promise<void> {
  manifest.begin(paths);
  await destination.remove(paths);
  const [machinery, pages] = [paths.filter(isMachinery), paths.filter((path) => !isMachinery(path))];
  const [kept] = await destination.look([...pages, ...machinery.slice(0, LOOKED_FOR)]);
  if (kept !== undefined) {
    throw new ReachError(
      'altered',
      `"${kept[0]}" was deleted from ${destination.name} but is still there; delete it by hand, and take another mirror if it stays so`,
    );
  }
  manifest.removed(paths);
}

const isMachinery = (path: string): boolean => path.startsWith('edition/');

/** `a/b/c` is in the folders `a` and `a/b`. */
function foldersOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, at) => names.slice(0, at + 1).join('/'));
}
