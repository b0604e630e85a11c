import type { Sniffed } from './sniff.ts';

/** Tags, chunks, blocks or boxes of one file: in fragments a long sound has thousands. Millions hold the server up. */
const MOST_PARTS = 100_000;
/** Boxes within boxes; those that are looked into here stand three deep. */
const DEEPEST = 16;

/** A sound without the tags that name people and programs; null when the file is not whole. */
export function withoutTags(bytes: Uint8Array, content: Sniffed): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (content === 'mp3') return mp3(file);
  if (content === 'wav') return wav(file);
  if (content === 'flac') return flac(file);
  return content === 'm4a' ? m4a(file) : null;
}

/** Drops ID3v2 at the start and ID3v1, Lyrics3 and APE tags at the end. */
function mp3(file: Buffer): Buffer | null {
  let start = 0;
  for (let tags = 0; isTag(file, start); tags++) {
    if (tags === MOST_PARTS) return null;
    const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | (file.readUInt8(start + at) & 0x7f), 0);
    const footer = (file.readUInt8(start + 5) & 0x10) !== 0 ? 10 : 0;
    start += 10 + size + footer;
  }
  let end = file.length;
  if (end - start >= 128 && file.toString('latin1', end - 128, end - 125) === 'TAG') end -= 128;
  for (const mark of ['LYRICSBEGIN', 'APETAGEX']) {
    const at = file.subarray(start, end).lastIndexOf(mark);
    // Only near the end is it a tag; a header and a footer may both stand there.
    if (at >= 0 && end - start - at < 1_000_000) {
      const first = mark === 'APETAGEX' ? apeStart(file, start + at) : start + at;
      end = Math.max(start, first);
    }
  }
  while (start < end && !isFrame(file, start)) start++;
  return start < end ? file.subarray(start, end) : null;
}

const isTag = (file: Buffer, at: number): boolean =>
  file.toString('latin1', at, at + 3) === 'ID3' && at + 10 <= file.length;

/** Where an APE tag begins, from its footer, whose size leaves out the header. */
function apeStart(file: Buffer, footer: number): number {
  if (footer + 32 > file.length) return footer;
  const flags = file.readUInt32LE(footer + 20);
  if ((flags & 0x20000000) !== 0) return footer;
  return footer + 32 - file.readUInt32LE(footer + 12) - (flags >= 0x80000000 ? 32 : 0);
}

function isFrame(file: Buffer, at: number): boolean {
  return file[at] === 0xff && ((file[at + 1] ?? 0) & 0xe6) === 0xe2;
}

const WAV_CHUNKS = ['fmt ', 'fact', 'data'];

/** Keeps the sound and its format, and none of the other chunks. */
function wav(file: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  for (let at = 12, chunks = 0; at + 8 <= file.length; chunks++) {
    if (chunks === MOST_PARTS) return null;
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const end = at + 8 + size;
    if (end > file.length) return null;
    if (WAV_CHUNKS.includes(name)) kept.push(file.subarray(at, end), Buffer.alloc(size % 2));
    at = end + (size % 2);
  }
  const names = kept.map((chunk) => chunk.toString('latin1', 0, 4));
  if (!names.includes('fmt ') || !names.includes('data')) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

const FLAC_KEPT = [0, 3];

/** Keeps the blocks that describe the stream and its seek points. */
function flac(file: Buffer): Buffer | null {
  const blocks: Buffer[] = [];
  let at = 4;
  for (let last = false, count = 0; !last; count++) {
    if (at + 4 > file.length || count === MOST_PARTS) return null;
    const type = file.readUInt8(at) & 0x7f;
    last = (file.readUInt8(at) & 0x80) !== 0;
    const end = at + 4 + file.readUIntBE(at + 1, 3);
    if (end > file.length) return null;
    if (FLAC_KEPT.includes(type)) blocks.push(Buffer.from(file.subarray(at, end)));
    at = end;
  }
  for (const [index, block] of blocks.entries()) {
    block[0] = ((block[0] ?? 0) & 0x7f) | (index === blocks.length - 1 ? 0x80 : 0);
  }
  return blocks.length > 0 ? Buffer.concat([file.subarray(0, 4), ...blocks, file.subarray(at)]) : null;
}

/** Where user data and metadata stand in the boxes of an M4A. */
const M4A_INSIDE = ['moov', 'trak', 'mdia'];
const M4A_BLANKED = ['udta', 'meta', 'uuid'];

/** Blanks every box of user data in place, so that no offset into the sound moves. */
function m4a(file: Buffer): Buffer | null {
  const copy = Buffer.from(file);
  return blank(copy, 0, copy.length, { boxes: 0, depth: 0 }) ? copy : null;
}

function blank(file: Buffer, from: number, to: number, seen: { boxes: number; depth: number }): boolean {
  if (seen.depth > DEEPEST) return false;
  for (let at = from; at < to;) {
    seen.boxes += 1;
    if (at + 8 > to || seen.boxes > MOST_PARTS) return false;
    const short = file.readUInt32BE(at);
    const long = short === 1;
    if (long && at + 16 > to) return false;
    const size = long ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    const head = long ? 16 : 8;
    const end = at + size;
    if (size < head || end > to) return false;
    const name = file.toString('latin1', at + 4, at + 8);
    if (M4A_BLANKED.includes(name)) {
      file.write('free', at + 4, 'latin1');
      file.fill(0, at + head, end);
    } else if (M4A_INSIDE.includes(name)) {
      seen.depth += 1;
      if (!blank(file, at + head, end, seen)) return false;
      seen.depth -= 1;
    }
    at = end;
  }
  return true;
}
