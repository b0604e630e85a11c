import { open } from 'node:fs/promises';

const CHUNK = 256 * 1024;
/** What XML forbids and old exports hold all the same. */
const FORBIDDEN = /[\p{Cc}--[\t\n\r]]|[\uFFFE\uFFFF]/gv;

export type TextChunk = { text: string; bytes: number; dropped: number; broken: number };

/** The encoding a file's first bytes name, by byte order mark, by shape, or in the XML declaration. */
export function encodingOf(head: Uint8Array): string {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x3c && b === 0 && c === 0x3f && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d === 0x3f) return 'utf-16be';
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1');
  const named = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:-]{0,39})["']/.exec(start)?.[1];
  if (named === undefined) return 'utf-8';
  try {
    const { encoding } = new TextDecoder(named);
    // What says so in single bytes is not of two.
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    // An encoding nobody knows: nearly every export is UTF-8 whatever it says.
    return 'utf-8';
  }
}

/** The start of a file, for recognising it. */
export async function headOf(file: string, bytes = 65_536): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * A file as text, chunk by chunk. Bytes that are not of the encoding become U+FFFD (`broken` counts them), characters
 * that XML forbids are left out (`dropped`).
 */
export async function* textOf(file: string): AsyncGenerator<TextChunk> {
  const handle = await open(file, 'r');
  try {
    let decoder: TextDecoder | null = null;
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      const piece = buffer.subarray(0, bytesRead);
      decoder ??= new TextDecoder(encodingOf(piece));
      yield cleaned(decoder.decode(piece, { stream: bytesRead > 0 }), bytesRead);
      if (bytesRead === 0) return;
    }
  } finally {
    await handle.close();
  }
}

function cleaned(text: string, bytes: number): TextChunk {
  const kept = text.replace(FORBIDDEN, '');
  let broken = 0;
  for (let at = kept.indexOf('\uFFFD'); at !== -1; at = kept.indexOf('\uFFFD', at + 1)) broken++;
  return { text: kept, bytes, dropped: text.length - kept.length, broken };
}
