/** A file that a reader gave, with its path as far as the browser tells it. */
export type Dropped = { path: string; file: File };

/** Files beyond this many are no copy of a site that a browser could hold. */
const MOST = 2_000_000;

export const chosen = (files: Iterable<File>): Dropped[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** All files of what was dropped, folders with everything in them. */
export async function dropped(transfer: DataTransfer): Promise<Dropped[]> {
  // Read at once: after the event, the browser forgets what was dropped.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const found: Dropped[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: Dropped[]): Promise<void> {
  if (found.length >= MOST) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (;;) {
      // A folder is given in parts, the last one empty.
      const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (part.length === 0) break;
      for (const inner of part) await collect(inner, found);
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const SIGN = 'edition/tuf/timestamp.json';

/** The files by their paths in the edition that they are of, or null where no signatures are among them. */
export function editionIn(files: readonly Dropped[]): Map<string, File> | null {
  const sign = files.find(({ path }) => path === SIGN || path.endsWith(`/${SIGN}`));
  if (sign === undefined) return null;
  const above = sign.path.slice(0, -SIGN.length);
  return new Map(
    files.flatMap(({ path, file }) =>
      path.startsWith(above) ? [[path.slice(above.length).normalize('NFC'), file] as const] : [],
    ),
  );
}
