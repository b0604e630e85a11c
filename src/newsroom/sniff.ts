/** What a file is, by its content. */
export type Sniffed =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'avif'
  | 'gif'
  | 'tiff'
  | 'heic'
  | 'svg'
  | 'pdf'
  | 'mp3'
  | 'm4a'
  | 'wav'
  | 'flac'
  | 'ogg'
  | 'zip'
  | 'html'
  | 'text'
  | 'unknown';

const START = 1024;

export function sniff(bytes: Uint8Array): Sniffed {
  const latin = Buffer.from(bytes.subarray(0, START)).toString('latin1');
  const magic = byMagic(latin, bytes);
  if (magic) return magic;
  const text = latin
    .replace(/^\xEF\xBB\xBF/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<\?xml|<!--|<!doctype svg|<svg)/.test(text) && isSvg(bytes)) return 'svg';
  if (/^(<!doctype html|<html|<head|<body|<script)/.test(text)) return 'html';
  return isText(bytes) ? 'text' : 'unknown';
}

function byMagic(latin: string, bytes: Uint8Array): Sniffed | null {
  if (latin.startsWith('\xFF\xD8\xFF')) return 'jpeg';
  if (latin.startsWith('\x89PNG\r\n\x1A\n')) return 'png';
  if (/^GIF8[79]a/.test(latin)) return 'gif';
  if (latin.startsWith('RIFF') && latin.slice(8, 12) === 'WEBP') return 'webp';
  if (latin.startsWith('RIFF') && latin.slice(8, 12) === 'WAVE') return 'wav';
  if (latin.startsWith('II*\0') || latin.startsWith('MM\0*')) return 'tiff';
  if (latin.slice(4, 8) === 'ftyp') return byBrand(latin);
  if (latin.startsWith('%PDF-')) return 'pdf';
  if (latin.startsWith('ID3')) return 'mp3';
  if (latin.startsWith('fLaC')) return 'flac';
  if (latin.startsWith('OggS')) return 'ogg';
  if (latin.startsWith('PK\x03\x04')) return 'zip';
  // An MPEG audio frame: eleven set bits, layer III, neither bit rate nor sample rate impossible.
  const [first = 0, second = 0, third = 0] = bytes;
  const frame = first === 0xff && (second & 0xe6) === 0xe2 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
  return frame ? 'mp3' : null;
}

/** The brands that an ISO media file says it follows: the first one, then the compatible ones. */
function byBrand(latin: string): Sniffed {
  const size = (latin.charCodeAt(2) << 8) | latin.charCodeAt(3);
  const brands: string[] = latin.slice(8, Math.min(size, 256)).match(/.{4}/gs) ?? [];
  if (brands.includes('avif')) return 'avif';
  if (brands.some((brand) => /^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand))) return 'heic';
  return brands[0] === 'M4A ' || brands[0] === 'M4B ' ? 'm4a' : 'unknown';
}

function isSvg(bytes: Uint8Array): boolean {
  return /<(?:[a-z]+:)?svg[\s>]/i.test(Buffer.from(bytes.subarray(0, 65_536)).toString('latin1'));
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const EXTENSIONS: Record<string, Sniffed[]> = {
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  jpe: ['jpeg'],
  jfif: ['jpeg'],
  png: ['png'],
  webp: ['webp'],
  avif: ['avif'],
  gif: ['gif'],
  tif: ['tiff'],
  tiff: ['tiff'],
  heic: ['heic'],
  heif: ['heic', 'avif'],
  svg: ['svg'],
  pdf: ['pdf'],
  mp3: ['mp3'],
  m4a: ['m4a'],
  m4b: ['m4a'],
  wav: ['wav'],
  flac: ['flac'],
  txt: ['text'],
  csv: ['text'],
};

/** The extension of a file name in lower case; '' when there is none. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Whether a name says what the content is; a name that says nothing agrees with everything. */
export function agrees(name: string, content: Sniffed): boolean {
  const extension = extensionOf(name);
  return extension === '' || (EXTENSIONS[extension]?.includes(content) ?? false);
}
