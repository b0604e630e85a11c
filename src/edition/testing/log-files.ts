import { leafInput, parentInput, TILE_HASHES } from '../log.ts';
import type { Sha256 } from '../hash.ts';
import { changePath, tilePath } from '../layout.ts';

/** Record and change of one edition. An empty change has no file. */
export type PaperEntry = { record: Uint8Array; change: Uint8Array };

/** The log of editions as files: the changes, and the tiles that https://c2sp.org/tlog-tiles lays out. */
export function logFiles(entries: readonly PaperEntry[], hash: Sha256): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  entries.forEach(({ change }, at) => {
    if (change.length > 0) files.set(changePath(at), change);
  });
  const records = entries.map(({ record }) =>
    Uint8Array.of(record.length >> 8, record.length & 0xff, ...record),
  );
  addTiles(files, 'entries', records);
  let hashes = entries.map(({ record }) => hash(leafInput(record)));
  for (let level = 0; hashes.length > 0; level++) {
    addTiles(files, level, hashes);
    hashes = inGroups(hashes)
      .filter((group) => group.length === TILE_HASHES)
      .map((group) => rootOf(group, hash));
  }
  return files;
}

function addTiles(
  files: Map<string, Uint8Array>,
  level: number | 'entries',
  items: readonly Uint8Array[],
): void {
  inGroups(items).forEach((group, index) =>
    files.set(tilePath(level, index, group.length), concatenated(group)),
  );
}

function inGroups(items: readonly Uint8Array[]): Uint8Array[][] {
  return Array.from({ length: Math.ceil(items.length / TILE_HASHES) }, (_, at) =>
    items.slice(at * TILE_HASHES, (at + 1) * TILE_HASHES),
  );
}

function rootOf(full: readonly Uint8Array[], hash: Sha256): Uint8Array {
  let level = [...full];
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, at) =>
      hash(parentInput(level[at * 2] ?? new Uint8Array(0), level[at * 2 + 1] ?? new Uint8Array(0))),
    );
  }
  return level[0] ?? new Uint8Array(0);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}
