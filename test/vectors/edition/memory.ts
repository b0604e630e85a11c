import { hash } from 'node:crypto';
import { encodeUnit, placeOf, recordOf, sortRecords, toHex, unitOf, updateTree } from '#edition';
import type { FileEntry, TreeStore } from '#edition';

/* What the tests of this room share: a store of nodes in memory and a way to make trees in it. */

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));

/** An entry whose hashes follow from its path and a number. */
export function entryFor(path: string, version = 0, more: Partial<FileEntry> = {}): FileEntry {
  const raw = toHex(sha256(Buffer.from(`${version} ${path}`)));
  const object = toHex(sha256(Buffer.from(`gzip ${version} ${path}`)));
  return {
    path,
    raw,
    size: 1000,
    object,
    stored: 400,
    gzip: true,
    type: 'text/html; charset=utf-8',
    ...more,
  };
}

export class MemoryStore implements TreeStore {
  readonly objects = new Map<string, Uint8Array>();
  readonly sha256 = sha256;
  reads = 0;
  writes = 0;

  read = (hash: Uint8Array): Uint8Array => {
    this.reads += 1;
    const bytes = this.objects.get(toHex(hash));
    if (bytes === undefined) throw new Error(`Nothing is stored under ${toHex(hash)}`);
    return bytes;
  };

  write = (hash: Uint8Array, bytes: Uint8Array): void => {
    this.writes += 1;
    this.objects.set(toHex(hash), bytes);
  };
}

/** Stores the units of some files and gives their records. */
export function recordsFor(store: MemoryStore, files: readonly FileEntry[]): Uint8Array[] {
  const units = new Map<string, FileEntry[]>();
  for (const file of files) units.set(unitOf(file.path), [...(units.get(unitOf(file.path)) ?? []), file]);
  return [...units].map(([key, members]) => {
    const bytes = encodeUnit({ key, files: members });
    store.write(sha256(bytes), bytes);
    return recordOf(placeOf(key, sha256), sha256(bytes));
  });
}

const NONE = new Uint8Array(0);

export function treeOf(store: MemoryStore, files: readonly FileEntry[]): Uint8Array {
  return updateTree(store, null, { remove: NONE, add: sortRecords(recordsFor(store, files)) });
}
