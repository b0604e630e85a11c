import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EditionSource, Verdict } from '#edition';
import type { Call } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import type { Start } from '../verify/anchor.ts';
import { kindOf } from '../verify/folder.ts';
import { folderAt, isAddress } from '../verify/place.ts';
import { findEdition, webSource } from '../verify/web.ts';

/** Bytes of a record at most, a hundred years of it; and of a private book. */
export const MOST = { record: 16_000_000, book: 512_000_000 };

const RECORD = 'gap.txt';

/** A published text as it was found, and where it is part of an edition, the edition. */
export type Found = { text: string; source: EditionSource | null; bytes: Uint8Array };

/**
 * The published text in a file, in a folder that holds an edition, or at an address of one.
 *
 * @throws UsageError where there is no such place, Refusal where it holds none or more than a newsroom publishes
 */
export async function recordAt(place: string, { loopback }: { loopback: boolean }): Promise<Found> {
  if (isAddress(place)) {
    const elsewhere: string[] = [];
    const web = { loopback, onElsewhere: (_from: string, to: string) => void elsewhere.push(to) };
    const { base } = await findEdition(new URL(place), web);
    return fromSource(webSource(base, web), place, elsewhere);
  }
  const path = resolve(place);
  const kind = await kindOf(path);
  if (kind === null) throw new UsageError(`There is no folder or file "${place}"`);
  if (kind === 'folder') return fromSource(await folderAt(path), place, []);
  const bytes = await fileBytes(path, MOST.record);
  return { bytes, text: textOf(bytes, place), source: null };
}

async function fromSource(
  source: EditionSource,
  place: string,
  elsewhere: readonly string[],
): Promise<Found> {
  const bytes = await source.read(RECORD, MOST.record);
  if (bytes === null)
    throw new Refusal(
      `The edition at "${place}" has no "${RECORD}"`,
      elsewhere.length > 0
        ? [`Its host sends on to "${elsewhere[0] ?? ''}", which was not followed`]
        : ['The paper publishes no figure, or the place is not whole'],
    );
  return { bytes, text: textOf(bytes, place), source };
}

/** Bytes of a file of this machine. @throws Refusal for one that is longer than it may be */
export async function fileBytes(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw new UsageError(
      `"${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  try {
    const { size } = await file.stat();
    if (size > most) throw new Refusal(`"${path}" is longer than ${most} bytes, so it is none of ours`);
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

export function textOf(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Refusal(`"${place}" is no text`, [String(error)]);
  }
}

/** What the edition around a text says of these very bytes. */
export async function signedBy(
  call: Call,
  start: Start,
  { source, bytes }: { source: EditionSource; bytes: Uint8Array },
): Promise<Verdict> {
  const { verifyEdition } = await import('#edition');
  const sha256 = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');
  // The bytes that were computed with, not what the place would give when it is asked again.
  const same: EditionSource = {
    ...source,
    read: (path, limit) => (path === RECORD ? Promise.resolve(bytes) : source.read(path, limit)),
    digest: (path, limit) =>
      path === RECORD
        ? Promise.resolve({ size: bytes.length, sha256: hash('sha256', bytes) })
        : (source.digest?.(path, limit) ?? Promise.resolve(null)),
  };
  const { verdict } = await verifyEdition({
    source: same,
    anchor: start.anchor,
    now: call.now(),
    known: start.known,
    hash: sha256,
    progress: () => undefined,
    part: { paths: [RECORD] },
  });
  return verdict;
}
