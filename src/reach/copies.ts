import { hash } from 'node:crypto';
import type { EditionFolder, FolderFile } from '#depot';
import { objectPath } from '#edition';
import type { Destination } from './destination.ts';
import type { Manifest } from './manifest.ts';
import type { Task } from './push.ts';

/**
 * What readers in the middle of the edition before may ask for by its hash: a copy of each node, unit and file without
 * gzip that is about to be replaced. The copies stand until the push is over.
 */
export async function copiesOf(options: {
  folder: EditionFolder;
  destination: Destination;
  manifest: Manifest;
  /** Whether the edition has a file at this path. */
  has: (path: string) => boolean;
  todo: readonly FolderFile[];
}): Promise<Task[]> {
  const { folder, manifest, has, todo } = options;
  const copies = new Map<string, Task>();
  for (const file of todo) {
    const known = manifest.files.get(file.path);
    if (known === undefined || !folder.isAskedByHash(file)) continue;
    if (known !== 'unsure') {
      const path = objectPath(known.hash);
      if (has(path) || copies.has(path) || isThere(manifest, path, known.hash)) continue;
    }
    const bytes = await standing(options, file.path, known === 'unsure' ? null : known.hash);
    if (bytes === null) continue;
    const task = copyOf(bytes);
    if (has(task.path) || isThere(manifest, task.path, task.hash)) continue;
    copies.set(task.path, task);
  }
  return [...copies.values()];
}

/** What stands at a path of the mirror: from this machine where it has it, else from there. */
async function standing(
  { folder, destination }: { folder: EditionFolder; destination: Destination },
  path: string,
  wanted: string | null,
): Promise<Buffer | null> {
  const kept = wanted === null ? null : await folder.find(wanted);
  return kept ?? (await destination.read(path));
}

function copyOf(bytes: Buffer): Task {
  const sum = hash('sha256', bytes, 'hex');
  return {
    step: 'object',
    path: objectPath(sum),
    hash: sum,
    size: bytes.length,
    type: 'application/octet-stream',
    load: () => Promise.resolve(bytes),
  };
}

function isThere(manifest: Manifest, path: string, wanted: string): boolean {
  const known = manifest.files.get(path);
  return known !== undefined && known !== 'unsure' && known.hash === wanted;
}
