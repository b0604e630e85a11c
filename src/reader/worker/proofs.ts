import { sha256, TIMESTAMP_PATH, toHex } from '#edition';
import type { Kept, Known } from '#edition';
import { versionIn } from './memory.ts';

/*
 * What stands below `edition/`, for pages of the paper that check by themselves: of signatures those that are trusted
 * here, of all else what its own hash proves. Nodes and units are asked for by their hash where they have no address.
 */

export type ProofsOptions = {
  /** Everything that led to the edition that is trusted now. */
  kept: () => Promise<Kept | null>;
  known: Known;
  /** Looks for a newer edition. */
  renew: () => Promise<unknown>;
  /** Asks places for the file, one after the other; null where none has it. */
  fetch: (path: string, isRight: (bytes: Uint8Array) => Promise<boolean>) => Promise<Uint8Array | null>;
};

/** A file below `edition/`; null where there is none that can be proven. */
export async function readProof(options: ProofsOptions, path: string): Promise<Uint8Array | null> {
  const [, hash] = /^edition\/o\/..\/([0-9a-f]{64})$/.exec(path) ?? [];
  if (hash !== undefined) {
    const isRight = async (bytes: Uint8Array): Promise<boolean> => toHex(await sha256(bytes)) === hash;
    return options.known.get(hash) ?? options.fetch(path, isRight);
  }
  // Whoever asks for it wants to know of the newest; where nobody can be asked it is the last that was heard of.
  if (path === TIMESTAMP_PATH) await options.renew().catch(() => undefined);
  const kept = await options.kept();
  if (kept === null) return null;
  if (path === TIMESTAMP_PATH) return kept.timestamp;
  if (/^edition\/tuf\/targets\/\w+\.edition\.json$/.test(path)) return kept.record;
  const [, version, role] = /^edition\/tuf\/(\d+)\.(root|snapshot|targets|press)\.json$/.exec(path) ?? [];
  const bytes = kept[role as keyof Kept] as Uint8Array | undefined;
  return bytes !== undefined && versionIn(bytes) === Number(version) ? bytes : null;
}
