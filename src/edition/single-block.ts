import { fromBase64, toBase64 } from './base64.ts';
import { ByteReader, ByteWriter, equalBytes } from './bytes.ts';
import { EditionError } from './error.ts';

/** What a saved story carries beside what a reader sees: all that proves it, in the bytes that were signed. */
export type StoryBlock = {
  path: string;
  /** Every version of the root from the first. */
  roots: readonly Uint8Array[];
  targets: Uint8Array;
  press: Uint8Array;
  snapshot: Uint8Array;
  timestamp: Uint8Array;
  record: Uint8Array;
  /** Nodes and units on the way to each file in it, each once, in the order in which they are first needed. */
  parts: readonly Uint8Array[];
  /** The page as the edition stores it. */
  page: Uint8Array;
  /** The note that is put above the story, as the edition stores it. */
  note: Uint8Array;
  /** The page's stylesheets as the edition stores them, in the order of their links. */
  sheets: readonly Uint8Array[];
  /** Paths of the pictures that stand in the page, in the order in which they do; their bytes are there alone. */
  pictures: readonly string[];
};

const TAG = 0xd5;
const FORMAT = 1;
const OPENING = '<script type="application/x-longwave-proof">';
const CLOSING = '</script></body></html>\n';

/** The end of a saved file: an element that no browser runs, shows or reads. */
export const blockElement = (block: StoryBlock): string =>
  `${OPENING}${toBase64(encodeBlock(block))}${CLOSING}`;

/**
 * Takes the block out of a saved file; null where the file is no saved story.
 *
 * @throws EditionError `malformed`, `newer_format`
 */
export function findBlock(file: Uint8Array): { block: StoryBlock; at: number } | null {
  // One character for each byte, so that places in the text are places in the file.
  const text = new TextDecoder('windows-1252').decode(file);
  const at = text.lastIndexOf(OPENING);
  if (at < 0) return null;
  if (!text.endsWith(CLOSING)) throw malformed('goes on after its end');
  const bytes = fromBase64(text.slice(at + OPENING.length, -CLOSING.length));
  return { block: decodeBlock(bytes), at };
}

export function encodeBlock(block: StoryBlock): Uint8Array {
  const out = new ByteWriter();
  const bytes = (value: Uint8Array): void => {
    out.varint(value.length);
    out.bytes(value);
  };
  const list = (values: readonly Uint8Array[]): void => {
    out.varint(values.length);
    values.forEach(bytes);
  };
  out.byte(TAG);
  out.varint(FORMAT);
  out.text(block.path);
  list(block.roots);
  for (const name of CHAIN) bytes(block[name]);
  list(block.parts);
  bytes(block.page);
  bytes(block.note);
  list(block.sheets);
  out.varint(block.pictures.length);
  for (const path of block.pictures) out.text(path);
  return out.finish();
}

const CHAIN = ['targets', 'press', 'snapshot', 'timestamp', 'record'] as const;

/** @throws EditionError `malformed` unless the bytes are the one spelling of some block; `newer_format` */
export function decodeBlock(encoded: Uint8Array): StoryBlock {
  const input = new ByteReader(encoded, 'The proof of a saved story');
  if (input.byte() !== TAG) throw malformed('is something else');
  const format = input.varint();
  if (format > FORMAT) {
    throw new EditionError('newer_format', 'This story was saved by a newer Longwave; use a newer one');
  }
  if (format !== FORMAT) throw malformed('is of no known format');
  const bytes = (): Uint8Array => input.take(input.varint());
  const list = <T>(read: () => T): T[] => {
    const values: T[] = [];
    for (let left = input.varint(); left > 0; left--) values.push(read());
    return values;
  };
  const block: StoryBlock = {
    path: input.text(),
    roots: list(bytes),
    targets: bytes(),
    press: bytes(),
    snapshot: bytes(),
    timestamp: bytes(),
    record: bytes(),
    parts: list(bytes),
    page: bytes(),
    note: bytes(),
    sheets: list(bytes),
    pictures: list(() => input.text()),
  };
  input.end();
  // Text may hide more than one spelling, such as a mark at its beginning.
  if (!equalBytes(encodeBlock(block), encoded)) throw malformed('is not in its one spelling');
  return block;
}

const malformed = (problem: string): EditionError =>
  new EditionError('malformed', `The proof of a saved story ${problem}`);
