import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { StoreError } from './errors.ts';

/**
 * Seals what may not stand in the database as it is, such as an address, under a key that lies elsewhere. Who holds the
 * database and its backups, and not the key, learns nothing but that something is there.
 */
export interface Seal {
  /** Names of the keys that can open, the one that seals first. */
  readonly keys: readonly string[];
  /** @param about what it is; the same has to be said to open it. @returns the key's name, a full stop, base64url */
  seal(text: string, about: string): string;
  /** Throws a StoreError `sealed` for what was sealed under another key, for something else, or changed since. */
  open(sealed: string, about: string): string;
  /** The same for the same text, and nothing to whoever has no key: to know a text again. 43 characters. */
  digest(text: string, about: string): string;
}

/** Lengths tell too: what is sealed is filled up to a multiple of this many bytes. */
const BLOCK = 64;
const IV = 12;
const TAG = 16;
const KEY = /^[A-Za-z0-9_-]{43}$/;

interface Keys {
  name: string;
  seal: Buffer;
  digest: Buffer;
}

/** A key for `openSeal`: 32 random bytes as base64url. */
export const newSealKey = (): string => randomBytes(32).toString('base64url');

/**
 * @param text keys, one a line; the first seals, all of them open. Empty lines and those that begin with # count as none.
 * @throws StoreError `bad_value` where a line is no key, or none is there
 */
export function openSeal(text: string): Seal {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const all = lines.map(keysOf);
  const [first] = all;
  if (first === undefined) throw notAKey();
  const byName = new Map(all.map((keys) => [keys.name, keys]));
  return {
    keys: all.map(({ name }) => name),
    seal(plain, about) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', first.seal, iv).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(filled(plain)), cipher.final()]);
      return `${first.name}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(sealed, about) {
      const [name = '', body = ''] = sealed.split('.');
      const keys = byName.get(name);
      const bytes = Buffer.from(body, 'base64url');
      if (keys === undefined || bytes.length < IV + TAG) throw unopened();
      const tag = bytes.subarray(-TAG);
      const decipher = createDecipheriv('aes-256-gcm', keys.seal, bytes.subarray(0, IV))
        .setAAD(Buffer.from(about))
        .setAuthTag(tag);
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]);
        return plain.subarray(4, 4 + plain.readUInt32BE()).toString();
      } catch (error) {
        throw unopened(error);
      }
    },
    digest: (plain, about) =>
      createHmac('sha256', first.digest).update(`${about}\0${plain}`).digest('base64url'),
  };
}

function keysOf(line: string): Keys {
  if (!KEY.test(line)) throw notAKey();
  const key = Buffer.from(line, 'base64url');
  const derive = (what: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `longwave ${what}`, 32));
  const name = createHash('sha256').update(derive('name')).digest('base64url').slice(0, 8);
  return { name, seal: derive('seal'), digest: derive('digest') };
}

function filled(plain: string): Buffer {
  const text = Buffer.from(plain);
  const bytes = Buffer.alloc(Math.ceil((4 + text.length) / BLOCK) * BLOCK);
  bytes.writeUInt32BE(text.length);
  text.copy(bytes, 4);
  return bytes;
}

const notAKey = (): StoreError =>
  new StoreError(
    'bad_value',
    'This is no key to seal with; a key is 43 letters, digits, "-" and "_" in a line',
  );

const unopened = (cause?: unknown): StoreError =>
  new StoreError(
    'sealed',
    'It was sealed under another key or changed since; bring back the key it was sealed under',
    cause,
  );
