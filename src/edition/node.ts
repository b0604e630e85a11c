import { ByteReader, ByteWriter, compareBytes, HASH_BYTES } from './bytes.ts';
import { EditionError } from './error.ts';
import { tagError } from './unit.ts';
import { said } from './said.ts';

/** Units that a leaf may hold; a subtree with more is a branch, with as many or fewer a leaf. */
export const LEAF_UNITS = 16;
/** Bytes of SHA-256(unit key) that the tree is ordered by. */
export const KEY_BYTES = 8;
/** One unit in a leaf: the first 8 bytes of SHA-256(key), then SHA-256 of the unit's bytes. */
export const RECORD_BYTES = KEY_BYTES + HASH_BYTES;
/** Levels below which no tree goes: as many as a record's key has half bytes. */
export const DEPTH = KEY_BYTES * 2;

export const BRANCH_TAG = 0xb1;
export const LEAF_TAG = 0xa1;

/** Records of units one after the other in one array, in ascending order of their bytes, none twice. */
export type Records = Uint8Array;

export type Leaf = { kind: 'leaf'; records: Records };
export type Branch = { kind: 'branch'; units: number; children: (Uint8Array | null)[] };

/** The half byte of a key that chooses the child of a branch at a depth. */
export function nibble(bytes: Uint8Array, depth: number, offset = 0): number {
  const byte = bytes[offset + (depth >> 1)] ?? 0;
  return depth % 2 === 0 ? byte >> 4 : byte & 0x0f;
}

export function encodeLeaf(records: Records): Uint8Array {
  const bytes = new Uint8Array(2 + records.length);
  bytes[0] = LEAF_TAG;
  bytes[1] = records.length / RECORD_BYTES;
  bytes.set(records, 2);
  return bytes;
}

export function encodeBranch(units: number, children: readonly (Uint8Array | null)[]): Uint8Array {
  const out = new ByteWriter();
  out.byte(BRANCH_TAG);
  out.varint(units);
  let mask = 0;
  children.forEach((child, at) => {
    if (child !== null) mask |= 1 << at;
  });
  out.byte(mask >> 8);
  out.byte(mask & 0xff);
  for (const child of children) if (child !== null) out.bytes(child);
  return out.finish();
}

/** @throws EditionError unless the bytes are the canonical ones of some node */
export function decodeNode(bytes: Uint8Array): Leaf | Branch {
  const input = new ByteReader(bytes, 'A node');
  const tag = input.byte();
  if (tag === LEAF_TAG) return decodeLeaf(input);
  if (tag === BRANCH_TAG) return decodeBranch(input);
  throw tagError(tag, tag >> 4 === BRANCH_TAG >> 4 ? BRANCH_TAG : LEAF_TAG, 'node');
}

function decodeLeaf(input: ByteReader): Leaf {
  const count = input.byte();
  if (count > LEAF_UNITS) throw input.malformed(said`is a leaf with too many units`);
  const records = input.take(count * RECORD_BYTES);
  input.end();
  checkOrder(records);
  return { kind: 'leaf', records };
}

function decodeBranch(input: ByteReader): Branch {
  const units = input.varint();
  if (units <= LEAF_UNITS) throw input.malformed(said`is a branch that should be a leaf`);
  const mask = (input.byte() << 8) | input.byte();
  if (mask === 0) throw input.malformed(said`is a branch without a child`);
  const children: (Uint8Array | null)[] = [];
  for (let at = 0; at < 16; at++) children.push((mask & (1 << at)) === 0 ? null : input.take(HASH_BYTES));
  input.end();
  return { kind: 'branch', units, children };
}

/** @throws EditionError `malformed` unless the records ascend */
export function checkOrder(records: Records): void {
  for (let at = RECORD_BYTES; at < records.length; at += RECORD_BYTES) {
    if (compareBytes(records, records, RECORD_BYTES, at - RECORD_BYTES, at) >= 0) {
      throw new EditionError('malformed', said`Records of units are out of order`);
    }
  }
}
