import { toHex, toUtf8 } from '../bytes.ts';
import { openSeed } from './ed25519.ts';
import { TufError } from './error.ts';
import { canonicalJson } from './json.ts';
import { keyId } from './key.ts';
import type { TufKey } from './key.ts';
import type { Metadata, Signature } from './metadata.ts';

/** Something that signs for one key; where its secret lies is its own affair. */
export type Signer = { keyid: string; key: TufKey; sign(bytes: Uint8Array): Promise<Uint8Array> };

/**
 * Signs a role's content with each signer, in their order. Signatures made elsewhere may be added to the list, as they
 * are over `signed` alone.
 *
 * @throws TufError `malformed` for content that has no canonical form, or two signers of one key
 */
export async function signMetadata<Signed>(
  signed: Signed,
  signers: readonly Signer[],
): Promise<Metadata<Signed>> {
  const message = toUtf8(canonicalJson(signed));
  const signatures: Signature[] = [];
  for (const signer of signers) {
    const { keyid } = signer;
    if (signatures.some((signature) => signature.keyid === keyid)) {
      throw new TufError('malformed', `Two signers have the key "${keyid}"`);
    }
    signatures.push({ keyid, sig: toHex(await signer.sign(message)) });
  }
  return { signatures, signed };
}

/**
 * A signer for an Ed25519 seed of 32 secret bytes.
 *
 * @throws TufError `malformed` for another length
 */
export async function signerFromSeed(seed: Uint8Array): Promise<Signer> {
  const { publicKey, sign } = await openSeed(seed);
  const key: TufKey = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: toHex(publicKey) } };
  return { keyid: await keyId(key), key, sign };
}
