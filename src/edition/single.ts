import { fromBase64 } from './base64.ts';
import { equalBytes, fromUtf8, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { confirmedAt } from './follow.ts';
import { READER_LIMITS } from './follow-path.ts';
import { gunzip } from './gzip.ts';
import { sha256 } from './hash.ts';
import type { EditionRecord } from './record.ts';
import { blockElement } from './single-block.ts';
import type { StoryBlock } from './single-block.ts';
import { readPage } from './single-html.ts';
import type { PageFacts } from './single-html.ts';
import { picturesIn, renderSavedPage, savedNotePath } from './single-page.ts';
import type { PartsByHash } from './single-proof.ts';
import { Proven } from './single-proof.ts';
import { TufError } from './tuf/error.ts';
import { parseTimestamp } from './tuf/timestamp.ts';
import type { FileEntry } from './unit.ts';

/** Everything that a saved story is assembled from. Nothing of it need be trusted: it is checked while it is used. */
export type StoryParts = Omit<StoryBlock, 'parts' | 'pictures'> & {
  /** What the record bytes say. */
  edition: EditionRecord;
  known: PartsByHash;
  /** Pictures to put into the file, by their paths. */
  pictures: ReadonlyMap<string, Uint8Array>;
};

export type AssembledStory = { bytes: Uint8Array; entry: FileEntry; facts: PageFacts };

/**
 * Assembles a story as one file that a browser opens from a disk without asking anybody for anything, and that whoever
 * holds the paper's anchor can check: {@link checkStory}. The same parts always give the same bytes.
 *
 * @throws EditionError where a part is not what the edition's tree names, `malformed` where the page cannot be saved
 */
export async function assembleStory(parts: StoryParts): Promise<AssembledStory> {
  const { path, edition, known } = parts;
  const notePath = savedNotePath(path);
  if (notePath === null)
    throw new EditionError('bad_path', `"${path}" is no story; only stories can be saved`);
  const proven = new Proven(edition, known);
  const entry = await proven.entry(path);
  if (entry.status !== undefined || entry.redirect !== undefined) {
    throw new EditionError('missing', `There is no story at "${path}" any more; it cannot be saved`);
  }
  const html = await unpacked(entry, parts.page);
  const facts = readPage(html, path);
  const sheets: { css: string; raw: string }[] = [];
  // One after the other: the order in which parts are needed is a part of the file.
  for (const [at, sheet] of facts.sheets.entries()) {
    const proof = await proven.entry(sheet);
    sheets.push({ css: await unpacked(proof, parts.sheets[at]), raw: proof.raw });
  }
  const note = await unpacked(await proven.entry(notePath), parts.note);
  const pictures = await provenPictures(proven, parts.pictures);
  const page = { path, html, sheets, note, facts: noteFacts(parts, facts), pictures };
  const shown = await renderSavedPage(page);
  const block: StoryBlock = { ...parts, parts: proven.parts, pictures: shown.pictures };
  return { bytes: toUtf8(`${shown.text}${blockElement(block)}`), entry, facts };
}

function noteFacts({ edition, timestamp }: StoryParts, { address }: PageFacts) {
  const confirmed = confirmedAt(edition, parseTimestamp(timestamp).signed);
  return {
    address,
    edition: String(edition.number),
    published: clock(Date.parse(edition.published)),
    confirmed: clock(confirmed),
  };
}

/** The same in every language and for ever. */
const clock = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

async function provenPictures(
  proven: Proven,
  pictures: StoryParts['pictures'],
): Promise<Map<string, { bytes: Uint8Array; type: string }>> {
  const found = new Map<string, { bytes: Uint8Array; type: string }>();
  for (const [path, bytes] of pictures) {
    const { raw, size, type } = await proven.entry(path);
    if (bytes.length !== size || toHex(await sha256(bytes)) !== raw || !/^image\/(?:jpeg|avif)$/.test(type)) {
      throw new EditionError('hash_mismatch', `The picture "${path}" is not the one of this edition`);
    }
    found.set(path, { bytes, type });
  }
  return found;
}

/** The text of a file from its object, checked before and after it is unpacked. */
async function unpacked(entry: FileEntry, object: Uint8Array | undefined): Promise<string> {
  const wrong = new EditionError('hash_mismatch', `"${entry.path}" is not the file of this edition`);
  if (object === undefined || object.length !== entry.stored || entry.size > READER_LIMITS.page) throw wrong;
  if (toHex(await sha256(object)) !== entry.object) throw wrong;
  const bytes = entry.gzip ? await gunzip(object, entry.size) : object;
  if (bytes.length !== entry.size || toHex(await sha256(bytes)) !== entry.raw) throw wrong;
  return fromUtf8(bytes);
}

/**
 * Assembles anew what a file says it is made of.
 *
 * @param at where the block begins in the file
 * @throws EditionError for pictures that are not where they should be, and as {@link assembleStory}
 */
export async function assembleAgain(
  file: Uint8Array,
  { block, at }: { block: StoryBlock; at: number },
  edition: EditionRecord,
  known: PartsByHash,
): Promise<AssembledStory> {
  const shown = picturesIn(new TextDecoder().decode(file.subarray(0, at)));
  const pictures = new Map<string, Uint8Array>();
  for (const [place, path] of block.pictures.entries()) {
    const data = shown[place];
    if (data === undefined) throw new EditionError('missing', `The picture "${path}" was taken out`);
    pictures.set(path, fromBase64(data));
  }
  return assembleStory({ ...block, edition, known, pictures });
}

/** Where two files part. */
export function differenceOf(genuine: Uint8Array, found: Uint8Array): number | null {
  if (equalBytes(genuine, found)) return null;
  const at = genuine.findIndex((byte, place) => byte !== found[place]);
  return at < 0 ? genuine.length : at;
}

/** Whether an error says that what was read is wrong, and not that the program is. */
export const isRefusal = (error: unknown): error is EditionError | TufError =>
  error instanceof EditionError || error instanceof TufError;
