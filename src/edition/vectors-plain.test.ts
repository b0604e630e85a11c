import { createPublicKey, hash, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/*
 * A second, small implementation, written from docs/EDITION.md with a hash and a signature check alone and nothing of
 * this room: what it finds in the vectors shows that the document is enough.
 */

type Key = { keyval: { public: string } };
type Keys = Readonly<Record<string, Key>>;
type Role = { keyids: string[]; threshold: number };
/** What is signed, whichever role it is of; every field is looked at before it is relied on. */
type Signed = {
  _type: string;
  spec_version: string;
  version: number;
  keys: Keys;
  roles: Record<'root' | 'targets' | 'snapshot' | 'timestamp', Role>;
  meta: Record<string, { version: number }>;
  targets: Record<string, { length: number; hashes: { sha256: string } }>;
  delegations: { keys: Keys; roles: (Role & { name: string; paths: string[] })[] };
  longwave: { log: string };
};
type Metadata = { signed: Signed; signatures: { keyid: string; sig: string }[] };
type Edition = { _type: string; format: number; number: number; tree: string; files: number; bytes: number };
type Stored = { text: string } | { hex: string } | { zeros: number } | null;
type Stand = Record<string, Stored>;
type Files = ReadonlyMap<string, Buffer>;

const root = join(import.meta.dirname, '../..');
const vectors = JSON.parse(readFileSync(join(root, 'test/vectors/edition/signed.json'), 'utf8')) as {
  fingerprints: { fingerprint: string; words: string[] }[];
  files: Stand;
  units: { files: { path: string }[] }[];
  altered: { name: string; returning?: true; instead: Stand }[];
};
const sha256 = (...parts: Uint8Array[]): string => hash('sha256', Buffer.concat(parts));

function ensure(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Refused: ${what}`);
}

function bytesOf(stored: Stored): Buffer | null {
  if (stored === null) return null;
  if ('zeros' in stored) return Buffer.alloc(stored.zeros);
  return 'text' in stored ? Buffer.from(stored.text) : Buffer.from(stored.hex, 'hex');
}

function filesOf(...layers: Stand[]): Files {
  const files = new Map<string, Buffer>();
  for (const [path, stored] of layers.flatMap((layer) => Object.entries(layer))) {
    const bytes = bytesOf(stored);
    if (bytes === null) files.delete(path);
    else files.set(path, bytes);
  }
  return files;
}

function get(files: Files, path: string, limit: number): Buffer {
  const bytes = files.get(path);
  ensure(bytes !== undefined && bytes.length <= limit, path);
  return bytes;
}

/** The canonical form; names of metadata are ASCII, so their order is the usual one. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `"${name}":${canonical(field)}`).join(',')}}`;
}

function isSigned(publicKey: Buffer, message: string | Buffer, signature: Buffer): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(message), key, signature);
}

function checkSigned({ signed, signatures }: Metadata, role: Role, keys: Keys, type: string): Signed {
  const good = new Set<string>();
  for (const { keyid, sig } of signatures) {
    const key = role.keyids.includes(keyid) ? keys[keyid] : undefined;
    if (key === undefined) continue;
    ensure(sha256(Buffer.from(canonical(key))) === keyid, 'the name of a key');
    const publicKey = Buffer.from(key.keyval.public, 'hex');
    if (isSigned(publicKey, canonical(signed), Buffer.from(sig, 'hex'))) good.add(keyid);
  }
  ensure(good.size >= role.threshold && signed._type === type, `${type}: signatures`);
  ensure(signed.spec_version.startsWith('1.'), `${type}: specification`);
  return signed;
}

const load = (files: Files, name: string, limit: number): Metadata =>
  JSON.parse(get(files, `edition/tuf/${name}.json`, limit).toString()) as Metadata;

function rootOf(files: Files, fingerprint: string): Signed {
  let trusted = load(files, '1.root', 512_000).signed;
  ensure(sha256(Buffer.from(canonical(trusted))) === fingerprint, 'the anchor');
  for (let next = 2; files.has(`edition/tuf/${next}.root.json`); next++) {
    const file = load(files, `${next}.root`, 512_000);
    checkSigned(file, trusted.roles.root, trusted.keys, 'root');
    trusted = checkSigned(file, file.signed.roles.root, file.signed.keys, 'root');
    ensure(trusted.version === next, 'the version of a root');
  }
  return trusted;
}

/** From the anchor to the record of the edition, in the steps of the document. */
function recordOf(files: Files, fingerprint: string): { record: Edition; trusted: Signed } {
  const trusted = rootOf(files, fingerprint);
  const { roles, keys } = trusted;
  const timestamp = checkSigned(load(files, 'timestamp', 16_384), roles.timestamp, keys, 'timestamp');
  const take = (by: Signed, name: string, role: Role, roleKeys: Keys, type: string): Signed => {
    const version = by.meta[`${name}.json`]?.version;
    const signed = checkSigned(load(files, `${version}.${name}`, 5_000_000), role, roleKeys, type);
    ensure(signed.version === version, `the version of ${name}`);
    return signed;
  };
  const snapshot = take(timestamp, 'snapshot', roles.snapshot, keys, 'snapshot');
  const { delegations } = take(snapshot, 'targets', roles.targets, keys, 'targets');
  const [role] = delegations.roles;
  ensure(role?.name === 'press' && role.paths.includes('edition.json'), 'the delegation');
  const target = take(snapshot, 'press', role, delegations.keys, 'targets').targets['edition.json'];
  const name = target?.hashes.sha256 ?? '';
  const bytes = get(files, `edition/tuf/targets/${name}.edition.json`, 16_384);
  ensure(sha256(bytes) === name && bytes.length === target?.length, 'the record');
  const record = JSON.parse(bytes.toString()) as Edition;
  ensure(record._type === 'edition' && record.format === 1 && record.number >= 1, 'the format of the record');
  ensure(canonical(record) === bytes.toString(), 'the form of the record');
  return { record, trusted };
}

/** Reads the layout: bytes one after the other. */
class Cursor {
  at = 0;
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  take(length: number): Buffer {
    ensure(this.at + length <= this.bytes.length, 'bytes that end too early');
    return this.bytes.subarray(this.at, (this.at += length));
  }
  varint(): number {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = this.take(1)[0] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  text(): string {
    return this.take(this.varint()).toString();
  }
}

type Entry = { path: string; raw: string; size: number; object: string | null; stored: number };

function unitFiles(bytes: Buffer): { key: string; files: Entry[] } {
  const input = new Cursor(bytes);
  ensure(input.take(1)[0] === 0xc1, 'a unit');
  const key = input.text();
  const files = Array.from({ length: input.varint() }, () => {
    const flags = input.take(1)[0] ?? 0;
    const before = input.text();
    const path = (flags & 8) === 0 ? before : `${before}${key}${input.text()}`;
    const raw = input.take(32).toString('hex');
    const size = input.varint();
    const object = (flags & 1) === 0 ? null : input.take(32).toString('hex');
    const stored = object === null ? size : input.varint();
    if (input.varint() === 0) input.text();
    if ((flags & 4) !== 0) input.text();
    return { path, raw, size, object, stored };
  });
  ensure(input.at === bytes.length, 'a unit that ends');
  return { key, files };
}

/** Every file of a tree, from the root node down. */
function walk(files: Files, wanted: string, digits: string): Entry[] {
  const name = digits === '' ? 'root' : (digits.match(/..?/g) ?? []).join('/');
  const bytes = get(files, `edition/n/${name}.node`, 2_048);
  ensure(sha256(bytes) === wanted, `node "${digits}"`);
  const input = new Cursor(bytes);
  const kind = input.take(1)[0];
  if (kind === 0xb1) {
    input.varint();
    const mask = input.take(2).readUInt16BE();
    const halves = '0123456789abcdef'.split('').filter((_, bit) => (mask >> bit) % 2 === 1);
    return halves.flatMap((half) => walk(files, input.take(32).toString('hex'), digits + half));
  }
  ensure(kind === 0xa1, 'a leaf');
  const records = Array.from({ length: input.take(1)[0] ?? 0 }, () => input.take(40).toString('hex'));
  ensure(records.join() === [...new Set(records)].sort().join(), 'the order of records');
  return records.flatMap((one) => {
    const place = one.slice(0, 16);
    ensure(place.startsWith(digits), 'the place of a record');
    const unit = get(files, `edition/u/${place.slice(0, 2)}/${place.slice(2, 4)}/${place}.unit`, 262_144);
    ensure(sha256(unit) === one.slice(16), 'a unit');
    const found = unitFiles(unit);
    ensure(sha256(Buffer.from(found.key)).startsWith(place), 'the place of a unit');
    return found.files;
  });
}

function checkEntry(files: Files, { path, raw, size, object, stored }: Entry): void {
  ensure(sha256(get(files, path, size)) === raw, path);
  if (object === null) return;
  const packed = get(files, `edition/o/${object.slice(0, 2)}/${object}`, stored);
  ensure(sha256(packed) === object && packed.length === stored, `the object of ${path}`);
  ensure(sha256(gunzipSync(packed, { maxOutputLength: size })) === raw, `what ${path} unpacks to`);
}

/** The edition whole; throws where anything of it is not what the anchor's keys signed. */
function checkEdition(files: Files, fingerprint: string): { record: Edition; entries: Entry[] } {
  const { record } = recordOf(files, fingerprint);
  const entries = walk(files, record.tree, '');
  for (const entry of entries) checkEntry(files, entry);
  return { record, entries };
}

const genuine = filesOf(vectors.files);
const [anchor] = vectors.fingerprints;
const fingerprint = anchor?.fingerprint ?? '';

test('the whole edition, by the document', () => {
  const { record, entries } = checkEdition(genuine, fingerprint);
  expect(entries.length).toBe(record.files);
  expect(entries.reduce((sum, { size }) => sum + size, 0)).toBe(record.bytes);
  const paths = vectors.units.flatMap(({ files }) => files.map(({ path }) => path));
  expect(entries.map(({ path }) => path).sort()).toEqual(paths.sort());
});

test('the bundle holds the files themselves', () => {
  const sealed = get(genuine, 'edition/bundle', 16_384);
  const [signature, packed] = [sealed.subarray(0, 64), sealed.subarray(64)];
  const { roles, keys } = rootOf(genuine, fingerprint);
  const [keyid = ''] = roles.timestamp.keyids;
  expect(isSigned(Buffer.from(keys[keyid]?.keyval.public ?? '', 'hex'), packed, signature)).toBe(true);
  const bundle = JSON.parse(gunzipSync(packed, { maxOutputLength: 65_536 }).toString()) as object;
  expect(Object.keys(bundle)).toEqual(['press', 'record', 'snapshot', 'timestamp']);
  const metadata = [...genuine].filter(([path]) => path.startsWith('edition/tuf/'));
  const texts = metadata.map(([, bytes]) => bytes.toString());
  for (const part of Object.values(bundle)) expect(texts).toContain(canonical(part));
});

test('the checkpoint and the log below it', () => {
  const { longwave } = recordOf(genuine, fingerprint).trusted;
  const [, name, number, base64] = /^([^+]+)\+([^+]+)\+(.+)$/.exec(longwave.log) ?? [];
  const key = Buffer.from(base64 ?? '', 'base64');
  expect(sha256(Buffer.from(`${name}\n`), key).slice(0, 8)).toBe(number);
  const [text, lines] = get(genuine, 'edition/log/checkpoint', 65_536).toString().split('\n\n');
  const [dash, signer, sig] = (lines ?? '').trim().split(' ');
  expect([dash, signer]).toEqual(['\u2014', name]);
  expect(isSigned(key.subarray(1), `${text}\n`, Buffer.from(sig ?? '', 'base64').subarray(4))).toBe(true);
  const [origin, size, head] = (text ?? '').split('\n');
  expect([origin, size]).toEqual([name, '2']);
  const input = new Cursor(get(genuine, 'edition/log/tile/entries/000.p/2', 65_536));
  const leaf = (): Buffer =>
    Buffer.from(sha256(Buffer.of(0), input.take(input.take(2).readUInt16BE())), 'hex');
  const leaves = Buffer.concat([leaf(), leaf()]);
  expect(Buffer.from(sha256(Buffer.of(1), leaves), 'hex').toString('base64')).toBe(head);
  expect(get(genuine, 'edition/log/tile/0/000.p/2', 64)).toEqual(leaves);
});

test('the words of the fingerprint', () => {
  const words =
    readFileSync(join(root, 'src/edition/words.ts'), 'utf8').split('`')[1]?.trim().split(/\s+/) ?? [];
  const bits = [...Buffer.from(fingerprint + sha256(Buffer.from(fingerprint, 'hex')).slice(0, 2), 'hex')]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const numbers = (bits.match(/.{11}/g) ?? []).map((group) => Number.parseInt(group, 2));
  expect(numbers.map((number) => words[number])).toEqual(anchor?.words);
});

/** Without those that only a reader with a memory refuses, and the one that asks for what is no path. */
const cases = vectors.altered.filter(
  ({ returning, instead }) => returning === undefined && Object.keys(instead).length > 0,
);

test.each(cases)('refused too: $name', ({ instead }) => {
  expect(() => checkEdition(filesOf(vectors.files, instead), fingerprint)).toThrow(/Refused|JSON/);
});
