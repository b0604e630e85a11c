import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { DumpPart, Row, Store } from '#store';
import { extract, pack, type Header, type Pack } from 'tar-stream';
import { Refusal } from './out.ts';

/*
 * A backup is one gzipped tar: `backup.json` first, then `tables/<table>/<part>.ndjson` (rows, one JSON object a line,
 * from one moment), `media/…` and `quarantine/…` as they lie in the data folder, and `end.json` with the number of
 * entries and the SHA-256 over their names and bytes, so that a cut or altered file is found before anything is
 * restored. The rows are the same whichever engine they came from. The edition is not in it: it is pressed again.
 */

const FORMAT = 1;

/** Folders of the data folder that belong to a newsroom besides its database. */
const FOLDERS = ['media', 'quarantine'];

const PART_BYTES = 4_000_000;

export type BackupReport = { file: string; bytes: number; tables: number; rows: number; files: number };
type Progress = (done: number, total: number) => void;

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
    return new Promise((resolve, reject) =>
      tar.entry({ name, mtime: new Date(options.at) }, bytes, (error) => (error ? reject(error) : resolve())),
    );
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
  await new Promise<void>((resolve, reject) =>
    tar.entry({ name: 'end.json' }, JSON.stringify(end), (error) => (error ? reject(error) : resolve())),
  );
  tar.finalize();
  return { ...counts, files: files.length };
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
  await pipeline(createReadStream(file), sealing, entry);
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

export type RestoreReport = { rows: number; files: number; at: number; engine: string };

/**
 * Reads the whole backup once to see that it is whole, then restores it into an empty database and data folder.
 * @throws Refusal for a file that is no backup, is cut or altered, or comes from a newer Longwave
 */
export async function readBackup(options: {
  store: Store;
  data: string;
  file: string;
  /** Milliseconds since 1970: editions made between the backup and now are counted past. */
  at: number;
  progress: Progress;
}): Promise<RestoreReport> {
  const { store, data, file } = options;
  const { size } = await stat(file).catch(() => {
    throw new Refusal(`There is no backup "${file}"`);
  });
  const about = await readable(file, () => check(file, (done) => options.progress(done, size * 3)));
  const schema = await store.schemaVersion();
  if (about.schema > schema) {
    throw new Refusal(
      `The backup comes from a newer Longwave (schema ${about.schema}, this one knows ${schema})`,
      ['Upgrade Longwave and restore again'],
    );
  }
  // Files before rows: a restore that was killed leaves files that the next one writes again, and no newsroom.
  const files = await readable(file, () =>
    putFiles(file, data, (done) => options.progress(size + done, size * 3)),
  );
  const counted = { rows: 0 };
  const rows = rowsOf(
    file,
    (some) => (counted.rows += some),
    (done) => options.progress(2 * size + done, size * 3),
  );
  const { countAhead } = await import('#press');
  await store.load(countAhead(rows, options.at - about.at));
  return { ...counted, files, at: about.at, engine: about.engine };
}

/** Tells a file that ends too early or does not unpack as what it is. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`"${file}" is no whole backup; nothing was restored`, [
      error instanceof Error ? error.message : String(error),
      'Take an older backup, or copy this one again from where it came',
    ]);
  }
}

/** What lies in an entry, read once. */
type Content = AsyncIterable<Uint8Array>;

type About = { format: number; at: number; engine: string; schema: number };

async function* entriesOf(
  file: string,
  progress: (done: number) => void,
): AsyncGenerator<{ header: Header; content: Content }> {
  let done = 0;
  const source = createReadStream(file);
  source.on('data', (chunk) => progress((done += chunk.length)));
  const reader = extract();
  const flowing = pipeline(source, createGunzip(), reader);
  flowing.catch(() => undefined);
  for await (const entry of reader) {
    // A tar entry streams bytes; its own type says unknown.
    yield { header: entry.header, content: entry as AsyncIterable<unknown> as Content };
  }
  await flowing;
}

async function whole(content: Content): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const SAFE_NAME = /^(backup\.json|end\.json|tables\/[a-z_]+\/\d{6}\.ndjson|(media|quarantine)\/[\w./-]+)$/;

async function check(file: string, progress: (done: number) => void): Promise<About> {
  const seal = createHash('sha256');
  const found: { entries: number; about?: About; end?: { entries: number; sha256: string } } = { entries: 0 };
  for await (const { header, content } of entriesOf(file, progress)) {
    const { name, size } = header;
    if (!SAFE_NAME.test(name) || name.includes('..') || header.type !== 'file')
      throw new Refusal(`"${file}" holds "${name}", which no backup of ours does; nothing was restored`);
    if (name === 'end.json') {
      found.end = JSON.parse((await whole(content)).toString()) as { entries: number; sha256: string };
      continue;
    }
    found.entries += 1;
    seal.update(`${name}\n${size}\n`);
    if (name === 'backup.json') {
      const bytes = await whole(content);
      seal.update(bytes);
      const about = JSON.parse(bytes.toString()) as About;
      found.about = about;
      if (about.format !== FORMAT)
        throw new Refusal(
          `The backup has the format ${about.format}, this Longwave reads ${FORMAT}; upgrade Longwave and restore again`,
        );
    } else for await (const chunk of content) seal.update(chunk);
  }
  const { about, end } = found;
  if (!about || end?.entries !== found.entries || end.sha256 !== seal.digest('hex')) {
    throw new Refusal(`"${file}" is cut or altered; nothing was restored`, [
      'Take an older backup, or copy this one again from where it came',
    ]);
  }
  return about;
}

async function* rowsOf(
  file: string,
  count: (rows: number) => void,
  progress: (done: number) => void,
): AsyncGenerator<DumpPart> {
  for await (const { header, content } of entriesOf(file, progress)) {
    const bytes = await whole(content);
    const table = /^tables\/([a-z_]+)\//.exec(header.name)?.[1];
    if (table === undefined) continue;
    const lines = bytes.toString().split('\n');
    const rows = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
    count(rows.length);
    yield { table, rows };
  }
}

async function putFiles(file: string, data: string, progress: (done: number) => void): Promise<number> {
  let files = 0;
  for await (const { header, content } of entriesOf(file, progress)) {
    if (!FOLDERS.some((folder) => header.name.startsWith(`${folder}/`))) await whole(content);
    else {
      await putFile(join(data, header.name), content);
      files += 1;
    }
  }
  return files;
}

async function putFile(file: string, content: Content): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await pipeline(Readable.from(content), createWriteStream(`${file}.part`, { flush: true }));
  await rename(`${file}.part`, file);
}
