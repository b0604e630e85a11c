import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '#edition';
import type { TreeSource } from '#edition';
import { DepotError, diskError, errno } from './error.ts';
import type { HeadFile } from './head.ts';
import { lastNumber, readHead, readHeadText } from './head.ts';
import { NodeCache } from './node-cache.ts';
import type { Place } from './pack.ts';
import { Pack } from './pack.ts';
import { sha256 } from './pack-format.ts';

export const packsFolder = (folder: string): string => join(folder, 'packs');
export const bigFile = (folder: string, hash: string): string =>
  join(folder, 'files', hash.slice(0, 2), hash);

export type ShelfState = {
  folder: string;
  /** The head pointer's text, to see whether it was switched; null where there is none. */
  text: string | null;
  file: HeadFile | null;
  /** Newest first: what was just published is asked for most. */
  packs: readonly Pack[];
  nodes?: NodeCache;
  damage?: DepotError | null;
  emptied?: boolean;
};

/** What one head pointer names, open for reading: its state and its packs. It never changes. */
export class Shelf {
  readonly folder: string;
  readonly text: string | null;
  readonly file: HeadFile | null;
  readonly packs: readonly Pack[];
  readonly nodes: NodeCache;
  /** What is wrong with the head pointer, while its copy stands in for it. */
  readonly damage: DepotError | null;
  /** Taken for empty although an edition lies there, which is damaged. */
  readonly emptied: boolean;

  constructor({ folder, text, file, packs, nodes, damage, emptied }: ShelfState) {
    this.folder = folder;
    this.text = text;
    this.file = file;
    this.packs = packs;
    this.nodes = nodes ?? new NodeCache();
    this.damage = damage ?? null;
    this.emptied = emptied ?? false;
  }

  /** The highest number of an edition that the folder tells of; 0 before the first. */
  get counted(): number {
    return this.emptied ? lastNumber(this.folder) : (this.file?.head.edition ?? 0);
  }

  /** The shelf as the tree's code of #edition wants it. */
  readonly source: TreeSource = { read: (hash) => this.node(hash), sha256 };

  find(hash: Uint8Array): Place | null {
    for (const pack of this.packs) {
      const place = pack.find(hash);
      if (place !== null) return place;
    }
    return null;
  }

  /** A node or unit of the tree, checked against its hash. */
  node(hash: Uint8Array): Buffer {
    const key = Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('latin1');
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    const place = this.find(hash);
    if (place === null) throw missing(Buffer.from(hash).toString('hex'));
    const bytes = checked(place.pack.readNow(place), hash);
    this.nodes.set(key, bytes);
    return bytes;
  }

  /** An object, wherever it lies, checked against its hash. */
  object(hash: string): Buffer {
    const wanted = fromHex(hash);
    const place = this.find(wanted);
    return checked(place === null ? this.#bigFile(hash) : place.pack.readNow(place), wanted);
  }

  async load(hash: string): Promise<Buffer> {
    const wanted = fromHex(hash);
    const place = this.find(wanted);
    return checked(place === null ? this.#bigFile(hash) : await place.pack.read(place), wanted);
  }

  /** Length of an object, or null where there is none. */
  sizeOf(hash: string): number | null {
    return (
      this.find(fromHex(hash))?.length ??
      statSync(bigFile(this.folder, hash), { throwIfNoEntry: false })?.size ??
      null
    );
  }

  /** Keeps everything readable through this shelf while work goes on, though the head is switched meanwhile. */
  async held<T>(work: () => Promise<T>): Promise<T> {
    for (const pack of this.packs) pack.hold();
    try {
      return await work();
    } finally {
      for (const pack of this.packs) pack.release();
    }
  }

  #bigFile(hash: string): Buffer {
    try {
      return readFileSync(bigFile(this.folder, hash));
    } catch (error) {
      if (errno(error) === 'ENOENT') throw missing(hash);
      throw diskError(error, `reading the object ${hash}`);
    }
  }
}

/**
 * Reads the head pointer and opens what it names, keeping the packs that are open already. Another process may put
 * packs together and remove the old ones between the two steps; then the head has changed as well, and we start over.
 */
export function openShelf(folder: string, before: Shelf | null): Shelf {
  for (let attempt = 1; ; attempt++) {
    const text = readHeadText(folder);
    if (before !== null && text === before.text) return before;
    const { file, damage } = readHead(folder, text);
    const opened: Pack[] = [];
    try {
      const packs = (file?.packs ?? []).map((name) => {
        const open = before?.packs.find((pack) => pack.name === name);
        if (open !== undefined) return open;
        const pack = new Pack(join(packsFolder(folder), name), name);
        opened.push(pack);
        return pack;
      });
      return new Shelf({
        folder,
        text,
        file,
        packs,
        damage,
        ...(before === null ? {} : { nodes: before.nodes }),
      });
    } catch (error) {
      for (const pack of opened) pack.retire();
      if (errno(error) === 'ENOENT' && readHeadText(folder) !== text && attempt < 10) continue;
      if (errno(error) === 'ENOENT') {
        throw new DepotError(
          'corrupt',
          `A pack of "${folder}" is missing; press the whole site again with "longwave press --full"`,
          {
            cause: error,
          },
        );
      }
      throw diskError(error, `opening "${folder}"`);
    }
  }
}

/**
 * A damaged folder as one without an edition, for a full press to fill; what lies in it stays until then. The count of
 * its editions goes on.
 */
export const emptyShelf = (folder: string): Shelf =>
  new Shelf({ folder, text: readHeadText(folder), file: null, packs: [], emptied: true });

function checked(bytes: Buffer, hash: Uint8Array): Buffer {
  if (sha256(bytes).equals(hash)) return bytes;
  throw altered(Buffer.from(hash).toString('hex'));
}

export const altered = (hash: string): DepotError =>
  new DepotError(
    'corrupt',
    `The object ${hash} was altered on the disk; press the whole site again with "longwave press --full"`,
  );

const missing = (hash: string): DepotError =>
  new DepotError(
    'missing_object',
    `The object ${hash} is missing; press the whole site again with "longwave press --full"`,
  );
