import { fromUtf8, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { compactJson, parseJson } from './tuf/json.ts';

/**
 * What changes from edition to edition between the roots and the tree: three files of metadata and the record, each in
 * the bytes of its own file. A reader who knows the root and the targets asks for this once and needs nothing else.
 */
export type Chain = { timestamp: Uint8Array; snapshot: Uint8Array; press: Uint8Array; record: Uint8Array };

/** Bytes that a bundle may have, as it is sent (gzip) and unpacked. */
export const BUNDLE_LIMITS = { packed: 16_384, unpacked: 65_536 } as const;

const PARTS = ['press', 'record', 'snapshot', 'timestamp'] as const;

/** The bundle before it is packed: one JSON object, each part in the compact form that it has in its own file. */
export function encodeBundle(chain: Chain): Uint8Array {
  return toUtf8(`{${PARTS.map((part) => `"${part}":${fromUtf8(chain[part])}`).join(',')}}`);
}

/**
 * Takes a bundle apart; nothing in it is to be believed yet.
 *
 * @throws EditionError `malformed`
 */
export function decodeBundle(bytes: Uint8Array): Chain {
  if (bytes.length > BUNDLE_LIMITS.unpacked) throw malformed();
  let value: unknown;
  try {
    value = parseJson(bytes, 'bundle');
  } catch (cause) {
    throw malformed(cause);
  }
  if (typeof value !== 'object' || value === null) throw malformed();
  const parts = new Map(Object.entries(value));
  const part = (name: (typeof PARTS)[number]): Uint8Array => {
    if (!parts.has(name)) throw malformed();
    try {
      return toUtf8(compactJson(parts.get(name)));
    } catch (cause) {
      throw malformed(cause);
    }
  };
  return {
    timestamp: part('timestamp'),
    snapshot: part('snapshot'),
    press: part('press'),
    record: part('record'),
  };
}

const malformed = (cause?: unknown): EditionError =>
  new EditionError('malformed', 'These bytes are no bundle of an edition', { cause });
