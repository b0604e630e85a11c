import { sha256 as noble } from '@noble/hashes/sha2.js';
import { toHex, toUtf8 } from '../bytes.ts';
import { encodeChange } from '../change.ts';
import type { Sha256 } from '../hash.ts';
import { BUNDLE_PATH, CHECKPOINT_PATH, TIMESTAMP_PATH, nodePath, objectPath, unitPath } from '../layout.ts';
import { EMPTY_LOG } from '../log.ts';
import type { Records } from '../node.ts';
import { RECORD_BYTES } from '../node.ts';
import { comparePaths, unitOf } from '../path.ts';
import { parseRecord } from '../record.ts';
import type { EditionRecord } from '../record.ts';
import { signEdition } from '../sign.ts';
import type { Anchors, EditionSigners, UnsignedEdition } from '../sign.ts';
import { placeOf, recordOf, sortRecords, updateTree } from '../tree.ts';
import { encodeUnit } from '../unit.ts';
import type { FileEntry } from '../unit.ts';
import { logFiles } from './log-files.ts';
import type { PaperEntry } from './log-files.ts';
import { openPaperKeys } from './keys.ts';
import type { PaperKeys, PaperRole } from './keys.ts';
import { changedNodes, standingNodes } from './nodes.ts';

/*
 * Whole signed editions in memory, for tests: real keys, real signatures, every file that a plain folder of an edition
 * holds. Runs in browsers, so that the tests that use it can.
 */

/** A file to publish. Text is stored as gzip, bytes as they are. */
export type PaperFile = {
  path: string;
  type?: string;
  status?: 410;
  redirect?: string;
} & ({ text: string } | { bytes: Uint8Array });

export type PaperOptions = {
  files: readonly PaperFile[];
  /** Milliseconds since 1970: when keys are made and the first edition comes out. */
  at: number;
  /** Marks the keys as those of a sample. Default false. */
  sample?: boolean;
  /** Editions whose objects stay, as the depot keeps them. Default 8. */
  keep?: number;
  /** Papers of different words have different keys. */
  seed?: string;
  /** Records of further units, in order, whose bytes nobody has: a large first edition without its stories. */
  further?: Records;
  /** Default: one that runs everywhere. */
  sha256?: Sha256;
};

export async function makePaper(options: PaperOptions): Promise<Paper> {
  const { at, sample = false, seed = 'paper' } = options;
  const paper = new Paper(options, await openPaperKeys({ seed, sample, at }));
  await paper.publish({ put: options.files, further: options.further }, at);
  return paper;
}

const NONE = new Uint8Array(0);

type Page = { entry: FileEntry; raw: Uint8Array; object: Uint8Array };
type Unit = { record: Uint8Array; place: Uint8Array; hash: string };
export type PaperChange = {
  put?: readonly PaperFile[];
  remove?: readonly string[];
  further?: Records | undefined;
};

export class Paper {
  readonly #keys: PaperKeys;
  readonly #sha256: Sha256;
  readonly #keep: number;
  readonly #pages = new Map<string, Page>();
  readonly #units = new Map<string, Unit>();
  /** Nodes, units and objects of all editions, by hash. */
  readonly #store = new Map<string, Uint8Array>();
  /** What each edition made new or needless, so that a reader in the middle of a push finds it by its hash. */
  readonly #differing: Set<string>[] = [];
  readonly #signed = new Map<string, Uint8Array>();
  readonly #entries: PaperEntry[] = [];
  #log = EMPTY_LOG;
  #tree: Uint8Array | null = null;
  #count = { units: 0, number: 0 };

  constructor(options: PaperOptions, keys: PaperKeys) {
    this.#keys = keys;
    this.#sha256 = options.sha256 ?? noble;
    this.#keep = options.keep ?? 8;
  }

  get fingerprint(): string {
    return this.#keys.fingerprint;
  }

  get anchors(): Anchors {
    return this.#keys.anchors;
  }

  /** Every version of the root, from the first. */
  get roots(): readonly Uint8Array[] {
    return this.#keys.anchors.roots;
  }

  get signers(): EditionSigners {
    return this.#keys.signers;
  }

  get record(): EditionRecord {
    const last = this.#entries.at(-1);
    if (last === undefined) throw new Error('The paper has no edition yet');
    return parseRecord(last.record);
  }

  /** Makes the next edition. */
  async publish(change: PaperChange, at: number): Promise<void> {
    const touched = new Set<string>();
    const gone = new Set<string>();
    const replace = (path: string): void => {
      touched.add(unitOf(path));
      const before = this.#pages.get(path);
      if (before !== undefined) gone.add(before.entry.object);
    };
    for (const path of change.remove ?? []) {
      replace(path);
      this.#pages.delete(path);
    }
    for (const file of change.put ?? []) {
      replace(file.path);
      this.#pages.set(file.path, await this.#page(file));
    }
    for (const { object } of [...this.#pages.values()].map(({ entry }) => entry)) gone.delete(object);
    const records = this.#replaceUnits(touched, gone);
    await this.#commit(records, change.further ?? new Uint8Array(0), gone, at);
  }

  /** Signs the times of the present edition anew. */
  signAgain(at: number): Promise<void> {
    return this.#sign(null, at);
  }

  /** Gives a role a new key; the next signature shows it. */
  rotate(role: PaperRole, at: number): Promise<void> {
    return this.#keys.rotate(role, at);
  }

  renew(role: 'root' | 'targets', at: number): Promise<void> {
    return this.#keys.renew(role, at);
  }

  /** All that a plain folder of the edition holds, in the order in which a push has to write it. */
  files(): Map<string, Uint8Array> {
    const files = new Map<string, Uint8Array>();
    const pages = [...this.#pages.values()].sort((a, b) => comparePaths(a.entry.path, b.entry.path));
    const byHash = new Set(pages.flatMap(({ entry }) => (entry.gzip ? [entry.object] : [])));
    for (const hash of this.#differing.slice(-(this.#keep - 1)).flatMap((set) => [...set])) byHash.add(hash);
    for (const hash of [...byHash].sort()) files.set(objectPath(hash), this.#read(hash));
    for (const { entry, raw } of pages) files.set(entry.path, raw);
    for (const { place, hash } of this.#units.values()) files.set(unitPath(place), this.#read(hash));
    const nodes = [...standingNodes((hash) => this.#read(toHex(hash)), this.#tree)].reverse();
    for (const { place, depth, bytes } of nodes) files.set(nodePath(place, depth), bytes);
    for (const [path, bytes] of logFiles(this.#entries, this.#sha256)) files.set(path, bytes);
    const last = [CHECKPOINT_PATH, BUNDLE_PATH, TIMESTAMP_PATH];
    for (const [path, bytes] of this.#signed) if (!last.includes(path)) files.set(path, bytes);
    for (const path of last) files.set(path, this.#signed.get(path) ?? new Uint8Array(0));
    return files;
  }

  async #page(file: PaperFile): Promise<Page> {
    const raw = 'text' in file ? toUtf8(file.text) : file.bytes;
    const gzip = 'text' in file;
    const object = gzip ? await packed(raw) : raw;
    const [rawHash, objectHash] = [toHex(this.#sha256(raw)), toHex(this.#sha256(object))];
    this.#store.set(objectHash, object);
    const entry: FileEntry = {
      path: file.path,
      raw: rawHash,
      size: raw.length,
      object: objectHash,
      stored: object.length,
      gzip,
      type: file.type ?? (gzip ? 'text/html; charset=utf-8' : 'image/jpeg'),
      ...(file.status === undefined ? {} : { status: file.status }),
      ...(file.redirect === undefined ? {} : { redirect: file.redirect }),
    };
    return { entry, raw, object };
  }

  #replaceUnits(touched: ReadonlySet<string>, gone: Set<string>): { remove: Records; add: Records } {
    const remove: Uint8Array[] = [];
    const add: Uint8Array[] = [];
    const members = new Map<string, FileEntry[]>();
    for (const { entry } of this.#pages.values()) {
      const key = unitOf(entry.path);
      if (touched.has(key)) members.set(key, [...(members.get(key) ?? []), entry]);
    }
    for (const key of touched) {
      const before = this.#units.get(key);
      const files = members.get(key) ?? [];
      this.#units.delete(key);
      const after = files.length === 0 ? undefined : this.#unit(key, files);
      if (before !== undefined && before.hash !== after?.hash) {
        remove.push(before.record);
        gone.add(before.hash);
      }
      if (after === undefined) continue;
      this.#units.set(key, after);
      if (before?.hash === after.hash) continue;
      add.push(after.record);
      gone.add(after.hash);
    }
    return { remove: sortRecords(remove), add: sortRecords(add) };
  }

  #unit(key: string, files: FileEntry[]): Unit {
    const bytes = encodeUnit({ key, files });
    const hash = this.#sha256(bytes);
    const place = placeOf(key, this.#sha256);
    this.#store.set(toHex(hash), bytes);
    return { record: recordOf(place, hash), place, hash: toHex(hash) };
  }

  async #commit(
    change: { remove: Records; add: Records },
    further: Records,
    differing: Set<string>,
    at: number,
  ): Promise<void> {
    const read = (hash: Uint8Array): Uint8Array => this.#read(toHex(hash));
    const write = (hash: Uint8Array, bytes: Uint8Array): void => void this.#store.set(toHex(hash), bytes);
    const before = this.#tree;
    const store = { read, write, sha256: this.#sha256 };
    const start = further.length === 0 ? before : updateTree(store, before, { remove: NONE, add: further });
    this.#tree = updateTree(store, start, change);
    this.#count.units += (change.add.length + further.length - change.remove.length) / RECORD_BYTES;
    this.#count.number += 1;
    if (before !== null) {
      for (const hash of changedNodes(read, before, this.#tree)) differing.add(hash);
      this.#differing.push(differing);
    }
    const pages = [...this.#pages.values()];
    const edition: UnsignedEdition = {
      number: this.#count.number,
      tree: toHex(this.#tree),
      units: this.#count.units,
      files: pages.length,
      bytes: pages.reduce((sum, { raw }) => sum + raw.length, 0),
      published: at,
      base: before === null ? null : toHex(before),
      change: encodeChange({ removed: change.remove, added: change.add }),
    };
    await this.#sign(edition, at);
  }

  async #sign(edition: UnsignedEdition | null, at: number): Promise<void> {
    const { anchors, signers } = this.#keys;
    const signed = await signEdition({
      edition,
      standing: { paths: [...this.#signed.keys()], read: (path) => this.#signed.get(path) ?? null },
      log: this.#log,
      anchors,
      signers,
      at,
      gzip: packed,
      sha256: this.#sha256,
    });
    for (const { path, bytes } of signed.put) {
      this.#signed.set(path, bytes);
    }
    for (const path of signed.drop) this.#signed.delete(path);
    if (signed.entry === null) return;
    this.#entries.push({ record: signed.entry.record, change: signed.entry.change });
    this.#log = signed.entry.log;
  }

  #read(hash: string): Uint8Array {
    const bytes = this.#store.get(hash);
    if (bytes === undefined) throw new Error(`Nothing is stored under ${hash}`);
    return bytes;
  }
}

/** The gzip of some bytes. */
export async function packed(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Records of many units that nobody has, in order: as the places of real keys would lie. */
export function furtherRecords(count: number): Records {
  const records = new Uint8Array(count * RECORD_BYTES);
  const step = 2n ** 64n / BigInt(count);
  const view = new DataView(records.buffer);
  for (let at = 0; at < count; at++) {
    view.setBigUint64(at * RECORD_BYTES, BigInt(at) * step + BigInt((at * 2_654_435_761) % 65_536));
    // Hashes must not pack better than real ones do.
    for (let word = 2; word < 10; word++) {
      view.setUint32(at * RECORD_BYTES + word * 4, Math.imul(at + word * 7_919, 2_654_435_761) ^ (at << 7));
    }
  }
  return records;
}

export { fingerprintOf } from './keys.ts';
export type { PaperRole } from './keys.ts';
