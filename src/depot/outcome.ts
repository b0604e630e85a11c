import { KEY_BYTES, RECORD_BYTES, toHex } from '#edition';
import type { FileEntry, LogState, Signed, Standing, UnsignedEdition } from '#edition';
import { DepotError } from './error.ts';
import type { EditionState, Head, HeadFile, Json } from './head.ts';
import type { Pack } from './pack.ts';
import type { Plan } from './plan.ts';
import type { Shelf } from './shelf.ts';

/* What a commit is told, and what the head pointer and the press are told after it. */

/** What a commit did. Paths are in order. */
export type EditionReport = {
  edition: number;
  root: string;
  added: string[];
  changed: string[];
  removed: string[];
  /** How many files stayed as they were. */
  unchanged: number;
  /** Bytes written to the disk for it, big binaries not counted. */
  bytes: number;
};

export type CommitOptions = {
  /** Milliseconds since 1970. */
  published: number;
  note: Json;
  /** The staged files are the whole site: every other file goes. Default false. */
  replaceAll?: boolean;
  /**
   * Gives a new edition its number and keeps it where it outlives this folder, before the edition is published. Not
   * asked when nothing changed. Default: the least.
   *
   * @param least number that the edition may have
   */
  count?: (least: number) => Promise<number>;
  /** Signs the edition before it comes out. Null leaves the signatures as they are, if nothing else changed. */
  sign?: (next: NextEdition) => Promise<Signed | null>;
};

/** An edition that is ready to be signed. */
export type NextEdition = {
  edition: UnsignedEdition;
  /** Whether it differs from the one before it. */
  changed: boolean;
  standing: Standing;
  log: LogState;
};

/** The number of the next edition; that of the current one if nothing changed. @throws DepotError `misuse` */
export async function nextNumber(shelf: Shelf, root: string, { count }: CommitOptions): Promise<number> {
  const before = shelf.file?.head;
  if (before?.root === root) return before.edition;
  const least = shelf.counted + 1;
  const number = (await count?.(least)) ?? least;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new DepotError('misuse', `An edition cannot get the number ${number}; count from ${least}`);
}

export function nextHead(
  shelf: Shelf,
  plan: Plan,
  { root, number }: { root: string; number: number },
  options: CommitOptions,
): Head {
  const before = shelf.file?.head ?? null;
  const size = (files: readonly FileEntry[]): number => files.reduce((sum, file) => sum + file.size, 0);
  const unitsDelta = (plan.add.length - plan.remove.length) / RECORD_BYTES;
  const same = before !== null && before.root === root;
  return {
    edition: number,
    root,
    files: (before?.files ?? 0) + plan.added.length - plan.removed.length,
    units: (before?.units ?? 0) + unitsDelta,
    bytes:
      (before?.bytes ?? 0) + size(plan.added) + size(plan.changed) - size(plan.removed) - size(plan.replaced),
    published: same ? before.published : options.published,
    note: options.note,
  };
}

export function keptAfter(before: HeadFile | null, head: Head, plan: Plan, keep: number): EditionState[] {
  // What was withdrawn is in the editions before; nobody is to get it from there.
  if (before === null || withdrawn(plan)) return [];
  if (before.head.edition === head.edition) return before.kept;
  const { note: _, ...state } = before.head;
  return [state, ...before.kept].slice(0, keep - 1);
}

/** Whether a story went that stood before. The tombstone of one that is redacted comes at another address. */
function withdrawn(plan: Plan): boolean {
  if (plan.added.some((file) => file.status === 410)) return true;
  const tombstones = new Set(plan.changed.filter((file) => file.status === 410).map((file) => file.path));
  return plan.replaced.some((file) => file.status !== 410 && tombstones.has(file.path));
}

/**
 * What no reader gets any more although it still lies in the packs: files that went, and after a withdrawal all that
 * the edition replaced, with the units that named it.
 */
export function recalledAfter(before: HeadFile | null, plan: Plan): string[] {
  const recalled = new Set(before?.recalled ?? []);
  for (const file of plan.removed) recalled.add(file.object);
  if (withdrawn(plan)) {
    for (const file of plan.replaced) recalled.add(file.object);
    for (let at = KEY_BYTES; at < plan.remove.length; at += RECORD_BYTES) {
      recalled.add(toHex(plan.remove.subarray(at, at + RECORD_BYTES - KEY_BYTES)));
    }
  }
  // What comes back under another path or at another time is no longer recalled.
  for (const file of [...plan.added, ...plan.changed]) recalled.delete(file.object);
  for (const unit of plan.units) recalled.delete(toHex(unit.hash));
  return [...recalled];
}

export function garbageOf(plan: Plan, packs: readonly Pack[], shelf: Shelf): number {
  const files = [...plan.removed, ...plan.replaced].reduce((sum, file) => sum + file.stored, 0);
  // Workers cannot know what the depot holds, so a full press may store again what was there.
  let doubled = 0;
  for (const pack of packs) {
    for (const object of pack.objects()) if (shelf.find(object.hash) !== null) doubled += object.length;
  }
  return files + doubled;
}

export function reportOf(plan: Plan, head: Head, packs: readonly Pack[]): EditionReport {
  const paths = (files: readonly FileEntry[]): string[] => files.map((file) => file.path);
  return {
    edition: head.edition,
    root: head.root,
    added: paths(plan.added),
    changed: paths(plan.changed),
    removed: paths(plan.removed),
    unchanged: head.files - plan.added.length - plan.changed.length,
    bytes: packs.reduce((sum, pack) => sum + pack.size, 0),
  };
}
