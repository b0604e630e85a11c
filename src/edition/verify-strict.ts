import { equalBytes, toUtf8 } from './bytes.ts';
import { PRESS_ROLE } from './layout.ts';
import { TufError } from './tuf/error.ts';
import { compactJson, parseJson } from './tuf/json.ts';
import type { RoleKeys, TufKey } from './tuf/key.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import type { Root } from './tuf/root.ts';
import { checkThreshold } from './tuf/signature.ts';
import type { Targets } from './tuf/targets.ts';

/** Keys that may sign a role, each list with what it was delegated by. */
export type KeySet = { role: RoleKeys; keys: Readonly<Record<string, TufKey>> };

export function keySet(root: Root, role: 'root' | 'timestamp' | 'snapshot' | 'targets'): KeySet {
  return { role: root.roles[role], keys: root.keys };
}

export const pressKeys = (targets: readonly Targets[]): KeySet[] =>
  targets.flatMap(({ delegations }) =>
    (delegations?.roles ?? [])
      .filter(({ name }) => name === PRESS_ROLE)
      .map((role) => ({ role, keys: delegations?.keys ?? {} })),
  );

/**
 * Whether a file of metadata is in the one spelling that we write, and every signature in it is a right one: a client
 * may pass over what it does not need, but then somebody put it there.
 */
export async function isStrict(bytes: Uint8Array, role: string, sets: readonly KeySet[]): Promise<boolean> {
  try {
    const type = role === PRESS_ROLE ? 'targets' : role;
    if (type !== 'root' && type !== 'targets' && type !== 'snapshot' && type !== 'timestamp') return false;
    const parsed = parseMetadata(bytes, role, type, readCommon);
    const text = toUtf8(compactJson(parseJson(bytes, role)));
    if (!equalBytes(text, bytes) || parsed.signatures.length === 0) return false;
    for (const signature of parsed.signatures) {
      const one = { ...parsed, signatures: [signature] };
      const valid = await Promise.all(
        sets.map(({ role: { keyids }, keys }) => isSignedBy(one, role, { keyids, threshold: 1 }, keys)),
      );
      if (!valid.includes(true)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof TufError) return false;
    throw error;
  }
}

async function isSignedBy(...check: Parameters<typeof checkThreshold>): Promise<boolean> {
  try {
    await checkThreshold(...check);
    return true;
  } catch (error) {
    if (error instanceof TufError) return false;
    throw error;
  }
}
