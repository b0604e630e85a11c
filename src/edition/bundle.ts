import { fromUtf8, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { gunzip } from './gzip.ts';
import { compactJson, parseJson } from './tuf/json.ts';
import { said } from './said.ts';

/**
 * What changes from edition to edition between the roots and the tree: three files of metadata and the record, each in
 * the bytes of its own file. A reader who knows the root and the targets asks for this once and needs nothing else.
 */
export type Chain = { timestamp: Uint8Array; snapshot: Uint8Array; press: Uint8Array; record: Uint8Array };

/** Bytes that a bundle may have, as it is sent (signature and gzip) and unpacked. */
export const BUNDLE_LIMITS = { packed: 16_384, unpacked: 65_536 } as const;

const SIGNATURE_BYTES = 64;

/**
 * A bundle as it is sent: the timestamp key's Ed25519 signature of the packed bytes, then those. Readers need no such
 * signature, since every part has its own; but packed bytes have bits that mean nothing, and no byte of an edition may
 * be another than the one that was signed.
 */
export async function sealBundle(
  packed: Uint8Array,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const sealed = new Uint8Array(SIGNATURE_BYTES + packed.length);
  sealed.set(await sign(packed));
  sealed.set(packed, SIGNATURE_BYTES);
  return sealed;
}

/** The two parts of a bundle as it is sent. */
export const bundleParts = (sealed: Uint8Array): { signature: Uint8Array; packed: Uint8Array } => ({
  signature: sealed.subarray(0, SIGNATURE_BYTES),
  packed: sealed.subarray(SIGNATURE_BYTES),
});

/**
 * Takes apart a bundle as it is sent; nothing in it is to be believed yet.
 *
 * @throws EditionError `malformed`, `too_long`
 */
export const unpackBundle = async (sealed: Uint8Array): Promise<Chain> =>
  decodeBundle(await gunzip(bundleParts(sealed).packed, BUNDLE_LIMITS.unpacked));

const PARTS = ['press', 'record', 'snapshot', 'timestamp'] as const;

/** The bundle before it is packed: one JSON object, each part in the compact form that it has in its own file. */
export function encodeBundle(chain: Chain): Uint8Array {
  return toUtf8(`{${PARTS.map((part) => `"${part}":${fromUtf8(chain[part])}`).join(',')}}`);
}

/**
 * Takes an unpacked bundle apart; nothing in it is to be believed yet.
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
  new EditionError('malformed', said`These bytes are no bundle of an edition`, { cause });
