import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';

/** What a vantage got for one address. */
export type Answer =
  | { kind: 'answer'; status: number; fields: ReadonlyMap<string, string>; body: Uint8Array }
  /** Nothing, or something that broke off: the mirror cannot be reached from there. `text` says how it showed. */
  | { kind: 'failed'; text: string }
  /** Something came, but not all of it in time. */
  | { kind: 'late'; text: string };

export type Wish = {
  url: string;
  /** Bytes of the body beyond which nothing is read; one more byte is given where there are more. */
  limit: number;
  /** Milliseconds for the whole answer. */
  ms: number;
  /** Ends it at once, with whatever answer. */
  signal: AbortSignal;
};

/** Fetches from somewhere. @throws VantageError where it is the vantage that does not work, which says nothing of mirrors */
export type Look = (wish: Wish) => Promise<Answer>;

/** Thrown where a vantage itself does not work. */
export class VantageError extends Error {
  override readonly name = 'VantageError';
}

/** Bytes that the head of an answer may have. */
export const HEAD_LIMIT = 65_536;

const BLANK = /\r?\n\r?\n/;

/**
 * Reads an answer with its head as `curl --include` writes it: status line, header lines, an empty line, the body. Heads
 * of a proxy, or of an answer that only announces another, are passed over.
 *
 * @returns null where it does not begin with a whole head
 */
export function readAnswer(output: Uint8Array): Extract<Answer, { kind: 'answer' }> | null {
  let rest = Buffer.from(output.buffer, output.byteOffset, output.length);
  for (;;) {
    const start = rest.subarray(0, HEAD_LIMIT).toString('latin1');
    const [, status] = /^HTTP\/[\d.]+ (\d{3})[^\n]*\n/.exec(start) ?? [];
    const blank = BLANK.exec(start);
    if (status === undefined || blank === null) return null;
    const body = rest.subarray(blank.index + blank[0].length);
    const isLast =
      Number(status) >= 200 && !/^HTTP\/[\d.]+ \d{3}/.test(body.subarray(0, 16).toString('latin1'));
    if (isLast)
      return {
        kind: 'answer',
        status: Number(status),
        fields: readFields(start.slice(0, blank.index)),
        body,
      };
    rest = body;
  }
}

function readFields(head: string): Map<string, string> {
  const lines = head.split(/\r?\n/).slice(1);
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}

const unpackers: Record<string, (packed: Uint8Array, limit: number) => Promise<Uint8Array>> = {
  gzip: (packed, limit) => promisify(gunzip)(packed, { maxOutputLength: limit }),
  br: (packed, limit) => promisify(brotliDecompress)(packed, { maxOutputLength: limit }),
};

/** The body as a browser hands it on; empty where it is packed in a way that it is not, or longer than the limit. */
export async function unpacked(
  { fields, body }: Extract<Answer, { kind: 'answer' }>,
  limit: number,
): Promise<Uint8Array> {
  const encoding = (fields.get('content-encoding') ?? 'identity').toLowerCase();
  if (encoding === 'identity' || encoding === '') return body;
  return (await unpackers[encoding]?.(body, limit).catch(() => null)) ?? new Uint8Array(0);
}
