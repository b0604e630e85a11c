import { equalBytes, fromHex, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { gunzip } from './gzip.ts';
import { sha256 } from './hash.ts';
import { nodePath, objectPath, unitPath } from './layout.ts';
import { decodeNode, DEPTH, KEY_BYTES, LEAF_UNITS, nibble } from './node.ts';
import { checkPath, unitOf } from './path.ts';
import { checkProof } from './proof.ts';
import type { EditionRecord } from './record.ts';
import { matches } from './tree.ts';
import { download } from './tuf/download.ts';
import type { Fetch } from './tuf/download.ts';
import { TufError } from './tuf/error.ts';
import type { FileEntry } from './unit.ts';
import { said } from './said.ts';

/** Bytes that a reader takes of one file. */
export const READER_LIMITS = {
  /** The largest leaf has 642. */
  node: 2_048,
  unit: 262_144,
  /** A page that is asked for before its length is known. */
  page: 4_194_304,
  /** Any file whose length is known. */
  file: 1_073_741_824,
} as const;

/** Asks for one file and never twice for the same in one visit; null where it is not there. What is too long comes empty. */
export type Ask = (path: string, limit: number) => Promise<Uint8Array | null>;

/** Nodes and units by hash that were checked once, the latest last. */
export type Known = Map<string, Uint8Array>;

const KNOWN = 512;

/** A fetch that remembers what is under way, for one visit. */
export function askOnce(fetch: Fetch): Ask {
  const asked = new Map<string, Promise<Uint8Array | null>>();
  return (path, limit) => {
    const before = asked.get(path);
    if (before !== undefined) return before;
    const answer = ask(fetch, path, limit);
    answer.catch(() => undefined);
    asked.set(path, answer);
    return answer;
  };
}

async function ask(fetch: Fetch, path: string, limit: number): Promise<Uint8Array | null> {
  try {
    return await download(fetch, path, limit, 'edition');
  } catch (error) {
    // Something else than what was asked for: there may be the right bytes under their hash.
    if (error instanceof TufError && error.code === 'too_long') return new Uint8Array(0);
    throw error;
  }
}

export async function placeFor(path: string): Promise<Uint8Array> {
  checkPath(path);
  return (await sha256(toUtf8(unitOf(path)))).subarray(0, KEY_BYTES);
}

/** Levels of branches above the leaves of most trees of that many units. */
export function usualDepth(units: number): number {
  let depth = 0;
  // Leaves of a tree whose places are spread by chance: above three quarters full, some are branches.
  for (let mean = units; mean > LEAF_UNITS * 0.75; mean /= 16) depth += 1;
  return depth;
}

/**
 * Asks for all that leads to a path before it is known what it must be, but for what is known already.
 *
 * @param known - none, where another edition than the record's may stand there by now
 */
export async function askAhead(ask: Ask, path: string, record: EditionRecord, known: Known): Promise<void> {
  const place = await placeFor(path);
  let hash: Uint8Array | null = fromHex(record.tree);
  let depth = 0;
  for (; hash !== null; depth++) {
    const bytes = known.get(toHex(hash));
    if (bytes === undefined) break;
    const node = decodeNode(bytes);
    // Of a leaf that is known only the unit is wanted, if that.
    if (node.kind === 'leaf') return;
    hash = node.children[nibble(place, depth)] ?? null;
  }
  if (hash === null) return;
  for (const last = usualDepth(record.units); depth <= last; depth++) {
    void ask(nodePath(place, depth), READER_LIMITS.node);
  }
  void ask(unitPath(place), READER_LIMITS.unit);
}

/**
 * The entry of a path in an edition that is trusted, or null where it is proven that there is none. Each part is taken
 * from its own address, or by its hash where another edition's stands there.
 *
 * @throws EditionError `missing`, `hash_mismatch`, `malformed`, `bad_path`, `wrong_proof`
 */
export async function findEntry(
  record: EditionRecord,
  path: string,
  ask: Ask,
  known: Known,
): Promise<FileEntry | null> {
  const { nodes, units } = await walkTo(await placeFor(path), record, ask, known);
  return checkProof(fromHex(record.tree), path, [...nodes, ...units]);
}

/**
 * The nodes from the root of a trusted edition to a place, and the units that stand there.
 *
 * @throws EditionError `missing`, `hash_mismatch`, `malformed`
 */
export async function walkTo(
  place: Uint8Array,
  record: EditionRecord,
  ask: Ask,
  known: Known,
): Promise<{ nodes: Uint8Array[]; units: Uint8Array[] }> {
  const nodes: Uint8Array[] = [];
  const units: Uint8Array[] = [];
  for (let hash: Uint8Array | null = fromHex(record.tree); hash !== null;) {
    const depth = nodes.length;
    if (depth > DEPTH) throw new EditionError('malformed', said`The tree is deeper than any tree can be`);
    const bytes = await readPart(hash, nodePath(place, depth), READER_LIMITS.node, ask, known);
    nodes.push(bytes);
    const node = decodeNode(bytes);
    if (node.kind === 'branch') {
      hash = node.children[nibble(place, depth)] ?? null;
      continue;
    }
    for (const unit of matches(node.records, place)) {
      units.push(await readPart(unit, unitPath(place), READER_LIMITS.unit, ask, known));
    }
    break;
  }
  return { nodes, units };
}

/** A part of the tree, from its own address or from under its hash; kept once it was checked. Same errors. */
export async function readPart(
  hash: Uint8Array,
  address: string,
  limit: number,
  ask: Ask,
  known: Known,
): Promise<Uint8Array> {
  const name = toHex(hash);
  const kept = known.get(name);
  if (kept !== undefined) {
    known.delete(name);
    known.set(name, kept);
    return kept;
  }
  for (const path of [address, objectPath(name)]) {
    const bytes = await ask(path, limit);
    if (bytes === null || !equalBytes(await sha256(bytes), hash)) continue;
    known.set(name, bytes);
    for (const oldest of known.keys()) if (known.size > KNOWN) known.delete(oldest);
    return bytes;
  }
  const found = (await ask(address, limit)) !== null;
  throw found
    ? new EditionError(
        'hash_mismatch',
        said`"${address}" is not the part of the edition that should stand there`,
      )
    : new EditionError('missing', said`"${address}" is not there; try a mirror`);
}

/**
 * The bytes of a file, by its own address or by its object's, checked before and after they are unpacked.
 *
 * @param pageFirst whether the address of the page was asked already
 * @throws EditionError `missing`, `hash_mismatch`, `too_long`, `malformed`
 */
export async function readEntry(entry: FileEntry, ask: Ask, pageFirst: boolean): Promise<Uint8Array> {
  if (entry.size > READER_LIMITS.file || entry.stored > READER_LIMITS.file)
    throw new EditionError('too_long', said`"${entry.path}" is too long to be read as one`);
  const ways = [() => fromPage(entry, ask, pageFirst), () => fromObject(entry, ask)];
  if (entry.gzip && !pageFirst) ways.reverse();
  let found = false;
  for (const way of ways) {
    const answer = await way();
    if (answer instanceof Uint8Array) return answer;
    found ||= answer === 'wrong';
  }
  throw found
    ? new EditionError('hash_mismatch', said`"${entry.path}" was altered on the way; try a mirror`)
    : new EditionError('missing', said`"${entry.path}" is not there; try a mirror`);
}

type Answer = Uint8Array | 'missing' | 'wrong';

async function fromPage(entry: FileEntry, ask: Ask, asked: boolean): Promise<Answer> {
  const limit = asked && entry.size <= READER_LIMITS.page ? READER_LIMITS.page : entry.size;
  return sameAs(await ask(entry.path, limit), entry.raw, entry.size);
}

async function fromObject(entry: FileEntry, ask: Ask): Promise<Answer> {
  const object = await sameAs(await ask(objectPath(entry.object), entry.stored), entry.object, entry.stored);
  if (!(object instanceof Uint8Array) || !entry.gzip) return object;
  return sameAs(await gunzip(object, entry.size), entry.raw, entry.size);
}

async function sameAs(bytes: Uint8Array | null, hash: string, length: number): Promise<Answer> {
  if (bytes === null) return 'missing';
  return bytes.length === length && toHex(await sha256(bytes)) === hash ? bytes : 'wrong';
}
