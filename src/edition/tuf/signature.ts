import { fromHex } from '../bytes.ts';
import { isEd25519 } from './ed25519.ts';
import { TufError } from './error.ts';
import { own } from './field.ts';
import type { RoleKeys, TufKey } from './key.ts';
import type { Parsed } from './metadata.ts';
import { isEcdsa, isRsaPss } from './pem.ts';
import { said } from '../said.ts';

/**
 * Checks that metadata is signed by enough keys of a role. Signatures that are wrong, or of nobody, count nothing but do
 * no harm either: a role whose keys change is signed by old and new ones.
 *
 * Specification 5.3.4, 5.4.2, 5.5.3, 5.6.3: "each KEY MUST only contribute one SIGNATURE".
 *
 * @throws TufError `unsigned`
 */
export async function checkThreshold(
  parsed: Parsed<unknown>,
  role: string,
  { keyids, threshold }: RoleKeys,
  keys: Readonly<Record<string, TufKey>>,
): Promise<void> {
  // By what verifies and not by name: one key with a remark and without has two names.
  const signed = new Set<string>();
  for (const { keyid, sig } of parsed.signatures) {
    const key = keyids.includes(keyid) ? own(keys, keyid) : undefined;
    if (key !== undefined && (await isSigned(key, parsed.message, sig))) {
      signed.add(`${key.scheme} ${key.keyval.public}`);
    }
    if (signed.size >= threshold) return;
  }
  const problem = said`The ${role} metadata has ${signed.size} of the ${threshold} signatures it needs`;
  throw new TufError('unsigned', problem, { role });
}

async function isSigned(key: TufKey, message: Uint8Array, hex: string): Promise<boolean> {
  const { keytype, scheme, keyval } = key;
  const signature = bytesOf(hex);
  if (signature === null) return false;
  if (keytype === 'ed25519' && scheme === 'ed25519') {
    const publicKey = bytesOf(keyval.public);
    return publicKey !== null && isEd25519(publicKey, message, signature);
  }
  try {
    if (keytype === 'ecdsa' && scheme === 'ecdsa-sha2-nistp256') {
      return await isEcdsa(keyval.public, message, signature);
    }
    if (keytype === 'rsa' && scheme === 'rsassa-pss-sha256') {
      return await isRsaPss(keyval.public, message, signature);
    }
  } catch {
    // No base64, no key that the platform can read: a signature that does not count.
    return false;
  }
  return false;
}

/** Bytes of hexadecimal text, or null: anybody may have written it. */
function bytesOf(hex: string): Uint8Array | null {
  try {
    return fromHex(hex);
  } catch {
    return null;
  }
}
