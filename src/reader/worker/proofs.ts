import { fromHex, metadataPath, openTrust, parseRecord, readPart, walkTo } from '#edition';
import type { Ask, Kept, Known } from '#edition';
import { versionIn } from './memory.ts';

/*
 * What stands below `edition/`, for pages of the paper that check by themselves: signatures as they are trusted here, and
 * what those lead to.
 */

export type ProofsOptions = {
  /** Everything that led to the edition that is trusted now. */
  kept: Kept;
  known: Known;
  /** Asks one place. */
  ask: Ask;
};

/** Bytes of a file that only its hash is known of. */
const LIMIT = 262_144;

/**
 * A file below `edition/`; null where none can be proven, as of what belongs to another edition.
 *
 * @throws TufError, EditionError where the place does not give it
 */
export async function readProof(options: ProofsOptions, path: string): Promise<Uint8Array | null> {
  const { ask, kept, known } = options;
  if (path.startsWith('edition/o/')) {
    const hash = path.slice(13);
    // Kept by nobody: it may be long.
    return known.get(hash) ?? readPart(fromHex(hash), path, LIMIT, ask, new Map());
  }
  const isUnit = path.startsWith('edition/u/');
  if (isUnit || path.startsWith('edition/n/')) {
    const prefix = isUnit ? path.slice(16, 32) : path.slice(10, -5).replace(/root|\//g, '');
    const place = fromHex(prefix.padEnd(16, '0'));
    const { nodes, units } = await walkTo(place, parseRecord(kept.record), ask, known);
    return (isUnit ? units[0] : nodes[prefix.length]) ?? null;
  }
  const [, version, role] = /^edition\/tuf\/(?:(\d+)\.|targets\/\w+\.)?(\w+)\.json$/.exec(path) ?? [];
  if (role === 'root' && Number(version) < versionIn(kept.root)) return rootBefore(options, Number(version));
  const bytes = kept[(role === 'edition' ? 'record' : role) as keyof Kept] as Uint8Array | undefined;
  return version === undefined || versionIn(bytes) === Number(version) ? (bytes ?? null) : null;
}

/** A root before the trusted one is what the next one, which is proven in the same way, was signed by. */
async function rootBefore(options: ProofsOptions, version: number): Promise<Uint8Array | null> {
  const next = await readProof(options, metadataPath('root', version + 1));
  const root = await options.ask(metadataPath('root', version), LIMIT);
  if (root === null || next === null) return null;
  await (await openTrust({ root, now: 0 })).root(next);
  return root;
}
