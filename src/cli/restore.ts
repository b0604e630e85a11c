import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { DumpPart, Row, Store } from '#store';
import { extract, type Header } from 'tar-stream';
import { FOLDERS, FORMAT, type Progress } from './backup.ts';
import { Refusal } from './out.ts';

export type RestoreReport = { rows: number; files: number; at: number; engine: string };

/** A backup that was read to its end and is whole. `size` in bytes. */
export type WholeBackup = About & { file: string; size: number };

/**
 * Reads the whole backup once to see that it is whole, before anything is made for it.
 * @throws Refusal for a file that is no backup, is cut or altered
 */
export async function checkBackup(file: string, progress: Progress): Promise<WholeBackup> {
  const { size } = await stat(file).catch(() => {
    throw new Refusal(`There is no backup "${file}"`);
  });
  const about = await readable(file, () => check(file, (done) => progress(done, size * 3)));
  return { ...about, file, size };
}

/**
 * Restores a backup that was checked into an empty database and data folder.
 * @throws Refusal for one that comes from a newer Longwave
 */
export async function readBackup(options: {
  store: Store;
  data: string;
  backup: WholeBackup;
  /** Milliseconds since 1970: editions made between the backup and now are counted past. */
  at: number;
  progress: Progress;
}): Promise<RestoreReport> {
  const { store, data, backup: about } = options;
  const { file, size } = about;
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
  // Whoever was signed out since the backup stays so.
  const { panic } = await import('#desk');
  await panic(store, data);
  return { ...counted, files, at: about.at, engine: about.engine };
}

/** What the system says of a folder that takes no more files. */
const UNWRITTEN = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);

function isUnwritten(error: unknown, backup: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || !UNWRITTEN.has(String(error.code))) return false;
  return !('path' in error) || error.path !== backup;
}

/** Tells a file that ends too early or does not unpack as what it is. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (isUnwritten(error, file)) {
      throw new Refusal('The backup could not be written into the data folder; no newsroom was restored', [
        message,
        'Make room, or let this user own the folder, and restore again',
      ]);
    }
    throw new Refusal(`"${file}" is no whole backup; nothing was restored`, [
      message,
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

const SAFE_NAME =
  /^(backup\.json|end\.json|tables\/[a-z_]+\/\d{6}\.ndjson|(media|quarantine|edition\/log)\/[\w./-]+)$/;

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
