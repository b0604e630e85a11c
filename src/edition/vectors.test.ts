import { describe, expect, test } from 'vitest';
import {
  checkProof,
  decodeUnit,
  encodeUnit,
  fromHex,
  pathProblem,
  placeOf,
  sha256,
  toHex,
  unitOf,
} from '#edition';
import vectors from '../../test/vectors/edition/layout.json' with { type: 'json' };
import { entryFor, MemoryStore, sha256 as sha256Now, treeOf } from '../../test/vectors/edition/memory.ts';

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
