import { EditionError, openFollower, parseRecord, readEntries, TufError } from '#edition';
import type { Anchor, EditionRecord } from '#edition';
import type { Call } from '../call.ts';
import type { LogPlace } from './place.ts';

/** Whether the edition beside a log is its newest entry, and signed as such. */
export type Newest =
  /** The press signed the last entry. */
  | { state: 'signed'; edition: number; expired: readonly string[] }
  /** The press signed another record than the last entry. */
  | { state: 'other'; edition: number }
  /** Nothing can be said: there is no anchor, or the metadata is not that of its keys. */
  | { state: 'unknown'; why: string };

/** Follows the metadata beside a log from an anchor, as a reader does, and compares the record it leads to. */
export async function checkNewest(
  { now }: Pick<Call, 'now'>,
  { source, log }: LogPlace,
  anchor: Anchor | null,
): Promise<Newest> {
  if (anchor === null) return { state: 'unknown', why: 'no anchor was named' };
  const kept = new Map<string, Uint8Array>();
  const follower = openFollower({
    anchor,
    fetch: (path, limit) => source.read(path, limit),
    memory: {
      read: (role) => Promise.resolve(kept.get(role) ?? null),
      write: (role, bytes) => Promise.resolve(void kept.set(role, bytes)),
      remove: (role) => Promise.resolve(void kept.delete(role)),
    },
    now,
  });
  let last: EditionRecord | null = null;
  try {
    const { record, expired } = await follower.update('bundle');
    for await (const { bytes } of readEntries(source, log.size, log.size - 1)) last = parseRecord(bytes);
    return last !== null && JSON.stringify(last) === JSON.stringify(record)
      ? { state: 'signed', edition: record.number, expired }
      : { state: 'other', edition: record.number };
  } catch (error) {
    if (!(error instanceof TufError) && !(error instanceof EditionError)) throw error;
    return { state: 'unknown', why: error.message };
  }
}
