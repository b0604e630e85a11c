import { RECORD_BYTES } from '#edition';
import type { FileEntry } from '#edition';
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

export function keptAfter(before: HeadFile | null, head: Head, keep: number): EditionState[] {
  if (before === null) return [];
  if (before.head.edition === head.edition) return before.kept;
  const { note: _, ...state } = before.head;
  return [state, ...before.kept].slice(0, keep - 1);
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
