import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Store } from '#store';
import { pack, type Pack } from 'tar-stream';
import { Refusal } from './out.ts';

/*
 * A backup is one gzipped tar: `backup.json` first, then `tables/<table>/<part>.ndjson` (rows, one JSON object a line,
 * from one moment), `media/…`, `quarantine/…` and `edition/log/…` as they lie in the data folder, and `end.json` with the number of
 * entries and the SHA-256 over their names and bytes, so that a cut or altered file is found before anything is
 * restored. The rows are the same whichever engine they came from. The edition is not in it: it is pressed again. Its log is, which nobody
 * could make again.
 */

export const FORMAT = 1;

/** Folders of the data folder that belong to a newsroom besides its database. */
export const FOLDERS = ['media', 'quarantine', 'edition/log'];

const PART_BYTES = 4_000_000;

export type BackupReport = { file: string; bytes: number; tables: number; rows: number; files: number };
export type Progress = (done: number, total: number) => void;

/** Writes a backup while others work. The file appears whole or not at all. */
export async function writeBackup(options: {
  store: Store;
  data: string;
  file: string;
  at: number;
  progress: Progress;
}): Promise<BackupReport> {
  const { store, data, file } = options;
  const temporary = `${file}.part`;
  try {
    if (!existsSync(dirname(file))) await mkdir(dirname(file));
  } catch (error) {
    throw new Refusal(`"${dirname(file)}" cannot hold a backup`, [
      error instanceof Error ? error.message : String(error),
    ]);
  }
  const tar = pack();
  const written = pipeline(tar, createGzip({ level: 1 }), createWriteStream(temporary));
  try {
    const [counts] = await Promise.all([fill(tar, options), written]);
    await settle(temporary, file);
    const { size } = await stat(file);
    return { file, bytes: size, ...counts };
  } catch (error) {
    tar.destroy();
    await written.catch(() => undefined);
    await rm(temporary, { force: true });
    throw error instanceof Refusal
      ? error
      : new Refusal(`The backup to "${file}" failed; nothing else was touched`, [
          String(error instanceof Error ? error.message : error),
          `The newsroom in "${data}" (${store.engine}) is as it was`,
        ]);
  }
}

/** On the disk before it bears its name. */
async function settle(temporary: string, file: string): Promise<void> {
  const handle = await open(temporary, 'r');
  await handle.sync();
  await handle.close();
  await rename(temporary, file);
  const folder = await open(dirname(file), 'r');
  await folder.sync();
  await folder.close();
}

async function fill(
  tar: Pack,
  options: { store: Store; data: string; at: number; progress: Progress },
): Promise<{ tables: number; rows: number; files: number }> {
  const seal = createHash('sha256');
  let entries = 0;
  const add = (name: string, bytes: Buffer): Promise<void> => {
    entries += 1;
    seal.update(`${name}\n${bytes.length}\n`).update(bytes);
    return addBytes(tar, { name, mtime: new Date(options.at) }, bytes);
  };
  const about = {
    format: FORMAT,
    at: options.at,
    engine: options.store.engine,
    schema: await options.store.schemaVersion(),
  };
  await add('backup.json', Buffer.from(JSON.stringify(about)));
  const counts = await addTables(options.store, add);
  const files = await filesIn(options.data);
  for (const [index, path] of files.entries()) {
    entries += 1;
    await addFile(tar, options, path, seal);
    options.progress(index + 1, files.length);
  }
  const end = { entries, sha256: seal.digest('hex') };
  await addBytes(tar, { name: 'end.json' }, Buffer.from(JSON.stringify(end)));
  tar.finalize();
  return { ...counts, files: files.length };
}

function addBytes(tar: Pack, header: { name: string; mtime?: Date }, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry = tar.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
    // When the disk is full, the entry under way is told as well as the file; nobody else listens to it.
    entry.on('error', reject);
  });
}

async function addTables(
  store: Store,
  add: (name: string, bytes: Buffer) => Promise<void>,
): Promise<{ tables: number; rows: number }> {
  const tables = new Map<string, number>();
  let rows = 0;
  let lines: string[] = [];
  let [current, bytes] = ['', 0];
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const part = (tables.get(current) ?? 0) + 1;
    tables.set(current, part);
    await add(
      `tables/${current}/${String(part).padStart(6, '0')}.ndjson`,
      Buffer.from(`${lines.join('\n')}\n`),
    );
    [lines, bytes] = [[], 0];
  };
  for await (const { table, rows: some } of store.dump()) {
    if (table !== current) await flush();
    current = table;
    for (const row of some) {
      const line = JSON.stringify(row);
      lines.push(line);
      bytes += line.length;
      rows += 1;
      if (bytes > PART_BYTES) await flush();
    }
  }
  await flush();
  return { tables: tables.size, rows };
}

async function addFile(
  tar: Pack,
  options: { data: string; at: number },
  path: string,
  seal: ReturnType<typeof createHash>,
): Promise<void> {
  const file = join(options.data, path);
  const { size } = await stat(file);
  seal.update(`${path}\n${size}\n`);
  const sealing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seal.update(chunk);
      done(null, chunk);
    },
  });
  const entry = tar.entry({ name: path, size, mtime: new Date(options.at) });
  // The log grows while others press; a backup has what was there when it looked.
  const bytes = size === 0 ? Readable.from([]) : createReadStream(file, { end: size - 1 });
  await pipeline(bytes, sealing, entry);
}

/** Paths of a newsroom's files within its data folder; temporary ones are left out. */
async function filesIn(data: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of FOLDERS) {
    const entries = await readdir(join(data, folder), { recursive: true, withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    for (const entry of entries) {
      if (entry.isFile() && !/\.(part|tmp)$/.test(entry.name))
        found.push(relative(data, join(entry.parentPath, entry.name)));
    }
  }
  return found.sort();
}
