import { fromBase64 } from '../base64.ts';

const PEM = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const PSS = { name: 'RSA-PSS', hash: 'SHA-256' } as const;
const RSA_BITS = 2048;
const SCALAR_BYTES = 32;

/** The DER inside a PEM public key (SubjectPublicKeyInfo), or null. */
function spkiOf(pem: string): Uint8Array<ArrayBuffer> | null {
  const body = PEM.exec(pem)?.[1];
  return body === undefined ? null : new Uint8Array(fromBase64(body.replaceAll(/[\r\n]/g, '')));
}

/**
 * Whether a DER signature is P-256's over the SHA-256 of a message. Specification 4.2.2, `ecdsa-sha2-nistp256`.
 * Rejects, with whatever the platform throws, a key that it cannot read.
 */
export async function isEcdsa(pem: string, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const spki = spkiOf(pem);
  const raw = rawSignature(signature);
  if (spki === null || raw === null) return false;
  const key = await crypto.subtle.importKey('spki', spki, P256, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, new Uint8Array(message));
}

/**
 * Whether a signature is RSA-PSS with SHA-256 and a salt as long as that. Specification 4.2.2, `rsassa-pss-sha256`: "All
 * RSA keys MUST be at least 2048 bits." Rejects, with whatever the platform throws, a key that it cannot read.
 */
export async function isRsaPss(pem: string, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const spki = spkiOf(pem);
  if (spki === null) return false;
  const key = await crypto.subtle.importKey('spki', spki, PSS, false, ['verify']);
  if (!('modulusLength' in key.algorithm) || Number(key.algorithm.modulusLength) < RSA_BITS) return false;
  const parameters = { name: 'RSA-PSS', saltLength: 32 };
  return crypto.subtle.verify(parameters, key, new Uint8Array(signature), new Uint8Array(message));
}

/** The two numbers of a DER signature, 32 bytes each, as WebCrypto wants them; null where it is not strict DER. */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  // 72 bytes at most: no length here ever needs more than one byte.
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const r = derInteger(der, 2);
  const s = r === null ? null : derInteger(der, r.end);
  if (r === null || s === null || s.end !== der.length) return null;
  const raw = new Uint8Array(SCALAR_BYTES * 2);
  raw.set(r.bytes, SCALAR_BYTES - r.bytes.length);
  raw.set(s.bytes, SCALAR_BYTES * 2 - s.bytes.length);
  return raw;
}

function derInteger(der: Uint8Array, at: number): { bytes: Uint8Array; end: number } | null {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  const bytes = der.subarray(at + 2, end);
  const [first = 0x80, second = 0] = bytes;
  if (der[at] !== 0x02 || bytes.length !== length || first >= 0x80) return null;
  // A zero stands in front only where the number would else read as negative.
  const padded = first === 0;
  if (padded && second < 0x80) return null;
  const digits = padded ? bytes.subarray(1) : bytes;
  return digits.length > SCALAR_BYTES ? null : { bytes: digits, end };
}
