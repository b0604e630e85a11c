import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Newsroom } from '../../open.ts';
import type { Site, StoryId } from '../../types.ts';
import type { Archive, Incoming, Opened } from '../incoming.ts';
import type { FileContext } from './file.ts';
import { atLine, remark, type Said } from '../remark.ts';
import { incomingFile, publishedIn } from './incoming-file.ts';
import { LARGEST_SHEET, NOT_READ, readPlainFile } from '../plain-file.ts';
import { ImportError } from '../report.ts';
import { FolderMedia } from './media.ts';
import { applyAuthors, applyFronts, applySite, readAuthors, readSite, siteOf } from './site.ts';

/** No story is longer; what is was not written by a person. */
const LARGEST_FILE = 8_000_000;

export type FolderOptions = { folder: string; site: Site | null; now: number; random: () => number };

type Sheet<T> = { text: string; value: T };

/**
 * Opens a folder of Markdown files with `newsroom.yaml` and `authors.yaml`, if it has them. Stories come in the
 * order in which they were published, so that each can be linked to those before it. Throws `ImportError`
 * `broken_site` with file and line.
 */
export async function openFolder(options: FolderOptions): Promise<Archive> {
  const { folder } = options;
  const sheet = await sheetOf(folder, 'newsroom.yaml', readSite);
  const authors = await sheetOf(folder, 'authors.yaml', readAuthors);
  const site = sheet ? siteOf(sheet.value) : options.site;
  const { paths, notes } = await markdownFiles(folder);
  const files = await inOrder(folder, paths, site?.timeZone ?? 'UTC');
  const media = new FolderMedia(folder);
  const context: FileContext = {
    site,
    now: options.now,
    random: options.random,
    keep: (each) => media.keep(each),
  };
  let changed = false;
  const extra = [sheet, authors].filter((each) => each !== null).length;
  return {
    format: 'markdown',
    source: `folder:${basename(resolve(folder))}`,
    stamp: stampOf(files),
    size: files.length + extra,
    notes,
    site,
    media,
    items: async function* () {
      let position = 0;
      if (sheet)
        yield whole('newsroom.yaml', sheet.text, ++position, {
          kind: 'site',
          apply: (to) => {
            changed = true;
            return applySite(sheet.value, to);
          },
        });
      if (authors)
        yield whole('authors.yaml', authors.text, ++position, {
          kind: 'authors',
          apply: (to) => applyAuthors(authors.value, to),
        });
      yield* stories(folder, files, context, position);
    },
    finish: (newsroom: Newsroom, lookUp: (key: string) => Promise<StoryId | null>, resumed: boolean) =>
      // An editor's own choice for the front stands until the file changes.
      sheet && (changed || resumed)
        ? newsroom.batch(() => applyFronts(sheet.value, newsroom, lookUp, options.now))
        : Promise.resolve([]),
    close: async () => {},
  };
}

async function sheetOf<T>(folder: string, file: string, read: (text: string) => T): Promise<Sheet<T> | null> {
  const found = await readPlainFile(join(folder, file), LARGEST_SHEET);
  if (!found.ok && found.why === 'absent') return null;
  if (!found.ok) throw new ImportError('broken_site', `"${join(folder, file)}" ${NOT_READ[found.why]}`);
  const text = new TextDecoder().decode(found.bytes);
  return { text, value: read(text) };
}

function whole(file: string, text: string, position: number, what: Opened['what']): Incoming {
  const digest = createHash('sha256').update(text).digest('hex');
  const original = JSON.stringify({ format: 'markdown', file, text });
  const open = async (): Promise<Opened> => ({ what, remarks: [] });
  const type = 'of' in what ? what.of : what.kind;
  return {
    key: file,
    type,
    digest,
    traits: '',
    address: null,
    original,
    position,
    alone: what.kind === 'site',
    open,
  };
}

async function* stories(
  folder: string,
  files: readonly FoundFile[],
  context: FileContext,
  before: number,
): AsyncGenerator<Incoming> {
  const seen = new Map<string, string>();
  let position = before;
  for (const { path, size } of files) {
    position++;
    if (size > LARGEST_FILE) {
      yield whole(path, '', position, {
        kind: 'skipped',
        of: 'file',
        reason: remark('file_large', `${path} is larger than ${LARGEST_FILE / 1_000_000} MB`, {
          count: LARGEST_FILE / 1_000_000,
        }),
      });
      continue;
    }
    const bytes = await readFile(join(folder, path));
    const text = new TextDecoder().decode(bytes);
    const incoming = incomingFile(path, text, context, position);
    const twin = seen.get(incoming.key);
    seen.set(incoming.key, twin ?? path);
    if (twin === undefined) yield incoming;
    else {
      const text = `"${incoming.key}" is the id of ${twin} too; give each file its own`;
      const reason = atLine(path, 1, remark('id_twice', text, { name: incoming.key, what: twin }));
      yield whole(path, text, position, { kind: 'quarantined', of: incoming.type, reason });
    }
  }
}

type FoundFile = { path: string; size: number; changed: number; published: number | null };

const DEEPEST = 20;

/** Links are not followed: they may lead in circles, or out of the archive. */
async function markdownFiles(folder: string): Promise<{ paths: string[]; notes: Said[] }> {
  const paths: string[] = [];
  const notes: Said[] = [];
  const look = async (under: string, depth: number): Promise<void> => {
    for (const entry of await readdir(join(folder, under), { withFileTypes: true })) {
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const isMarkdown = /\.(?:md|markdown)$/i.test(entry.name) && !/^readme\./i.test(entry.name);
      if (entry.isDirectory() && depth < DEEPEST) await look(path, depth + 1);
      else if (entry.isDirectory())
        notes.push(
          remark('lies_deep', `"${path}" lies too deep and was not read; move it up`, { name: path }),
        );
      else if (entry.isFile() && isMarkdown) paths.push(path);
      else if (isMarkdown || (entry.isSymbolicLink() && (await leadsToFolder(join(folder, path)))))
        notes.push(
          remark(
            'no_own_file',
            `"${path}" is no file of its own and was not read; put the file itself in its place`,
            { name: path },
          ),
        );
    }
  };
  await look('', 0);
  return { paths, notes };
}

async function leadsToFolder(link: string): Promise<boolean> {
  const found = await stat(link).catch(() => null);
  return found?.isDirectory() ?? false;
}

async function inOrder(folder: string, paths: readonly string[], timeZone: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const path of paths) {
    const { size, mtimeMs } = await stat(join(folder, path));
    const published =
      size > LARGEST_FILE ? null : publishedIn(await readFile(join(folder, path), 'utf8'), timeZone);
    files.push({ path, size, changed: mtimeMs, published });
  }
  return files.toSorted(
    (a, b) => (a.published ?? Infinity) - (b.published ?? Infinity) || (a.path < b.path ? -1 : 1),
  );
}

function stampOf(files: readonly FoundFile[]): string {
  const hash = createHash('sha256');
  for (const { path, size, changed } of files) hash.update(`${path} ${size} ${changed}\n`);
  return hash.digest('hex').slice(0, 32);
}
