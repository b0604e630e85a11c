import type { EditionFolder, FolderFile, FolderState } from '#depot';
import { objectPath } from '#edition';
import type { Manifest } from './manifest.ts';

export type PushPlan = {
  /** Files to be written, in the order of a push. */
  todo: readonly FolderFile[];
  /** Paths that the edition no longer has. */
  gone: readonly string[];
  /** Whether what stands at a path is to stay; asked of paths that are known of the mirror or might be written. */
  has: (path: string) => boolean;
  /** Files that stand there in the end. */
  count: number;
  /** What stands there whole in the end; null where nobody signed the edition. */
  state: FolderState | null;
};

/** What a push has to do: by the difference between two editions where the older one stands whole, else by all files. */
export function planPush(folder: EditionFolder, manifest: Manifest): PushPlan {
  const delta = manifest.state === null ? null : folder.since(manifest.state);
  if (delta === null) return planAll(folder, manifest);
  const { files: todo, before, gone, state } = delta;
  manifest.suppose(gone.map((path) => [path, 'unsure']));
  manifest.suppose([...before].map(([path, known]) => [path, known ?? 'unsure']));
  const isGone = new Set(gone);
  const named = new Set([...before.keys(), ...todo.map(({ path }) => path)]);
  const kept = new Set([...state.texts, ...state.others].map(objectPath));
  const replaced = todo.filter(({ path }) => (before.get(path) ?? null) !== null).length;
  return {
    todo,
    gone,
    has: (path) => !isGone.has(path) && (named.has(path) || kept.has(path)),
    count: manifest.count + todo.length - replaced - gone.length,
    state,
  };
}

function planAll(folder: EditionFolder, manifest: Manifest): PushPlan {
  manifest.load();
  const planned = new Map(folder.files.map((file) => [file.path, file]));
  return {
    todo: folder.files.filter((file) => !stands(manifest, file)),
    gone: [...manifest.files.keys()].filter((path) => !planned.has(path)),
    has: (path) => planned.has(path),
    count: folder.files.length,
    state: folder.state(),
  };
}

/** Whether a file was written there as it is to be, and looked at since. */
function stands(manifest: Manifest, { path, hash: wanted }: FolderFile): boolean {
  const known = manifest.files.get(path);
  return known !== undefined && known !== 'unsure' && known.hash === wanted;
}
