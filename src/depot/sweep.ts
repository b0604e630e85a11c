import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { decodeUnit, fromHex, KEY_BYTES, RECORD_BYTES, toHex, walkTree } from '#edition';
import { dropFile, flushFolder } from './durable.ts';
import { errno } from './error.ts';
import type { HeadFile } from './head.ts';
import type { Pack } from './pack.ts';
import { PackFile } from './pack-writer.ts';
import { sha256Hex } from './pack-format.ts';
import { altered, packsFolder } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import { endTemporary, isAtWork, isTemporary, newTemporary } from './temporary.ts';

/** What a sweep did. */
export type SweepReport = {
  /** Packs that were there and that are there now. */
  packs: { before: number; after: number };
  /** Bytes of packs and big binaries that the disk got back. */
  freed: number;
};

/** Packs of about one size that may stand side by side before they are put together. */
const SIDE_BY_SIDE = 8;
const SMALLEST_CLASS = 256 << 10;
const CLASS_STEP = 8;
/** A new pack is begun when one reaches this size. */
const LARGEST_PACK = 1 << 30;
const PIECE = 1 << 20;
/** A pack with less than this share of needless bytes is left as it is. */
const WORTHWHILE = 0.25;

/** Packs to put together so that their number stays small and each byte is copied seldom; none, most of the time. */
export function packsToJoin(packs: readonly Pack[]): Pack[] {
  const classes = new Map<number, Pack[]>();
  for (const pack of packs) {
    const level = Math.max(0, Math.ceil(Math.log(pack.size / SMALLEST_CLASS) / Math.log(CLASS_STEP)));
    classes.set(level, [...(classes.get(level) ?? []), pack]);
  }
  return [...classes.values()].find((alike) => alike.length >= SIDE_BY_SIDE) ?? [];
}

/** A pack that is written but not yet named by any head pointer. */
export type UnnamedPack = { file: string; name: string };

/**
 * Copies objects of some packs into new ones, leaving out those that are not wanted and all but one of each.
 *
 * @throws DepotError `corrupt` for an object that was altered: under a new name it might hide a whole one
 */
export async function copyPacks(
  folder: string,
  packs: readonly Pack[],
  wanted: (hash: string) => boolean,
): Promise<UnnamedPack[]> {
  const done: UnnamedPack[] = [];
  const copied = new Set<string>();
  let target: PackFile | null = null;
  let size = 0;
  try {
    for (const pack of packs) {
      for await (const { hash, bytes } of objectsOf(pack, (text) => !copied.has(text) && wanted(text))) {
        if (sha256Hex(bytes) !== hash) throw altered(hash);
        copied.add(hash);
        target ??= new PackFile(newTemporary(packsFolder(folder)));
        target.add(hash, bytes);
        size += bytes.length;
        if (size < LARGEST_PACK) continue;
        done.push({ file: target.file, name: target.end().name });
        await target.flush();
        [target, size] = [null, 0];
      }
    }
    if (target !== null) {
      done.push({ file: target.file, name: target.end().name });
      await target.flush();
    }
    return done;
  } catch (error) {
    target?.abort();
    dropUnnamed(done);
    throw error;
  }
}

/** The wanted objects of a pack in the order they lie in it, read in large pieces. */
export async function* objectsOf(
  pack: Pack,
  wanted: (hash: string) => boolean,
): AsyncGenerator<{ hash: string; bytes: Buffer }> {
  const objects = [...pack.objects()].sort((a, b) => a.offset - b.offset);
  for (let from = 0, to = 0; from < objects.length; from = to) {
    const start = objects[from]?.offset ?? 0;
    let length = 0;
    for (let end = start; to < objects.length && (to === from || end - start < PIECE); to++) {
      end = (objects[to]?.offset ?? 0) + (objects[to]?.length ?? 0);
      length = end - start;
    }
    const piece = await pack.read({ pack, offset: start, length });
    for (const object of objects.slice(from, to)) {
      const hash = object.hash.toString('hex');
      const at = object.offset - start;
      if (wanted(hash)) yield { hash, bytes: piece.subarray(at, at + object.length) };
    }
  }
}

/** Gives finished packs their names. They count once a head pointer names them. */
export async function namePacks(folder: string, packs: readonly UnnamedPack[]): Promise<string[]> {
  for (const { file, name } of packs) {
    renameSync(file, join(packsFolder(folder), name));
    endTemporary(file);
  }
  if (packs.length > 0) await flushFolder(packsFolder(folder));
  return packs.map((pack) => pack.name);
}

export function dropUnnamed(packs: readonly UnnamedPack[]): void {
  for (const { file } of packs) {
    dropFile(file);
    endTemporary(file);
  }
}

/** Hashes of everything that some editions need: nodes, units, objects. */
export function reachable(shelf: Shelf, roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const see = (hash: Uint8Array): boolean => {
    const text = toHex(hash);
    if (found.has(text)) return true;
    found.add(text);
    return false;
  };
  for (const root of roots) {
    for (const records of walkTree(shelf.source, fromHex(root), see)) {
      for (let at = 0; at < records.length; at += RECORD_BYTES) {
        const unit = records.subarray(at + KEY_BYTES, at + RECORD_BYTES);
        if (see(unit)) continue;
        for (const file of decodeUnit(shelf.source.read(unit)).files) found.add(file.object);
      }
    }
  }
  return found;
}

/** Packs that hold enough needless bytes to be worth copying, or something that was recalled and is not needed. */
export function packsToCopy(
  packs: readonly Pack[],
  needed: ReadonlySet<string>,
  recalled: readonly string[],
): Pack[] {
  const seen = new Set<string>();
  const gone = recalled.filter((hash) => !needed.has(hash)).map((hash) => Buffer.from(hash, 'hex'));
  return packs.filter((pack) => {
    let needless = 0;
    for (const object of pack.objects()) {
      const hash = object.hash.toString('hex');
      if (!needed.has(hash) || seen.has(hash)) needless += object.length;
      seen.add(hash);
    }
    return needless > pack.size * WORTHWHILE || gone.some((hash) => pack.find(hash) !== null);
  });
}

/** Deletes big binaries that no kept edition needs and gives the bytes they took. */
export function dropBigFiles(
  folder: string,
  needed: ReadonlySet<string>,
  sizeOf: (hash: string) => number,
): number {
  let freed = 0;
  for (const start of namesIn(join(folder, 'files'))) {
    for (const hash of namesIn(join(folder, 'files', start))) {
      if (needed.has(hash)) continue;
      freed += sizeOf(hash);
      dropFile(join(folder, 'files', start, hash));
    }
  }
  return freed;
}

/**
 * Deletes what a killed process left: packs that no head pointer names, and unfinished files that nobody is at work on.
 * For the holder of the folder's lock, since a pack has its name for a while before the head pointer names it.
 *
 * @param at milliseconds since 1970
 */
export function dropOrphans(folder: string, head: HeadFile | null, at: number): void {
  const named = new Set(head?.packs ?? []);
  for (const name of namesIn(packsFolder(folder))) {
    const file = join(packsFolder(folder), name);
    if (!named.has(name) && !isAtWork(file, at)) dropFile(file);
  }
  for (const name of namesIn(folder)) {
    const file = join(folder, name);
    if (isTemporary(name) && !isAtWork(file, at)) dropFile(file);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errno(error) === 'ENOENT') return [];
    throw error;
  }
}
