import type { FileEntry, Records, TreeSource, Unit } from '#edition';
import {
  comparePaths,
  decodeUnit,
  encodeUnit,
  fromHex,
  KEY_BYTES,
  placeOf,
  RECORD_BYTES,
  recordOf,
  sortRecords,
  unitOf,
  unitsAt,
  walkTree,
} from '#edition';

/** Files to come and, as null, files to go. */
export type Staged = ReadonlyMap<string, FileEntry | null>;

/** What a commit does to the tree, and what it means for the files. */
export type Plan = {
  remove: Records;
  add: Records;
  /** Bytes of the units in `add`, by the position of their record. */
  units: { hash: Uint8Array; bytes: Uint8Array }[];
  added: FileEntry[];
  changed: FileEntry[];
  removed: FileEntry[];
  /** What `changed` replaces. */
  replaced: FileEntry[];
};

type NewUnit = { record: Uint8Array; hash: Uint8Array; bytes: Uint8Array; unit: Unit };

/** The plan of a commit that names only what changes. Looks at the units of those files and no others. */
export function planChanges(source: TreeSource, root: string | null, staged: Staged): Plan {
  const before: FileEntry[] = [];
  const after: FileEntry[] = [];
  const removed: Uint8Array[] = [];
  const units: NewUnit[] = [];
  for (const [key, changes] of byUnit(staged)) {
    const old = root === null ? null : findUnit(source, fromHex(root), key);
    const files = new Map((old?.unit.files ?? []).map((file) => [file.path, file]));
    for (const [path, file] of changes) {
      if (file === null) files.delete(path);
      else files.set(path, file);
    }
    const unit = files.size === 0 ? null : newUnit(source, { key, files: [...files.values()] });
    if (old !== null && unit !== null && old.record.every((byte, at) => byte === unit.record[at])) continue;
    if (old !== null) removed.push(old.record);
    if (unit !== null) units.push(unit);
    before.push(...(old?.unit.files ?? []));
    after.push(...(unit?.unit.files ?? []));
  }
  return planOf(sortRecords(removed), units, before, after);
}

/** The plan of a commit that names every file: whatever is not staged goes. */
export function planAll(source: TreeSource, root: string | null, staged: Staged): Plan {
  const wanted = new Map<string, NewUnit>();
  for (const [key, files] of byUnit(staged)) {
    const present = [...files.values()].filter((file) => file !== null);
    if (present.length === 0) continue;
    const unit = newUnit(source, { key, files: present });
    wanted.set(latin(unit.record), unit);
  }
  const removed: Uint8Array[] = [];
  const before: FileEntry[] = [];
  for (const records of root === null ? [] : walkTree(source, fromHex(root))) {
    for (let at = 0; at < records.length; at += RECORD_BYTES) {
      const record = records.subarray(at, at + RECORD_BYTES);
      if (wanted.delete(latin(record))) continue;
      removed.push(record);
      before.push(...decodeUnit(source.read(record.subarray(KEY_BYTES))).files);
    }
  }
  const units = [...wanted.values()];
  return planOf(
    sortRecords(removed),
    units,
    before,
    units.flatMap((unit) => unit.unit.files),
  );
}

/** Every file of a tree, in no order that means anything. */
export function* filesOf(source: TreeSource, root: Uint8Array): Generator<FileEntry> {
  for (const records of walkTree(source, root)) {
    for (let at = 0; at < records.length; at += RECORD_BYTES) {
      yield* decodeUnit(source.read(records.subarray(at + KEY_BYTES, at + RECORD_BYTES))).files;
    }
  }
}

/** The unit under a key, or null. */
export function findUnit(
  source: TreeSource,
  root: Uint8Array,
  key: string,
): { record: Uint8Array; unit: Unit } | null {
  const place = placeOf(key, source.sha256);
  for (const hash of unitsAt(source, root, place)) {
    const unit = decodeUnit(source.read(hash));
    if (unit.key === key) return { record: recordOf(place, hash), unit };
  }
  return null;
}

function byUnit(staged: Staged): Map<string, Map<string, FileEntry | null>> {
  const units = new Map<string, Map<string, FileEntry | null>>();
  for (const [path, file] of staged) {
    const key = unitOf(path);
    const unit = units.get(key);
    if (unit === undefined) units.set(key, new Map([[path, file]]));
    else unit.set(path, file);
  }
  return units;
}

function newUnit(source: TreeSource, unit: Unit): NewUnit {
  const bytes = encodeUnit(unit);
  const hash = source.sha256(bytes);
  return { record: recordOf(placeOf(unit.key, source.sha256), hash), hash, bytes, unit };
}

function planOf(remove: Records, units: NewUnit[], before: FileEntry[], after: FileEntry[]): Plan {
  const old = new Map(before.map((file) => [file.path, file]));
  const plan: Plan = {
    remove,
    add: sortRecords(units.map((unit) => unit.record)),
    units,
    added: [],
    changed: [],
    removed: [],
    replaced: [],
  };
  for (const file of after) {
    const was = old.get(file.path);
    old.delete(file.path);
    if (was === undefined) plan.added.push(file);
    else if (!sameFile(was, file)) {
      plan.changed.push(file);
      plan.replaced.push(was);
    }
  }
  plan.removed.push(...old.values());
  for (const list of [plan.added, plan.changed, plan.removed])
    list.sort((a, b) => comparePaths(a.path, b.path));
  return plan;
}

const sameFile = (a: FileEntry, b: FileEntry): boolean =>
  a.raw === b.raw &&
  a.object === b.object &&
  a.type === b.type &&
  a.status === b.status &&
  a.redirect === b.redirect;

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
