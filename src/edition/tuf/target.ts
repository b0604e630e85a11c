import { demand } from './download.ts';
import type { Fetch } from './download.ts';
import { TufError } from './error.ts';
import { checkFile, nameHash } from './file.ts';
import type { Target } from './search.ts';
import type { Trust } from './trust.ts';
import { said } from '../said.ts';

/**
 * Checks bytes that may be a target, wherever they were found. Specification 5.7.1.
 *
 * @throws TufError `length_mismatch`, `hash_mismatch`, `unsupported`
 */
export const checkTarget = (target: Target, bytes: Uint8Array): Promise<void> =>
  checkFile(bytes, target.file, said`The target "${target.path}"`, target.role);

/**
 * Downloads a target, up to its length, and checks it. Specification 5.7.3.
 *
 * @param options.fetch - gets files relative to the place of the targets
 * @throws TufError `missing`, `too_long`, `unreachable`, `malformed` for a path that leads elsewhere, and what
 *   {@link checkTarget} throws
 */
export async function downloadTarget(options: {
  trust: Trust;
  target: Target;
  fetch: Fetch;
}): Promise<Uint8Array> {
  const { trust, target, fetch } = options;
  const path = targetPath(target, trust.trusted.root.consistent_snapshot === true);
  const bytes = await demand(fetch, path, target.file.length, target.role);
  await checkTarget(target, bytes);
  return bytes;
}

function targetPath({ path, file, role }: Target, consistent: boolean): string {
  const folders = path.split('/');
  if (folders.some((name) => name === '' || name === '.' || name === '..')) {
    throw new TufError('malformed', said`The target path "${path}" leads out of the folder of targets`, {
      role,
    });
  }
  const name = folders.pop() ?? '';
  const hash = consistent ? nameHash(file.hashes) : '';
  if (hash === null) {
    throw new TufError('unsupported', said`The target "${path}" has no hash that this program can check`, {
      role,
    });
  }
  return [...folders, consistent ? `${hash}.${name}` : name].map(encodeURIComponent).join('/');
}
