import { fromBase64 } from './base64.ts';
import { equalBytes, fromUtf8, toHex, toUtf8 } from './bytes.ts';
import { CHECKPOINT_LIMIT, parseCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { isEd25519 } from './tuf/ed25519.ts';

/* What outside witnesses put under a checkpoint: https://c2sp.org/tlog-cosignature over https://c2sp.org/signed-note. */

/** A line under a note: who signed, the number of the key, and what the line itself says. */
export type NoteLine = { name: string; id: string; line: string; signature: Uint8Array };

/** A checkpoint as it was found; nobody has looked at its signatures yet. */
export type Note = { text: string; checkpoint: Checkpoint; lines: NoteLine[] };

const LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/;
const VERIFIER_KEY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/;
const ID_BYTES = 4;
/** Seconds since 1970, big-endian, before the signature of a witness. */
const TIME_BYTES = 8;
const ED25519 = 0x01;
const COSIGNATURE = 0x04;

/** Takes a checkpoint apart without believing it. @throws EditionError `malformed` */
export function openNote(bytes: Uint8Array): Note {
  if (bytes.length > CHECKPOINT_LIMIT) throw malformed('The checkpoint is too long');
  const note = fromUtf8(bytes);
  const end = note.lastIndexOf('\n\n') + 1;
  if (end === 0 || !note.endsWith('\n')) throw malformed('The checkpoint has no signature');
  const text = note.slice(0, end);
  return { text, checkpoint: parseCheckpoint(text), lines: readLines(note.slice(end + 1)) };
}

/**
 * A checkpoint with the lines of witnesses under it. `found` is what a witness gave: its lines alone, or the whole note
 * with them. Lines that stand there already are not repeated; a newer one of the same key takes the place of the older.
 *
 * @throws EditionError `malformed` for what holds no such line, `wrong_proof` for a note over another checkpoint
 */
export function addCosignatures(checkpoint: Uint8Array, found: Uint8Array): Uint8Array {
  const note = openNote(checkpoint);
  const [own] = note.lines;
  if (own === undefined) throw malformed('The checkpoint has no signature of its own');
  const added = linesOf(found, note.text).filter((line) => !sameKey(line, own));
  if (added.length === 0) throw malformed('There is no line of a witness in what was given');
  const kept = note.lines.filter((line) => !added.some((other) => sameKey(line, other)));
  const all = [...kept, ...added].map(({ line }) => `${line}\n`).join('');
  const bytes = toUtf8(`${note.text}\n${all}`);
  if (bytes.length > CHECKPOINT_LIMIT) throw malformed('So many lines do not fit under a checkpoint');
  return bytes;
}

/**
 * Checks that a witness signed a checkpoint, and gives when it says it did, in seconds since 1970; 0 where its key is
 * one that signs no time.
 *
 * @param key of the witness: `name+number+base64`
 * @throws EditionError `malformed`, `bad_signature`
 */
export async function checkCosignature(checkpoint: Uint8Array, key: string): Promise<number> {
  const { name, id, kind, publicKey } = await witnessKey(key);
  const { text, lines } = openNote(checkpoint);
  const line = lines.find((one) => one.name === name && one.id === id);
  if (line === undefined) throw unsigned(name);
  const rest = line.signature.subarray(ID_BYTES);
  if (kind === ED25519) {
    if (!(await isEd25519(publicKey, toUtf8(text), rest))) throw unsigned(name);
    return 0;
  }
  if (rest.length !== TIME_BYTES + 64) throw unsigned(name);
  const time = Number(new DataView(rest.buffer, rest.byteOffset, TIME_BYTES).getBigUint64(0));
  const message = toUtf8(`cosignature/v1\ntime ${time}\n${text}`);
  if (!(await isEd25519(publicKey, message, rest.subarray(TIME_BYTES)))) throw unsigned(name);
  return time;
}

async function witnessKey(
  text: string,
): Promise<{ name: string; id: string; kind: number; publicKey: Uint8Array }> {
  const [, name, id, base64] = VERIFIER_KEY.exec(text.trim()) ?? [];
  const bytes = base64 === undefined ? new Uint8Array(0) : fromBase64(base64);
  const [kind] = bytes;
  if (name === undefined || id === undefined || bytes.length !== 33)
    throw malformed(`"${text}" is no key of a witness; it looks like "name+number+base64"`);
  if (kind !== ED25519 && kind !== COSIGNATURE)
    throw malformed(`The key of "${name}" is of a kind that is not known here`);
  const hash = await sha256(new Uint8Array([...toUtf8(`${name}\n`), ...bytes]));
  if (toHex(hash.subarray(0, ID_BYTES)) !== id)
    throw malformed(`The key of "${name}" does not have the number it shows`);
  return { name, id, kind, publicKey: bytes.subarray(1) };
}

/** The lines in what a witness gave. */
function linesOf(found: Uint8Array, text: string): NoteLine[] {
  if (found.length > CHECKPOINT_LIMIT) throw malformed('What was given is too long for lines of witnesses');
  const given = fromUtf8(found).replaceAll('\r\n', '\n');
  const end = given.lastIndexOf('\n\n') + 1;
  const isNote = end > 0 && !given.trimStart().startsWith('\u2014');
  if (isNote && !equalBytes(toUtf8(given.slice(0, end)), toUtf8(text))) {
    throw new EditionError(
      'wrong_proof',
      'What was given was signed over another checkpoint than the present one; ask the witness again',
    );
  }
  const lines = isNote ? given.slice(end + 1) : given.trim();
  return readLines(lines.endsWith('\n') ? lines : `${lines}\n`);
}

function readLines(text: string): NoteLine[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw malformed('The checkpoint does not end with its last line');
  return lines.map((line) => {
    const [, name, base64] = LINE.exec(line) ?? [];
    if (name === undefined || base64 === undefined) throw malformed(`"${line}" is no line of a signature`);
    const signature = fromBase64(base64);
    if (signature.length <= ID_BYTES) throw malformed(`The signature of "${name}" is cut short`);
    return { name, id: toHex(signature.subarray(0, ID_BYTES)), line, signature };
  });
}

const sameKey = (a: NoteLine, b: NoteLine): boolean => a.name === b.name && a.id === b.id;

const malformed = (message: string): EditionError => new EditionError('malformed', message);

const unsigned = (name: string): EditionError =>
  new EditionError('bad_signature', `The checkpoint is not signed by "${name}"`);
