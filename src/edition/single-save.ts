import type { Anchor } from './anchor.ts';
import { fromUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { openFollower } from './follow.ts';
import type { Update } from './follow.ts';
import { readKept } from './follow-memory.ts';
import { askOnce, findEntry, readEntry } from './follow-path.ts';
import type { Ask, Known } from './follow-path.ts';
import { gunzip } from './gzip.ts';
import { metadataPath, objectPath } from './layout.ts';
import type { EditionRecord } from './record.ts';
import { assembleStory, isRefusal } from './single.ts';
import type { AssembledStory, StoryParts } from './single.ts';
import { readPage } from './single-html.ts';
import type { OfferedPicture } from './single-html.ts';
import { savedNotePath } from './single-page.ts';
import { demand } from './tuf/download.ts';
import type { Fetch } from './tuf/download.ts';
import { LIMITS } from './tuf/update.ts';
import type { MetadataStore } from './tuf/update.ts';
import type { FileEntry } from './unit.ts';

export type SaveOptions = {
  path: string;
  anchor: Anchor;
  /** Gets files relative to the edition. */
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Bytes that a file with pictures may have. Default 150,000. A story that is longer by itself comes without pictures. */
  limit?: number;
};

export type SavedStory = AssembledStory & {
  update: Update;
  /** How many of the story's own pictures the file holds, and how many there are. */
  pictures: { held: number; all: number };
};

const LIMIT = 150_000;
/** The width of pictures in a saved file, in pixels: enough for a phone. */
const WIDTH = 480;
/** Pictures that are tried. */
const MOST = 12;

/**
 * Fetches, checks and assembles the file of one story: the present edition's, from wherever `fetch` reaches.
 *
 * @throws TufError, EditionError as following and {@link assembleStory} do
 */
export async function saveStory(options: SaveOptions): Promise<SavedStory> {
  const { path, fetch } = options;
  const notePath = savedNotePath(path);
  if (notePath === null)
    throw new EditionError('bad_path', `"${path}" is no story; only stories can be saved`);
  const { chain, update } = await readChain(options);
  const { record } = update;
  const ask = askOnce(fetch);
  const known: Known = new Map();
  const page = await objectOf(record, path, ask, known);
  const html = fromUtf8(page.entry.gzip ? await gunzip(page.bytes, page.entry.size) : page.bytes);
  const facts = readPage(html, path);
  const sheets: Uint8Array[] = [];
  for (const sheet of facts.sheets) sheets.push((await objectOf(record, sheet, ask, known)).bytes);
  const note = await objectOf(record, notePath, ask, known);
  const parts: StoryParts = {
    ...chain,
    path,
    edition: record,
    known,
    page: page.bytes,
    note: note.bytes,
    sheets,
    pictures: new Map(),
  };
  const story = await withPictures(parts, facts.pictures, { ask, known, limit: options.limit ?? LIMIT });
  return { ...story, update };
}

type SavedChainParts = Pick<StoryParts, 'roots' | 'targets' | 'press' | 'snapshot' | 'timestamp' | 'record'>;

/** Follows the edition from the anchor, and keeps the files that led there. */
async function readChain({
  anchor,
  fetch,
  now,
}: SaveOptions): Promise<{ chain: SavedChainParts; update: Update }> {
  const memory = openMemory();
  const update = await openFollower({ anchor, fetch, memory, now }).update('bundle');
  const kept = await readKept(memory);
  if (kept === null) throw new EditionError('missing', 'There is no edition here');
  const newest = versionOf(kept.root);
  const roots: Uint8Array[] = [];
  for (let version = 1; version < newest; version++) {
    roots.push(await demand(fetch, metadataPath('root', version), LIMITS.root, 'root'));
  }
  const { root, ...chain } = kept;
  return { chain: { ...chain, roots: [...roots, root] }, update };
}

const versionOf = (root: Uint8Array): number => {
  const { signed } = JSON.parse(fromUtf8(root)) as { signed: { version: number } };
  return signed.version;
};

/** What is remembered for one visit only. */
export function openMemory(): MetadataStore {
  const items = new Map<string, Uint8Array>();
  return {
    read: (role) => Promise.resolve(items.get(role) ?? null),
    write: (role, bytes) => Promise.resolve(void items.set(role, bytes)),
    remove: (role) => Promise.resolve(void items.delete(role)),
  };
}

async function objectOf(
  record: EditionRecord,
  path: string,
  ask: Ask,
  known: Known,
): Promise<{ entry: FileEntry; bytes: Uint8Array }> {
  const entry = await findEntry(record, path, ask, known);
  if (entry === null) throw new EditionError('missing', `This edition has no "${path}"`);
  const bytes = entry.gzip
    ? await ask(objectPath(entry.object), entry.stored)
    : await readEntry(entry, ask, false);
  if (bytes === null) throw new EditionError('missing', `The object of "${path}" is not there; try a mirror`);
  return { entry, bytes };
}

/** Takes in one picture after the other, as small as it comes, as long as there is room. */
async function withPictures(
  parts: StoryParts,
  offered: readonly OfferedPicture[],
  { ask, known, limit }: { ask: Ask; known: Known; limit: number },
): Promise<AssembledStory & Pick<SavedStory, 'pictures'>> {
  let story = await assembleStory(parts);
  const pictures = new Map<string, Uint8Array>();
  for (const picture of offered.slice(0, MOST)) {
    for (const path of smallest(picture)) {
      const bytes = await pictureOf(parts.edition, path, { ask, known, room: limit - story.bytes.length });
      if (bytes === null) continue;
      const tried = await assembleStory({ ...parts, pictures: new Map([...pictures, [path, bytes]]) });
      if (tried.bytes.length > limit) continue;
      pictures.set(path, bytes);
      story = tried;
      break;
    }
  }
  return { ...story, pictures: { held: pictures.size, all: offered.length } };
}

/** A JPEG, which every browser shows, then an AVIF, which is smaller. */
function smallest({ sources }: OfferedPicture): string[] {
  return (['image/jpeg', 'image/avif'] as const).flatMap((type) => {
    const own = sources.filter((source) => source.type === type).sort((a, b) => a.width - b.width);
    const best = own.find(({ width }) => width >= WIDTH) ?? own.at(-1);
    return best === undefined ? [] : [best.path];
  });
}

/** A picture that may fit; null for one that cannot, or is not to be had: a story is worth keeping without it. */
async function pictureOf(
  record: EditionRecord,
  path: string,
  { ask, known, room }: { ask: Ask; known: Known; room: number },
): Promise<Uint8Array | null> {
  try {
    const entry = await findEntry(record, path, ask, known);
    if (entry === null || entry.size * (4 / 3) > room) return null;
    return await readEntry(entry, ask, false);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
