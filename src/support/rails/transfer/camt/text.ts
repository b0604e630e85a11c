import { TransferError } from '../error.ts';

export interface TextChunk {
  text: string;
  /** Read of the file so far. */
  bytes: number;
}

/**
 * The text of a file in the encoding that its first bytes or its XML declaration name, UTF-8 where none does. Bytes that
 * are not of it are no reason to guess: amounts and references stand between them. Throws a TransferError `encoding`,
 * or `format` for what is no XML at all.
 */
export async function* textOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextChunk> {
  let decoder: TextDecoder | null = null;
  let held: Uint8Array = new Uint8Array(0);
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    if (decoder === null && held.length < HEAD) continue;
    decoder ??= decoderOf(held);
    yield { text: decoded(decoder, held, true, bytes), bytes };
    held = new Uint8Array(0);
  }
  if (bytes === 0) throw new TransferError('format', 'The file is empty; download it again', { line: 1 });
  decoder ??= decoderOf(held);
  yield { text: decoded(decoder, held, false, bytes), bytes };
}

const HEAD = 256;

function decoded(decoder: TextDecoder, piece: Uint8Array, more: boolean, bytes: number): string {
  try {
    return decoder.decode(piece, { stream: more });
  } catch (error) {
    throw new TransferError(
      'encoding',
      `The file says that its text is ${decoder.encoding.toUpperCase()}, and before byte ${bytes} it is not; download it again as the bank gives it, without opening it in another program`,
      { cause: error },
    );
  }
}

function decoderOf(head: Uint8Array): TextDecoder {
  const foreign = foreignOf(head);
  if (foreign !== null)
    throw new TransferError('format', `The file is no camt.053 statement but ${foreign}`, { line: 1 });
  const wide = wideOf(head);
  if (wide !== null) return new TextDecoder(wide, { fatal: true });
  const named = /^\uFEFF?<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'<>]{0,60})["']/.exec(
    new TextDecoder().decode(head.subarray(0, HEAD)),
  )?.[1];
  if (named === undefined) return new TextDecoder('utf-8', { fatal: true });
  try {
    const decoder = new TextDecoder(named, { fatal: true });
    if (!decoder.encoding.startsWith('utf-16')) return decoder;
  } catch (error) {
    throw new TransferError('encoding', `Nobody knows the encoding "${named}" that the file names`, {
      line: 1,
      cause: error,
    });
  }
  throw new TransferError('encoding', `The file says that its text is ${named}, and it is not`, { line: 1 });
}

function wideOf([a, b, c, d]: Uint8Array): string | null {
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0 && c === 0x3f && d === 0)) return 'utf-16le';
  return (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c && c === 0 && d === 0x3f) ? 'utf-16be' : null;
}

/** What banks give out beside statements, and what people pack them into. */
function foreignOf(head: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(head.subarray(0, HEAD));
  if (start.startsWith('PK\u0003\u0004') || start.startsWith('\u001f\u008b'))
    return 'a packed one; unpack it and name the folder';
  if (start.startsWith('%PDF'))
    return 'a PDF; choose "camt.053" or "XML" where the bank offers the statement';
  if (/^\s*(\{1:|:20:)/.test(start)) return 'of the older form MT940; choose "camt.053" at the bank';
  if (/^(ï»¿|[\s\0]|ÿþ|þÿ)*</.test(start)) return null;
  return 'something else, since it does not begin with "<"; choose "camt.053" or "XML" at the bank';
}
