/* A folder as one file to send: tar (POSIX.1-2001), because its parts are listed and not copied. */

const BLOCK = 512;

/** A file of a folder with its path in it, with slashes: `paper/stories/one.md`. */
export type Placed = { path: string; file: File };

/** The folder's files as a tar file. Hidden ones are left out. */
export function packed(files: readonly Placed[]): Blob {
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    if (path.split('/').some((part) => part.startsWith('.'))) continue;
    const record = paxOf('path', path);
    parts.push(head('pax', record.length, 'x'), record, padding(record.length));
    parts.push(head('file', file.size, '0'), file, padding(file.size));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts);
}

const encoder = new TextEncoder();
const padding = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

/** A line whose length counts itself: `30 path=paper/stories/one.md`. */
function paxOf(key: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = encoder.encode(` ${key}=${value}\n`);
  let length = rest.length;
  while (length !== rest.length + `${length}`.length) length = rest.length + `${length}`.length;
  return encoder.encode(`${length} ${key}=${value}\n`);
}

function head(name: string, size: number, type: string): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(encoder.encode(text), at);
  put(0, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, `${size.toString(8).padStart(11, '0')}\0`);
  put(136, '00000000000\0');
  put(148, '        ');
  put(156, type);
  put(257, 'ustar\u000000');
  const sum = block.reduce((all, byte) => all + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** What is brought: a file as it is, or the files of a folder. */
export type Brought = File | { name: string; files: Placed[] };

/** Files without a folder of their own; archives of Markdown are known by the folder's name. */
const LOOSE = 'loose-files';

/** One file that is an archive, or several, or text that belongs into a folder. */
export function broughtFrom(files: readonly File[]): Brought | null {
  const [only, ...others] = files;
  if (only === undefined) return null;
  if (others.length === 0 && !/\.(md|markdown)$/i.test(only.name)) return only;
  return { name: LOOSE, files: files.map((file) => ({ path: `${LOOSE}/${file.name}`, file })) };
}

/** Everything that was dropped, and everything below it. */
export async function broughtBy(items: DataTransferItemList): Promise<Brought | null> {
  const entries = [...items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
  const [only, ...others] = entries;
  if (others.length === 0 && only?.isDirectory === true) {
    const files: Placed[] = [];
    await walk(only as FileSystemDirectoryEntry, `${only.name}/`, files);
    return { name: only.name, files };
  }
  if (entries.every(({ isFile }) => isFile))
    return broughtFrom(await Promise.all(entries.map((entry) => fileOf(entry as FileSystemFileEntry))));
  const files: Placed[] = [];
  for (const entry of entries) {
    if (entry.isFile)
      files.push({ path: `${LOOSE}/${entry.name}`, file: await fileOf(entry as FileSystemFileEntry) });
    else await walk(entry as FileSystemDirectoryEntry, `${LOOSE}/${entry.name}/`, files);
  }
  return { name: LOOSE, files };
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

async function walk(folder: FileSystemDirectoryEntry, path: string, files: Placed[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // A reader gives some at a time and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return;
    for (const entry of some) {
      if (entry.isFile)
        files.push({ path: path + entry.name, file: await fileOf(entry as FileSystemFileEntry) });
      else await walk(entry as FileSystemDirectoryEntry, `${path}${entry.name}/`, files);
    }
  }
}
