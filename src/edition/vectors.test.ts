import { describe, expect, test } from 'vitest';
import {
  BUNDLE_PATH,
  changePath,
  checkConsistency,
  checkInclusion,
  checkProof,
  consistencyProof,
  unpackBundle,
  decodeChange,
  decodeNode,
  decodeUnit,
  EMPTY_LOG,
  encodeChange,
  encodeMirrors,
  encodeRecord,
  encodeUnit,
  fromHex,
  inclusionProof,
  keyId,
  logRoot,
  metadataPath,
  parseFingerprint,
  parseMirrors,
  parseNoteKey,
  parseRecord,
  pathProblem,
  placeOf,
  printNoteKey,
  readCheckpoint,
  readReserved,
  recordPath,
  rootFingerprint,
  sha256,
  signerFromSeed,
  toHex,
  unitOf,
  unitPath,
  updateTree,
  verifyEdition,
} from '#edition';
import vectors from '../../test/vectors/edition/layout.json' with { type: 'json' };
import signed from '../../test/vectors/edition/signed.json' with { type: 'json' };
import { entryFor, MemoryStore, sha256 as sha256Now, treeOf } from '../../test/vectors/edition/memory.ts';
import { NumberLog } from '../../test/vectors/edition/number-log.ts';
import { makeSigned } from '../../test/vectors/edition/signed.ts';
import type { Stored } from '../../test/vectors/edition/signed.ts';
import { toUtf8 } from './bytes.ts';
import { ReaderMemory, refusal, TestReader } from './testing/reader.ts';
import { sourceOf } from './testing/source.ts';

describe('test vectors of docs/EDITION.md', () => {
  test.each(vectors.paths)('path %j', ({ path, taken, unit, place }) => {
    expect(pathProblem(path) === null).toBe(taken);
    expect(taken ? unitOf(path) : null).toBe(unit);
    expect(taken ? toHex(placeOf(unitOf(path), sha256Now)) : null).toBe(place);
  });

  test.each(vectors.units)('unit $key', async ({ key, bytes, hash }) => {
    const unit = decodeUnit(fromHex(bytes));
    expect(unit.key).toBe(key);
    expect(toHex(encodeUnit(unit))).toBe(bytes);
    expect(toHex(await sha256(fromHex(bytes)))).toBe(hash);
  });

  test.each(vectors.mirrors)('list of mirrors $bytes', ({ bytes, taken }) => {
    if (taken) expect(encodeMirrors(parseMirrors(toUtf8(bytes)))).toEqual(toUtf8(bytes));
    else expect(() => parseMirrors(toUtf8(bytes))).toThrow(/^The list of mirrors /);
  });

  test('a record may name the version of a list of mirrors, from 1', async () => {
    const path = Object.keys(signed.files).find((name) => name.startsWith('edition/tuf/targets/')) ?? '';
    const { files } = await makeSigned();
    const stored: Stored = files[path] ?? null;
    const text = stored !== null && 'text' in stored ? stored.text : '';
    const named = (mirrors: unknown): Uint8Array =>
      toUtf8(text.replace('"number"', `"mirrors":${String(mirrors)},"number"`));
    expect(parseRecord(toUtf8(text))).not.toHaveProperty('mirrors');
    expect(parseRecord(named(7)).mirrors).toBe(7);
    for (const wrong of [0, -1, `"7"`, null, 7.5])
      expect(() => parseRecord(named(wrong))).toThrow('"mirrors"');
  });

  test('the files of each unit', () => {
    for (const unit of vectors.units) {
      const inOrder = [...unit.files].sort((a, b) => (a.path < b.path ? -1 : 1));
      expect(decodeUnit(fromHex(unit.bytes)).files).toEqual(inOrder);
    }
  });

  test.each(vectors.trees)('tree of $count files', async ({ count, root, node, proofs }) => {
    const store = new MemoryStore();
    const files = Array.from({ length: count }, (_, at) => entryFor(`page-${at}.html`));
    expect(toHex(treeOf(store, files))).toBe(root);
    expect(toHex(store.read(fromHex(root)))).toBe(node);
    for (const { path, found, proof } of proofs) {
      expect(await checkProof(fromHex(root), path, proof.map(fromHex))).toEqual(found);
    }
  });
});

const bytesOf = (file: Stored | undefined): Uint8Array | null => {
  if (file === undefined || file === null) return null;
  if ('text' in file) return toUtf8(file.text);
  return 'zeros' in file ? new Uint8Array(file.zeros) : fromHex(file.hex);
};

const filesOf = (files: Record<string, Stored | undefined>): Map<string, Uint8Array> =>
  new Map(
    Object.entries(files).flatMap(([path, file]) => {
      const bytes = bytesOf(file);
      return bytes === null ? [] : [[path, bytes] as const];
    }),
  );

const genuine = filesOf(signed.files);
const file = (path: string): Uint8Array => {
  const bytes = genuine.get(path);
  if (bytes === undefined) throw new Error(`The vectors have no "${path}"`);
  return bytes;
};

const readerOf = (files: Map<string, Uint8Array>, version = 0): TestReader =>
  new TestReader({
    files,
    anchor: { fingerprint: signed.fingerprints[version]?.fingerprint ?? '' },
    now: signed.now,
  });

describe('test vectors of signed editions', () => {
  test('are made again, byte for byte', async () => {
    expect(JSON.parse(JSON.stringify(await makeSigned()))).toEqual(signed);
  });

  test.each(signed.keys)('the key $name', async ({ seed, public: publicKey, keyid }) => {
    const signer = await signerFromSeed(fromHex(seed));
    expect(signer.key.keyval.public).toBe(publicKey);
    expect(signer.keyid).toBe(keyid);
    expect(await keyId(signer.key)).toBe(keyid);
  });

  test.each(signed.fingerprints)('the fingerprint of root $version', async (one) => {
    expect(await rootFingerprint(file(metadataPath('root', one.version)))).toBe(one.fingerprint);
    for (const text of [
      one.code,
      one.words.join(' '),
      one.words.map((word) => word.slice(0, 4)).join('\n'),
    ]) {
      expect(await parseFingerprint(text)).toBe(one.fingerprint);
    }
    await expect(parseFingerprint([...one.words].reverse().join(' '))).rejects.toThrow('changed places');
  });

  test.each([0, 1])('a reader follows the edition from root %# and opens every entry', async (version) => {
    const reader = readerOf(genuine, version);
    const { record, fresh, sample } = await reader.follower.update();
    expect([record.number, record.units, fresh, sample]).toEqual([2, signed.units.length, true, true]);
    for (const { path, entry } of signed.entries) {
      expect((await reader.follower.open(path))?.entry ?? null, path).toEqual(entry);
    }
  });

  test('the edition is found authentic, and holds nothing else', async () => {
    const report = await verifyEdition({
      source: sourceOf(genuine),
      anchor: { fingerprint: signed.fingerprints[0]?.fingerprint ?? '' },
      now: signed.now,
    });
    expect(report).toMatchObject({ verdict: 'authentic', edition: 2, alterations: 0, sample: true });
  });

  test('records and changes lead from edition to edition', async () => {
    const { record: bytes } = await unpackBundle(file(BUNDLE_PATH));
    const record = parseRecord(bytes);
    expect(file(recordPath(toHex(await sha256(bytes))))).toEqual(bytes);
    expect(encodeRecord(record)).toEqual(bytes);
    const store = new MemoryStore();
    let root: Uint8Array | null = null;
    for (const { removed, added, bytes: hex } of signed.changes) {
      const change = decodeChange(fromHex(hex));
      expect([toHex(change.removed), toHex(change.added)]).toEqual([removed, added]);
      expect(toHex(encodeChange(change))).toBe(hex);
      root = updateTree(store, root, { remove: change.removed, add: change.added });
    }
    expect(toHex(root ?? new Uint8Array(0))).toBe(record.tree);
    expect(toHex(await sha256(file(changePath(1))))).toBe(record.change);
  });

  test('units are those of the files', () => {
    for (const unit of signed.units) {
      const place = placeOf(unit.key, sha256Now);
      const files = unit.files.map((one) =>
        decodeUnit(file(unitPath(place))).files.find((two) => two.path === one.path),
      );
      expect(unit.files).toEqual(files);
    }
  });

  test('the checkpoint', async () => {
    const { key, note, origin, size, root } = signed.checkpoint;
    const noteKey = await parseNoteKey(key);
    expect(await printNoteKey(noteKey)).toBe(key);
    const found = await readCheckpoint(toUtf8(note), noteKey);
    expect({ ...found, root: toHex(found.root) }).toEqual({ origin, size, root, extensions: [] });
    await expect(readCheckpoint(toUtf8(note.replace('\n2\n', '\n3\n')), noteKey)).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });
});

describe('test vectors of the log', () => {
  const log = new NumberLog(300);
  const { roots, inclusion, consistency, tiles } = signed.log;
  const rootAt = (size: number): Uint8Array => logRoot(log.states[size] ?? EMPTY_LOG, sha256Now);

  test.each(roots)('the root at size $size', ({ size, root }) => {
    expect(toHex(rootAt(size))).toBe(root);
  });

  test.each(inclusion)('entry $index of $size', async ({ index, size, root, proof }) => {
    const hashes = proof.map(fromHex);
    expect(inclusionProof(index, size, log.at, sha256Now).map(toHex)).toEqual(proof);
    const options = { entry: NumberLog.entry(index), index, size, root: fromHex(root) };
    await checkInclusion({ ...options, proof: hashes });
    const wrong = [
      { entry: NumberLog.entry(index + 1) },
      { root: fromHex('00'.repeat(32)) },
      { proof: [...hashes, rootAt(1)] },
    ];
    for (const one of wrong) {
      const code = await refusal(checkInclusion({ ...options, proof: hashes, ...one }));
      expect(code).toBe('wrong_proof');
    }
  });

  test.each(consistency)('from $before to $after', async ({ before, after, proof }) => {
    const hashes = proof.map(fromHex);
    expect(consistencyProof(before, after, log.at, sha256Now).map(toHex)).toEqual(proof);
    const states = {
      before: { size: before, root: rootAt(before) },
      after: { size: after, root: rootAt(after) },
    };
    await checkConsistency({ ...states, proof: hashes });
    expect(await refusal(checkConsistency({ ...states, proof: [...hashes, rootAt(1)] }))).toBe('wrong_proof');
  });

  test.each(tiles)('$path', ({ path, sha256: hash }) => {
    const found = readReserved(path);
    if (found?.kind !== 'tile') throw new Error(`"${path}" is no tile`);
    expect(toHex(sha256Now(log.tile(found.level, found.index, found.width)))).toBe(hash);
  });
});

describe('altered editions are refused', () => {
  test.each(signed.altered)('$name: $code', async (altered) => {
    const [fingerprint] = signed.fingerprints;
    const memory = new ReaderMemory();
    if ('returning' in altered) {
      const before = readerOf(genuine);
      await before.follower.update();
      for (const [name, bytes] of before.memory.items) memory.items.set(name, bytes);
    }
    const reader = new TestReader({
      files: withInstead(altered.instead),
      anchor: { fingerprint: fingerprint?.fingerprint ?? '' },
      now: signed.now,
      memory,
    });
    const read = async (): Promise<unknown> => {
      await reader.follower.update();
      return 'open' in altered ? reader.follower.open(altered.open ?? '') : null;
    };
    expect(await refusal(read())).toBe(altered.code);
  });
});

describe('bytes of no shape are refused', () => {
  const decode = { node: decodeNode, unit: decodeUnit, change: decodeChange } as const;

  test.each(signed.refused)('$what: $why', async ({ what, hex, code }) => {
    if (what !== 'node' && what !== 'unit' && what !== 'change') throw new Error(`Nobody decodes a ${what}`);
    expect(await refusal((async () => decode[what](fromHex(hex)))())).toBe(code);
  });
});

/** The genuine files with some in the place of others, and without the bundle, which would stand in for them. */
function withInstead(instead: Record<string, Stored | undefined>): Map<string, Uint8Array> {
  const files = new Map(genuine);
  files.delete(BUNDLE_PATH);
  for (const [path, given] of Object.entries(instead)) {
    const bytes = bytesOf(given);
    if (bytes === null) files.delete(path);
    else files.set(path, bytes);
  }
  return files;
}
