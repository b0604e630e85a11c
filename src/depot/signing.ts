import { encodeChange, fromHex, recordPath, toHex } from '#edition';
import type { LogState, Signed, Standing } from '#edition';
import type { Head, HeadFile, SignedFile } from './head.ts';
import { appendEntry, EditionLog, recoverLog } from './log.ts';
import type { CommitOptions, NextEdition } from './outcome.ts';
import { sha256Hex } from './pack-format.ts';
import type { Plan } from './plan.ts';
import type { Shelf } from './shelf.ts';

/** What signing adds to a commit. */
export type Signing = {
  /** Objects to store. */
  put: { hash: string; bytes: Uint8Array }[];
  /** What the next head pointer says of it. */
  state: Pick<HeadFile, 'signed' | 'log'>;
  /** Writes the entry of the log. What it writes counts once the head pointer is switched. */
  append: () => Promise<void>;
};

/** Has an edition signed by whoever commits it. An edition that nobody signs has no signatures: the old ones would lie. */
export async function sign(commit: {
  shelf: Shelf;
  plan: Plan;
  head: Head;
  options: CommitOptions;
}): Promise<Signing> {
  const { shelf, head, options } = commit;
  const before = shelf.file;
  const changed = before === null || before.head.root !== head.root;
  const log = logOf(shelf);
  const peaks = log.peaks.map(toHex);
  const none = { put: [], append: () => Promise.resolve() };
  const signed = await options.sign?.({
    edition: unsigned(head, commit.plan, before?.head.root ?? null),
    changed,
    standing: standingOf(shelf, log),
    log,
  });
  if (signed === undefined || signed === null) {
    return { ...none, state: { signed: changed ? [] : before.signed, log: { size: log.size, peaks } } };
  }
  const put = signed.put.map(({ path, bytes }) => ({ path, bytes, hash: sha256Hex(bytes) }));
  const { entry } = signed;
  return {
    put,
    state: {
      signed: filesAfter(before?.signed ?? [], signed, put),
      log:
        entry === null
          ? { size: log.size, peaks }
          : { size: entry.log.size, peaks: entry.log.peaks.map(toHex) },
    },
    append: () => (entry === null ? Promise.resolve() : appendEntry(shelf.folder, log.size, entry)),
  };
}

const unsigned = (head: Head, plan: Plan, base: string | null): NextEdition['edition'] => ({
  number: head.edition,
  tree: head.root,
  base,
  units: head.units,
  files: head.files,
  bytes: head.bytes,
  published: head.published,
  change: encodeChange({ removed: plan.remove, added: plan.add }),
});

/** How far the log goes; a lost head pointer does not end it. */
export function logOf(shelf: Shelf): LogState {
  if (shelf.file === null) return recoverLog(shelf.folder);
  const { size, peaks } = shelf.file.log;
  return { size, peaks: peaks.map(fromHex) };
}

/** What the signer finds. The last record is there even when nothing else is, since the log outlives the rest. */
function standingOf(shelf: Shelf, log: LogState): Standing {
  const files = new Map((shelf.file?.signed ?? []).map((file) => [file.path, file.hash]));
  const last = log.size === 0 ? null : new EditionLog(shelf.folder, log.size).entry(log.size - 1).record;
  const lastPath = last === null ? null : recordPath(sha256Hex(last));
  return {
    paths: lastPath === null || files.has(lastPath) ? [...files.keys()] : [...files.keys(), lastPath],
    read: (path) => {
      const hash = files.get(path);
      if (hash !== undefined) return shelf.object(hash);
      return path === lastPath ? last : null;
    },
  };
}

function filesAfter(
  before: readonly SignedFile[],
  signed: Signed,
  put: readonly { path: string; bytes: Uint8Array; hash: string }[],
): SignedFile[] {
  const away = new Set([...signed.drop, ...put.map(({ path }) => path)]);
  return [
    ...before.filter((file) => !away.has(file.path)),
    ...put
      .filter(({ path }) => !signed.drop.includes(path))
      .map(({ path, bytes, hash }) => ({ path, hash, bytes: bytes.length })),
  ];
}
