import { CHECKPOINT_LIMIT, parseNoteKey, readCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { equalBytes, toHex } from './bytes.ts';
import { EditionError } from './error.ts';
import { changePath, CHECKPOINT_PATH, tilePath } from './layout.ts';
import { leafInput, parentInput, TILE_HASHES } from './log.ts';
import { parseRecord, RECORD_LIMIT } from './record.ts';
import type { EditionRecord } from './record.ts';
import type { Root } from './tuf/root.ts';
import type { Bench } from './verify-bench.ts';

/** What the log says of the editions before this one. */
export type LogFound = {
  /** Tree of each edition, in hexadecimal, and SHA-256 of its record. */
  editions: { tree: string; record: string }[];
  /** Hashes of each level of tiles. */
  levels: Uint8Array[][];
};

const CHANGE_LIMIT = 1_073_741_824;

/** Checks the checkpoint, every entry, every tile and every change; null where the log cannot be believed. */
export async function checkLog(
  bench: Bench,
  roots: readonly Root[],
  newest: Uint8Array,
): Promise<LogFound | null> {
  const checkpoint = await readSigned(bench, roots);
  if (checkpoint === null) return null;
  const entries = new Entries(bench);
  for (const { index, width } of tilesOf(checkpoint.size)) {
    const path = tilePath('entries', index, width);
    const bytes = await bench.read(path, width * (RECORD_LIMIT + 2));
    const whole = bytes instanceof Uint8Array && (await entries.take(bytes, width));
    if (whole) continue;
    bench.blame(path, bytes === 'missing' ? 'missing' : 'changed');
    return null;
  }
  if (entries.last === null || !equalBytes(entries.last, newest)) {
    bench.blame(CHECKPOINT_PATH, 'changed');
    return null;
  }
  const levels = await levelsOf(bench, entries.leaves);
  if (!equalBytes(await rootOf(bench, entries.leaves), checkpoint.root)) {
    bench.blame(CHECKPOINT_PATH, 'changed');
    return null;
  }
  await checkTiles(bench, levels);
  return { editions: entries.editions, levels };
}

async function readSigned(bench: Bench, roots: readonly Root[]): Promise<Checkpoint | null> {
  const bytes = await bench.read(CHECKPOINT_PATH, CHECKPOINT_LIMIT);
  if (!(bytes instanceof Uint8Array)) {
    bench.blame(CHECKPOINT_PATH, bytes);
    return null;
  }
  // The newest key first; a checkpoint is signed anew only with the next edition.
  for (const key of new Set(roots.map(logKey).reverse())) {
    try {
      if (key !== null) return await readCheckpoint(bytes, await parseNoteKey(key));
    } catch (error) {
      if (!(error instanceof EditionError)) throw error;
    }
  }
  bench.blame(CHECKPOINT_PATH, 'changed');
  return null;
}

function logKey(root: Readonly<Record<string, unknown>>): string | null {
  const longwave = root['longwave'];
  if (typeof longwave !== 'object' || longwave === null || !('log' in longwave)) return null;
  return typeof longwave.log === 'string' ? longwave.log : null;
}

/** The entries of the log as they come, each compared with the one before it. */
class Entries {
  readonly leaves: Uint8Array[] = [];
  readonly editions: LogFound['editions'] = [];
  last: Uint8Array | null = null;
  readonly #bench: Bench;
  #before: EditionRecord | null = null;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Whether a tile holds that many records that belong here. */
  async take(tile: Uint8Array, width: number): Promise<boolean> {
    let at = 0;
    for (let count = 0; count < width; count++) {
      const length = ((tile[at] ?? 0) << 8) | (tile[at + 1] ?? 0);
      const bytes = tile.subarray(at + 2, at + 2 + length);
      at += 2 + length;
      if (at > tile.length || !(await this.#add(bytes))) return false;
    }
    return at === tile.length;
  }

  async #add(bytes: Uint8Array): Promise<boolean> {
    const record = recordOr(bytes);
    if (record === null) return false;
    const previous = this.editions.at(-1)?.record ?? null;
    if (record.previous !== previous || record.number <= (this.#before?.number ?? 0)) return false;
    await this.#checkChange(record, this.leaves.length);
    this.leaves.push(await this.#bench.hash(leafInput(bytes)));
    this.editions.push({ tree: record.tree, record: toHex(await this.#bench.hash(bytes)) });
    this.#before = record;
    this.last = bytes;
    return true;
  }

  async #checkChange({ change }: EditionRecord, entry: number): Promise<void> {
    if (change === null) return;
    const path = changePath(entry);
    await this.#bench.expect(path);
    const found = await this.#bench.digest(path, CHANGE_LIMIT);
    if (found === null) this.#bench.blame(path, 'missing');
    else if (found === 'changed' || found.sha256 !== change) this.#bench.blame(path, 'changed');
  }
}

function recordOr(bytes: Uint8Array): EditionRecord | null {
  try {
    return parseRecord(bytes);
  } catch (error) {
    if (error instanceof EditionError) return null;
    throw error;
  }
}

async function checkTiles(bench: Bench, levels: readonly Uint8Array[][]): Promise<void> {
  for (const [level, hashes] of levels.entries()) {
    for (const { index, width } of tilesOf(hashes.length)) {
      const path = tilePath(level, index, width);
      const bytes = await bench.read(path, width * 32);
      const wanted = hashes.slice(index * TILE_HASHES, index * TILE_HASHES + width);
      const same =
        bytes instanceof Uint8Array &&
        bytes.length === width * 32 &&
        wanted.every((hash, at) => equalBytes(hash, bytes.subarray(at * 32, at * 32 + 32)));
      if (!same) bench.blame(path, bytes === 'missing' ? 'missing' : 'changed');
    }
  }
}

/** Whether a file is a tile as it was when the log was shorter, which mirrors may still have. */
export async function isOlderTile(
  bench: Bench,
  path: string,
  tile: { level: number; index: number; width: number; entries: boolean },
  log: LogFound,
): Promise<boolean> {
  const { level, index, width } = tile;
  const hashes = log.levels[level]?.slice(index * TILE_HASHES, index * TILE_HASHES + width) ?? [];
  if (hashes.length !== width) return false;
  const bytes = await bench.peek(path, width * (RECORD_LIMIT + 2));
  if (!(bytes instanceof Uint8Array)) return false;
  if (!tile.entries) {
    return (
      bytes.length === width * 32 &&
      hashes.every((hash, at) => equalBytes(hash, bytes.subarray(at * 32, at * 32 + 32)))
    );
  }
  let at = 0;
  for (const hash of hashes) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const leaf = await bench.hash(leafInput(bytes.subarray(at + 2, at + 2 + length)));
    if (!equalBytes(leaf, hash)) return false;
    at += 2 + length;
  }
  return at === bytes.length;
}

async function levelsOf(bench: Bench, leaves: readonly Uint8Array[]): Promise<Uint8Array[][]> {
  const levels: Uint8Array[][] = [];
  for (let hashes = [...leaves]; hashes.length > 0;) {
    levels.push(hashes);
    const above: Uint8Array[] = [];
    for (let at = 0; at + TILE_HASHES <= hashes.length; at += TILE_HASHES) {
      above.push(await rootOf(bench, hashes.slice(at, at + TILE_HASHES)));
    }
    hashes = above;
  }
  return levels;
}

/** The root over some hashes. RFC 6962, 2.1: the left side is the largest power of two below their number. */
async function rootOf(bench: Bench, hashes: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = hashes;
  if (only === undefined) return bench.hash(new Uint8Array(0));
  let level = [...hashes];
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      // One that is left over goes up as it is, which is where the definition puts it.
      if (left !== undefined)
        above.push(right === undefined ? left : await bench.hash(parentInput(left, right)));
    }
    level = above;
  }
  return level[0] ?? only;
}

function tilesOf(hashes: number): { index: number; width: number }[] {
  return Array.from({ length: Math.ceil(hashes / TILE_HASHES) }, (_, index) => ({
    index,
    width: Math.min(TILE_HASHES, hashes - index * TILE_HASHES),
  }));
}
