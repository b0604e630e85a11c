import { gzipSync } from 'node:zlib';
import {
  changePath,
  decodeNode,
  EMPTY_LOG,
  encodeChange,
  encodeUnit,
  KEY_BYTES,
  leafInput,
  nodePath,
  objectPath,
  placeOf,
  recordOf,
  signEdition,
  sortRecords,
  tilePath,
  toHex,
  unitOf,
  unitPath,
  updateTree,
} from '#edition';
import type { EditionChange, FileEntry, LogState, Unit } from '#edition';
import type { Keys } from './authority.ts';
import { MemoryStore, sha256 } from './memory.ts';

const NONE = new Uint8Array(0);
const ROOM = 255;

export const pack = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes, { level: 9 }));

type Page = { entry: FileEntry; raw: Uint8Array };

/** A small paper, edition after edition, with every file that a plain folder of it holds. */
export class Site {
  readonly #keys: Keys;
  readonly #store = new MemoryStore();
  readonly #pages = new Map<string, Page>();
  readonly #signed = new Map<string, Uint8Array>();
  readonly #entries: { record: Uint8Array; change: Uint8Array }[] = [];
  #log: LogState = EMPTY_LOG;
  #tree: Uint8Array | null = null;
  #number = 0;
  /** What the last edition changed. */
  change: EditionChange = { removed: NONE, added: NONE };

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  get log(): LogState {
    return this.#log;
  }

  get units(): Unit[] {
    const keys = new Set([...this.#pages.keys()].map(unitOf));
    return [...keys].map((key) => this.#unit(key)).filter((unit) => unit.files.length > 0);
  }

  async publish(
    put: Readonly<Record<string, string | null | Partial<FileEntry>>>,
    at: number,
  ): Promise<void> {
    const keys = new Set(Object.keys(put).map(unitOf));
    const before = sortRecords([...keys].flatMap((key) => this.#record(key)));
    for (const [path, content] of Object.entries(put)) this.#put(path, content);
    const after = sortRecords([...keys].flatMap((key) => this.#record(key)));
    const base = this.#tree;
    this.change = { removed: before, added: after };
    this.#tree = updateTree(this.#store, base, { remove: before, add: after });
    this.#number += 1;
    await this.sign(at, base);
  }

  async sign(at: number, base: Uint8Array | null): Promise<void> {
    const { signed: standing, anchors, signers } = { ...this.#keys, signed: this.#signed };
    const raws = [...this.#pages.values()].map(({ raw }) => raw);
    const signed = await signEdition({
      edition: {
        number: this.#number,
        tree: toHex(this.#tree ?? NONE),
        units: this.units.length,
        files: this.#pages.size,
        bytes: raws.reduce((sum, { length }) => sum + length, 0),
        published: at,
        base: base === null ? null : toHex(base),
        change: encodeChange(this.change),
      },
      standing: { paths: [...standing.keys()], read: (path) => standing.get(path) ?? null },
      log: this.#log,
      anchors,
      signers,
      at,
      gzip: pack,
      sha256,
    });
    for (const { path, bytes } of signed.put) standing.set(path, bytes);
    if (signed.entry === null) return;
    this.#entries.push(signed.entry);
    this.#log = signed.entry.log;
  }

  /** Every file, in order of paths. */
  files(): Map<string, Uint8Array> {
    const files = new Map(this.#signed);
    for (const { entry, raw } of this.#pages.values()) {
      files.set(entry.path, raw);
      if (entry.gzip) files.set(objectPath(entry.object), pack(raw));
    }
    for (const unit of this.units) files.set(unitPath(placeOf(unit.key, sha256)), encodeUnit(unit));
    this.#addNodes(files, this.#tree ?? NONE, new Uint8Array(KEY_BYTES), 0);
    this.#addLog(files);
    return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #put(path: string, content: string | null | Partial<FileEntry>): void {
    if (content === null) {
      this.#pages.delete(path);
      return;
    }
    const more = typeof content === 'string' ? {} : content;
    const raw = Buffer.from(typeof content === 'string' ? content : `About ${path}`);
    const gzip = !path.endsWith('.jpg');
    const object = gzip ? pack(raw) : raw;
    const entry: FileEntry = {
      path,
      raw: toHex(sha256(raw)),
      size: raw.length,
      object: toHex(sha256(object)),
      stored: object.length,
      gzip,
      type: gzip ? 'text/html; charset=utf-8' : 'image/jpeg',
      ...more,
    };
    this.#pages.set(path, { entry, raw });
  }

  #unit(key: string): Unit {
    const files = [...this.#pages.values()]
      .map(({ entry }) => entry)
      .filter(({ path }) => unitOf(path) === key);
    return { key, files };
  }

  #record(key: string): Uint8Array[] {
    const unit = this.#unit(key);
    if (unit.files.length === 0) return [];
    return [recordOf(placeOf(key, sha256), sha256(encodeUnit(unit)))];
  }

  #addNodes(files: Map<string, Uint8Array>, hash: Uint8Array, place: Uint8Array, depth: number): void {
    const bytes = this.#store.read(hash);
    files.set(nodePath(place, depth), bytes);
    const node = decodeNode(bytes);
    if (node.kind === 'leaf') return;
    for (const [half, child] of node.children.entries()) {
      if (child === null) continue;
      const below = Uint8Array.from(place);
      below[depth >> 1] = (below[depth >> 1] ?? 0) | (depth % 2 === 0 ? half << 4 : half);
      this.#addNodes(files, child, below, depth + 1);
    }
  }

  #addLog(files: Map<string, Uint8Array>): void {
    const count = this.#entries.length;
    if (count > ROOM) throw new Error('The vectors show one tile of the log');
    for (const [at, { change }] of this.#entries.entries()) {
      if (change.length > 0) files.set(changePath(at), change);
    }
    const lines = this.#entries.map(({ record }) =>
      Buffer.concat([Uint8Array.of(record.length >> 8, record.length & 0xff), record]),
    );
    files.set(tilePath('entries', 0, count), Buffer.concat(lines));
    files.set(
      tilePath(0, 0, count),
      Buffer.concat(this.#entries.map(({ record }) => sha256(leafInput(record)))),
    );
  }
}
