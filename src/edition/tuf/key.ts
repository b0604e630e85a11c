import { toHex, toUtf8 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { checkUnique, integerIn, malformed, mapIn, objectIn, own, textIn, textsIn } from './field.ts';
import type { Fields } from './field.ts';
import { canonicalJson } from './json.ts';
import { said } from '../said.ts';

/** A public key. Specification 4.2.2. Fields of its own invention are kept, as they are part of its name. */
export type TufKey = {
  /** `ed25519`, `ecdsa` or `rsa`; keys of other types are kept and never verify. */
  keytype: string;
  /** `ed25519`, `ecdsa-sha2-nistp256` or `rsassa-pss-sha256`. */
  scheme: string;
  /** Ed25519: 64 hexadecimal digits. Others: PEM of a SubjectPublicKeyInfo. */
  keyval: { public: string };
};

/** Whose signatures a role needs, and how many of them. */
export type RoleKeys = { keyids: string[]; threshold: number };

/** The name of a key: SHA-256 of its canonical form, in hexadecimal. */
export const keyId = async (key: TufKey): Promise<string> => toHex(await sha256(toUtf8(canonicalJson(key))));

export const readKeys = (object: Fields, role: string): Record<string, TufKey> =>
  mapIn(object, 'keys', role, (key) => {
    const value = objectIn(own(key, 'keyval'), role, 'keyval');
    return {
      ...key,
      keytype: textIn(key, 'keytype', role),
      scheme: textIn(key, 'scheme', role),
      keyval: { ...value, public: textIn(value, 'public', role) },
    };
  });

export function readRoleKeys(object: Fields, role: string): RoleKeys {
  const keyids = textsIn(object, 'keyids', role);
  checkUnique(keyids, role, 'keyids');
  return { keyids, threshold: integerIn(object, 'threshold', role, 1) };
}

/**
 * 4.3: "Clients MUST calculate each KEYID to verify this is correct for the associated key."
 *
 * @throws TufError `malformed`
 */
export async function checkKeyIds(keys: Readonly<Record<string, TufKey>>, role: string): Promise<void> {
  for (const [id, key] of Object.entries(keys)) {
    if ((await keyId(key)) !== id)
      throw malformed(role, said`names a key "${id}", which is not the name of that key`);
  }
}
