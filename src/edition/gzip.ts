import { EditionError } from './error.ts';
import { said } from './said.ts';

/**
 * Unpacks gzip, up to a limit: what would unpack to more is refused before it is in memory.
 *
 * @param limit bytes that the result may have
 * @throws EditionError `malformed`, `too_long`
 */
export async function gunzip(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit)
        throw new EditionError('too_long', said`Packed bytes hold more than ${limit} bytes`);
      parts.push(value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined);
    if (cause instanceof EditionError) throw cause;
    throw new EditionError('malformed', said`Packed bytes are not whole gzip`, { cause });
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}
