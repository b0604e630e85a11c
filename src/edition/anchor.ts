import { toHex } from './bytes.ts';
import { sha256 } from './hash.ts';
import { metadataPath } from './layout.ts';
import { demand, download } from './tuf/download.ts';
import type { Fetch } from './tuf/download.ts';
import { TufError } from './tuf/error.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import { LIMITS } from './tuf/update.ts';
import { said } from './said.ts';

/**
 * What a reader holds of a paper before anything is fetched: the bytes of one of its roots, or the fingerprint of one,
 * 64 hexadecimal digits. It must have come by a way of its own: what is found beside an edition proves nothing.
 */
export type Anchor = { root: Uint8Array } | { fingerprint: string };

/**
 * The fingerprint of a root: SHA-256 of the canonical form of what is signed in it, in hexadecimal.
 *
 * @throws TufError `malformed`, `wrong_type`
 */
export async function rootFingerprint(root: Uint8Array): Promise<string> {
  return toHex(await sha256(parseMetadata(root, 'root', 'root', readCommon).message));
}

/** The fingerprint that an anchor stands for. Same errors. */
export const anchorFingerprint = async (anchor: Anchor): Promise<string> =>
  'root' in anchor ? rootFingerprint(anchor.root) : anchor.fingerprint.toLowerCase();

/**
 * The root that an anchor means: its own bytes, or the version at a place that has the fingerprint.
 *
 * @param fetch - gets files relative to the edition
 * @throws TufError `missing` where no version there has the fingerprint
 */
export async function anchoredRoot(anchor: Anchor, fetch: Fetch): Promise<Uint8Array> {
  if ('root' in anchor) return anchor.root;
  const wanted = await anchorFingerprint(anchor);
  let bytes: Uint8Array | null = await demand(fetch, metadataPath('root', 1), LIMITS.root, 'root');
  for (let version = 1; bytes !== null && version <= LIMITS.roots; version++) {
    if ((await rootFingerprint(bytes)) === wanted) return bytes;
    bytes = await download(fetch, metadataPath('root', version + 1), LIMITS.root, 'root');
  }
  throw new TufError('missing', said`No root here has the fingerprint "${wanted}"; this is not that paper`, {
    role: 'root',
  });
}

/** Whether a root says that its keys are those of a sample, which anybody can have. */
export function isSample(root: Readonly<Record<string, unknown>>): boolean {
  const own = root['longwave'];
  return typeof own === 'object' && own !== null && 'sample' in own && own.sample === true;
}
