import { fromHex, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { canonicalJson } from './tuf/json.ts';
import { WORDS } from './words.ts';

/* A fingerprint names one version of a paper's root: whoever holds it can tell the paper's keys from anybody else's. */

const HEX = /^[0-9a-f]{64}$/;
const BITS = 11;
const WORD_COUNT = 24;
/** What a QR code holds before the hexadecimal; capitals, which make it smaller. */
const QR_PREFIX = 'LONGWAVE:';

/** SHA-256, in hexadecimal, of the canonical form of a root's `signed`: the same whoever signed it. */
export const fingerprintOf = async (signed: unknown): Promise<string> =>
  toHex(await sha256(toUtf8(canonicalJson(signed))));

/** The text of a fingerprint's QR code. */
export const fingerprintCode = (hex: string): string => `${QR_PREFIX}${hex.toUpperCase()}`;

/**
 * A fingerprint as 24 words of eleven bits each: its 256 bits, then the first eight of its SHA-256, by which a wrong word
 * is found in 255 of 256 cases. The construction is that of BIP 39, the list of words is {@link WORDS}.
 *
 * @throws EditionError `malformed` for what is not 64 hexadecimal digits
 */
export async function fingerprintWords(hex: string): Promise<string[]> {
  if (!HEX.test(hex)) throw malformed(`"${hex}" is no fingerprint of 64 hexadecimal digits`);
  const bytes = fromHex(hex);
  const bits = bitsOf([...bytes, await checkByte(bytes)]);
  return Array.from(
    { length: WORD_COUNT },
    (_, at) => WORDS[Number.parseInt(bits.slice(at * BITS, (at + 1) * BITS), 2)] ?? '',
  );
}

/**
 * Reads a fingerprint as a person gives it: 64 hexadecimal digits, the text of its QR code, or its 24 words. Capitals,
 * spaces, punctuation and numbers before the words do not matter, and the first four letters of a word are enough.
 *
 * @returns 64 hexadecimal digits
 * @throws EditionError `malformed`, which says which word is wrong
 */
export async function parseFingerprint(text: string): Promise<string> {
  const plain = text.trim().toLowerCase();
  const hex = plain.replace(QR_PREFIX.toLowerCase(), '').replaceAll(/[\s:-]/g, '');
  if (HEX.test(hex)) return hex;
  if (/^[0-9a-f]+$/.test(hex)) {
    throw malformed(`The fingerprint has ${hex.length} of its 64 hexadecimal digits; copy all of it`);
  }
  const words = plain.split(/[^a-z]+/).filter((word) => word !== '');
  if (words.length !== WORD_COUNT) {
    throw malformed(
      `A fingerprint has 64 hexadecimal digits or ${WORD_COUNT} words; this text has ${words.length} words`,
    );
  }
  const bits = words.map((word, at) => numberOf(word, at).toString(2).padStart(BITS, '0')).join('');
  const bytes = Uint8Array.from({ length: 32 }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
  );
  if ((await checkByte(bytes)) !== Number.parseInt(bits.slice(256), 2)) {
    throw malformed(
      'One of the words is not the right one, or two changed places; compare them with the paper, word for word',
    );
  }
  return toHex(bytes);
}

function numberOf(word: string, at: number): number {
  const exact = WORDS.indexOf(word);
  if (exact >= 0) return exact;
  const short = word.length === 4 ? WORDS.findIndex((one) => one.startsWith(word)) : -1;
  if (short >= 0) return short;
  const like = WORDS.filter((one) => one.slice(0, 3) === word.slice(0, 3)).slice(0, 4);
  const hint = like.length === 0 ? '' : `; words that begin so are "${like.join('", "')}"`;
  throw malformed(`Word ${at + 1}, "${word}", is not in the list of words${hint}`);
}

const bitsOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');

const checkByte = async (bytes: Uint8Array): Promise<number> => (await sha256(bytes))[0] ?? 0;

const malformed = (message: string): EditionError => new EditionError('malformed', message);
