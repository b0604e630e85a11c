import { ByteReader, ByteWriter } from './bytes.ts';
import { checkOrder, RECORD_BYTES } from './node.ts';
import type { Records } from './node.ts';
import { tagError } from './unit.ts';

/**
 * What one edition changed: records of units that went and that came. A unit that was altered went and came. It holds
 * hashes alone, so that nothing of a story that is withdrawn later stays readable in it.
 */
export type EditionChange = { removed: Records; added: Records };

export const CHANGE_TAG = 0xd1;

/** The canonical bytes of a change; the record of an edition names their SHA-256. */
export function encodeChange(change: EditionChange): Uint8Array {
  const out = new ByteWriter();
  out.byte(CHANGE_TAG);
  for (const records of [change.removed, change.added]) {
    out.varint(records.length / RECORD_BYTES);
    out.bytes(records);
  }
  return out.finish();
}

/** @throws EditionError `malformed`, `newer_format` unless the bytes are the canonical ones of some change */
export function decodeChange(bytes: Uint8Array): EditionChange {
  const input = new ByteReader(bytes, 'A change');
  const tag = input.byte();
  if (tag !== CHANGE_TAG) throw tagError(tag, CHANGE_TAG, 'change');
  const removed = input.take(input.varint() * RECORD_BYTES);
  const added = input.take(input.varint() * RECORD_BYTES);
  input.end();
  checkOrder(removed);
  checkOrder(added);
  return { removed, added };
}
