/**
 * The name that a TLS client asks for, from the first bytes of its connection (RFC 8446 section 4.1.2, RFC 6066
 * section 3).
 *
 * @returns null where the bytes are no ClientHello or hold no name; undefined where more bytes are needed
 */
export function serverNameOf(bytes: Buffer): string | null | undefined {
  if (bytes.length < 5) return undefined;
  if (bytes[0] !== 22) return null;
  if (bytes.length < 5 + bytes.readUInt16BE(3)) return undefined;
  try {
    return readHello(bytes.subarray(5, 5 + bytes.readUInt16BE(3)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readHello(hello: Buffer): string | null {
  if (hello[0] !== 1) return null;
  let at = 4 + 2 + 32;
  at += 1 + hello.readUInt8(at);
  at += 2 + hello.readUInt16BE(at);
  at += 1 + hello.readUInt8(at);
  const end = at + 2 + hello.readUInt16BE(at);
  at += 2;
  while (at < end) {
    const [type, length] = [hello.readUInt16BE(at), hello.readUInt16BE(at + 2)];
    if (type === 0) {
      const size = hello.readUInt16BE(at + 7);
      return hello.toString('latin1', at + 9, at + 9 + size);
    }
    at += 4 + length;
  }
  return null;
}
