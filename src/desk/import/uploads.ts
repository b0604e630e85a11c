import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { watched, watchRoom } from '../disk.ts';
import { newName } from '../secrets.ts';
import { unpack } from './unpack.ts';

/** How an archive is read. */
export type Wishes = {
  /** Fetch pictures from where they were. */
  fetchPictures?: boolean | undefined;
  /** Credit of pictures that have none. */
  pictureCredit?: string | undefined;
  timeZone?: string | undefined;
  /** A mapping file as text, see docs/IMPORT.md. */
  map?: string | undefined;
};

/** An archive that was brought. `name` is that of the file or folder at whoever brought it. */
export type Upload = { run: string; name: string; bytes: number; at: number };

/** What an import is pointed at. */
export type Source = { from: string; uploads?: string; map?: string };

const NAME = /^[0-9a-f]{16}$/;
const ABOUT = 'about.json';
const MAP = 'map.yaml';

/** Archives that were brought and not cleared away, each a folder of its own. Names are ours, so none leads elsewhere. */
export class Uploads {
  readonly #folder: string;
  #swept: Promise<void> | null = null;

  constructor(folder: string) {
    this.#folder = join(folder, 'imports');
  }

  /** Throws `UnpackError` for a damaged ZIP or tar file, and `ENOSPC`; then nothing is left of it. */
  async bring(
    body: ReadableStream,
    about: { name: string; at: number },
    arrived: () => Promise<void>,
  ): Promise<Upload> {
    await (this.#swept ??= this.#sweep());
    const run = newName();
    const place = join(this.#folder, run);
    const file = join(place, 'archive');
    await mkdir(join(place, 'what'), { recursive: true });
    try {
      await pipeline(Readable.fromWeb(body), watched(watchRoom(place)), createWriteStream(file));
      await arrived();
      const upload = { run, bytes: (await stat(file)).size, ...about };
      await unpack(file, join(place, 'what'), about.name);
      await writeFile(join(place, ABOUT), JSON.stringify(upload));
      return upload;
    } catch (error) {
      await rm(place, { recursive: true, force: true });
      throw error;
    }
  }

  /** The newest first. */
  async list(): Promise<Upload[]> {
    await (this.#swept ??= this.#sweep());
    const runs = await readdir(this.#folder).catch(() => []);
    const found = await Promise.all(runs.map((run) => this.find(run)));
    return found.filter((upload) => upload !== null).toSorted((a, b) => b.at - a.at);
  }

  /** What was on its way when the server was killed is shown to nobody, and fills the disk. */
  async #sweep(): Promise<void> {
    for (const run of await readdir(this.#folder).catch(() => []))
      if ((await this.find(run)) === null) await this.remove(run);
  }

  /** Null for what was never brought, or not to its end. */
  async find(run: string): Promise<Upload | null> {
    if (!NAME.test(run)) return null;
    const text = await readFile(join(this.#folder, run, ABOUT), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as Upload);
  }

  async remove(run: string): Promise<void> {
    if (NAME.test(run)) await rm(join(this.#folder, run), { recursive: true, force: true });
  }

  /** A folder that holds a WordPress export is read for that; the rest of it may be its pictures. */
  async source(run: string, map: string | undefined): Promise<Source> {
    const place = join(this.#folder, run);
    const [only] = await readdir(join(place, 'what'), { withFileTypes: true });
    if (only === undefined) throw new Error(`The upload "${run}" holds nothing`);
    const from = join(place, 'what', only.name);
    const sheet = map === undefined || map.trim() === '' ? {} : { map: join(place, MAP) };
    if (sheet.map !== undefined) await writeFile(sheet.map, map ?? '');
    if (!only.isDirectory()) return { from, ...sheet };
    const wxr = await exportIn(from);
    return wxr === null ? { from, ...sheet } : { from: wxr, uploads: await uploadsIn(from), ...sheet };
  }
}

async function exportIn(folder: string): Promise<string | null> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isFile() || !/\.(xml|wxr)$/i.test(entry.name)) continue;
    const path = join(folder, entry.name);
    const handle = await open(path, 'r');
    try {
      const head = Buffer.alloc(4096);
      await handle.read(head, 0, head.length, 0);
      if (/xmlns:wp\s*=|<wp:wxr_version/.test(head.toString('latin1'))) return path;
    } finally {
      await handle.close();
    }
  }
  return null;
}

/** `wp-content/uploads` as people pack it: with the folders above it, or without. */
async function uploadsIn(folder: string): Promise<string> {
  for (const way of [['wp-content', 'uploads'], ['uploads']]) {
    const path = join(folder, ...way);
    if ((await stat(path).catch(() => null))?.isDirectory() === true) return path;
  }
  return folder;
}
