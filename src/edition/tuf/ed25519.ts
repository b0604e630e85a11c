import { fromBase64 } from '../base64.ts';
import { TufError } from './error.ts';
import { javascript } from './javascript.ts';
import { said } from '../said.ts';

/*
 * WebCrypto where it has Ed25519 (Chrome 137, Firefox 129, Safari 17, Node), else JavaScript: phones that get no updates
 * are the phones of those we write for.
 */

const NAME = 'Ed25519';
/** What stands before the 32 bytes of a seed in PKCS #8. RFC 8410, 7. */
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

let platform: Promise<boolean> | undefined;
let fallback = false;

/** For tests: checks and signs in JavaScript although the platform could, until it is called again. */
export function useFallback(always: boolean): void {
  fallback = always;
}

async function hasPlatform(): Promise<boolean> {
  // Any key will do: only a platform without Ed25519 refuses to import this one.
  platform ??= crypto.subtle.importKey('raw', new Uint8Array(32), NAME, false, ['verify']).then(
    () => true,
    () => false,
  );
  return !fallback && (await platform);
}

/** Whether a signature of 64 bytes belongs to a message and a public key of 32 bytes. RFC 8032, 5.1.7. */
export async function isEd25519(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (key.length !== 32 || signature.length !== 64) return false;
  // Outside the try: a program that lacks a part must not pass for a forged signature.
  const fallbackCode = (await hasPlatform()) ? null : await javascript();
  try {
    if (fallbackCode !== null)
      return await fallbackCode.verifyAsync(signature, message, key, { zip215: false });
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), NAME, false, ['verify']);
    return await crypto.subtle.verify(NAME, imported, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    // A key that is no point of the curve, refused by either.
    return false;
  }
}

/**
 * Checks one signature.
 *
 * @param publicKey - 32 bytes
 * @param signature - 64 bytes
 * @throws TufError `bad_signature`
 */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<void> {
  if (!(await isEd25519(publicKey, message, signature))) {
    throw new TufError('bad_signature', said`The Ed25519 signature does not belong to this message and key`);
  }
}

/** The public half, 32 bytes, of a secret seed of 32 bytes; and a function that signs with it. */
export async function openSeed(
  seed: Uint8Array,
): Promise<{ publicKey: Uint8Array; sign: (message: Uint8Array) => Promise<Uint8Array> }> {
  if (seed.length !== 32)
    throw new TufError('malformed', said`An Ed25519 seed has 32 bytes, not ${seed.length}`);
  const secret = new Uint8Array(seed);
  if (!(await hasPlatform())) {
    const { getPublicKeyAsync, signAsync } = await javascript();
    return { publicKey: await getPublicKeyAsync(secret), sign: (message) => signAsync(message, secret) };
  }
  const pkcs8 = Uint8Array.of(...PKCS8, ...secret);
  // Only its public part ever leaves the first; the second, which signs, cannot be exported at all.
  const readable = await crypto.subtle.importKey('pkcs8', pkcs8, NAME, true, ['sign']);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, NAME, false, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', readable);
  if (x === undefined)
    throw new TufError('malformed', said`The platform exports no public key from this seed`);
  return {
    publicKey: fromBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign(NAME, key, new Uint8Array(message))),
  };
}
