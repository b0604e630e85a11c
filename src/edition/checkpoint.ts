import { fromBase64, toBase64 } from './base64.ts';
import { equalBytes, fromUtf8, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { isEd25519 } from './tuf/ed25519.ts';

/* Checkpoints of the log of editions: https://c2sp.org/tlog-checkpoint over https://c2sp.org/signed-note. Witnesses add
   lines of their own below ours; they are kept. */

/** Who signs a note, and the public key in 32 bytes; a verifier key as text is `name+hash+base64`. */
export type NoteKey = { name: string; publicKey: Uint8Array };
export type NoteSigner = NoteKey & { sign: (message: Uint8Array) => Promise<Uint8Array> };

/** A log at a size. Lines of extensions are kept as they are. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array; extensions: string[] };

const ED25519 = 0x01;
const ID_BYTES = 4;
const NAME = /^[^\s+\p{Cc}]+$/u;
const VERIFIER_KEY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/;
const SIGNATURE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/;
const SIZE = /^(?:0|[1-9]\d{0,15})$/;
/** Bytes that a checkpoint with the lines of many witnesses may have. */
export const CHECKPOINT_LIMIT = 65_536;

/** The key as text, as other programs take it. */
export async function printNoteKey(key: NoteKey): Promise<string> {
  checkName(key.name);
  return `${key.name}+${toHex(await keyHash(key))}+${toBase64(withAlgorithm(key))}`;
}

/** @throws EditionError `malformed` for what is no Ed25519 key of signed notes */
export async function parseNoteKey(text: string): Promise<NoteKey> {
  const [, name, id, base64] = VERIFIER_KEY.exec(text) ?? [];
  if (name === undefined || base64 === undefined)
    throw malformed(`The key "${text}" is no key of signed notes`);
  const bytes = fromBase64(base64);
  if (bytes[0] !== ED25519 || bytes.length !== 33) throw malformed(`The key "${text}" is not an Ed25519 key`);
  const key = { name, publicKey: bytes.subarray(1) };
  if (toHex(await keyHash(key)) !== id)
    throw malformed(`The key "${text}" does not have the number it shows`);
  return key;
}

/** The signed checkpoint of a log. */
export async function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): Promise<Uint8Array> {
  checkName(signer.name);
  const text = printCheckpoint(checkpoint);
  const signature = await signer.sign(toUtf8(text));
  const id = await keyHash(signer);
  return toUtf8(`${text}\n\u2014 ${signer.name} ${toBase64(new Uint8Array([...id, ...signature]))}\n`);
}

/**
 * Reads a checkpoint that one key must have signed; what others signed does not matter.
 *
 * @throws EditionError `malformed`, `bad_signature`
 */
export async function readCheckpoint(bytes: Uint8Array, key: NoteKey): Promise<Checkpoint> {
  if (bytes.length > CHECKPOINT_LIMIT) throw malformed('The checkpoint is too long');
  const note = fromUtf8(bytes);
  const end = note.lastIndexOf('\n\n') + 1;
  if (end === 0) throw malformed('The checkpoint has no signature');
  const text = note.slice(0, end);
  const lines = note.slice(end + 1).split('\n');
  if (lines.pop() !== '') throw malformed('The checkpoint does not end with its last line');
  const id = await keyHash(key);
  let signed = false;
  for (const line of lines) {
    const [, name, base64] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || base64 === undefined)
      throw malformed('The checkpoint has a line that is no signature');
    const signature = fromBase64(base64);
    if (name !== key.name || !equalBytes(signature.subarray(0, ID_BYTES), id)) continue;
    if (!(await isEd25519(key.publicKey, toUtf8(text), signature.subarray(ID_BYTES)))) throw unsigned(key);
    signed = true;
  }
  if (!signed) throw unsigned(key);
  return parseCheckpoint(text);
}

function printCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  checkName(origin);
  return [origin, String(size), toBase64(root), ...extensions, ''].join('\n');
}

export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '' || !SIZE.test(size) || extensions.includes('')) {
    throw malformed('The checkpoint does not have its three lines');
  }
  const hash = fromBase64(root);
  if (hash.length !== 32 || !Number.isSafeInteger(Number(size))) {
    throw malformed('The checkpoint has no proper size and root');
  }
  return { origin, size: Number(size), root: hash, extensions };
}

/** The number of a key: the start of SHA-256(name, newline, algorithm, key). */
async function keyHash(key: NoteKey): Promise<Uint8Array> {
  const bytes = new Uint8Array([...toUtf8(`${key.name}\n`), ...withAlgorithm(key)]);
  return (await sha256(bytes)).subarray(0, ID_BYTES);
}

const withAlgorithm = (key: NoteKey): Uint8Array => new Uint8Array([ED25519, ...key.publicKey]);

function checkName(name: string): void {
  if (!NAME.test(name)) throw malformed(`"${name}" cannot be the name of a log; leave out spaces and "+"`);
}

const malformed = (message: string): EditionError => new EditionError('malformed', message);

const unsigned = (key: NoteKey): EditionError =>
  new EditionError('bad_signature', `The checkpoint is not signed by "${key.name}"`);
