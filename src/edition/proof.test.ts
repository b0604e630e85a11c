import { describe, expect, test } from 'vitest';
import {
  checkProof,
  EditionError,
  encodeUnit,
  makeProof,
  placeOf,
  recordOf,
  sortRecords,
  toHex,
  updateTree,
} from '#edition';
import { decodeNode, encodeBranch } from './node.ts';
import { entryFor, MemoryStore, sha256, treeOf } from '../../test/vectors/edition/memory.ts';

const store = new MemoryStore();
const files = Array.from({ length: 2_000 }, (_, at) => entryFor(`2026/11/23/story-${at}.html`));
const root = treeOf(store, files);
const PATH = '2026/11/23/story-77.html';

describe('proof', () => {
  test('shows what the edition says of a path', async () => {
    for (const file of files.slice(0, 50)) {
      expect(await checkProof(root, file.path, makeProof(store, root, file.path))).toEqual(file);
    }
  });

  test('shows that there is no such file', async () => {
    for (let at = 0; at < 50; at++) {
      const path = `2026/11/23/none-${at}.html`;
      expect(await checkProof(root, path, makeProof(store, root, path))).toBeNull();
    }
    const sibling = '2026/11/23/story-77/single.html';
    expect(await checkProof(root, sibling, makeProof(store, root, sibling))).toBeNull();
    const empty = treeOf(store, []);
    expect(await checkProof(empty, PATH, makeProof(store, empty, PATH))).toBeNull();
  });

  test('is refused when any byte of it differs', async () => {
    const proof = makeProof(store, root, PATH);
    for (const [part, bytes] of proof.entries()) {
      for (let at = 0; at < bytes.length; at++) {
        const altered = proof.map((one) => Uint8Array.from(one));
        altered[part]?.set([(bytes[at] ?? 0) ^ 1], at);
        await expect(checkProof(root, PATH, altered)).rejects.toThrow(EditionError);
      }
    }
  });

  test('is refused cut short, with something left over, out of order or for another path', async () => {
    const proof = makeProof(store, root, PATH);
    const other = makeProof(store, root, '2026/11/23/story-78.html');
    for (let length = 0; length < proof.length; length++) {
      await expect(checkProof(root, PATH, proof.slice(0, length))).rejects.toThrow(EditionError);
    }
    await expect(checkProof(root, PATH, [...proof, proof[0] ?? new Uint8Array()])).rejects.toThrow(
      EditionError,
    );
    await expect(checkProof(root, PATH, proof.toReversed())).rejects.toThrow(EditionError);
    await expect(checkProof(root, PATH, other)).rejects.toThrow(EditionError);
    await expect(checkProof(new Uint8Array(32), PATH, proof)).rejects.toThrow(EditionError);
    await expect(checkProof(root, '../x', proof)).rejects.toThrow(EditionError);
  });

  test('a unit at the place of another is never taken for it, though every hash is right', async () => {
    const crooked = new MemoryStore();
    const bytes = encodeUnit({ key: '2026/11/23/story-78', files: [entryFor('2026/11/23/story-78.html')] });
    crooked.write(sha256(bytes), bytes);
    const record = recordOf(placeOf('2026/11/23/story-77', sha256), sha256(bytes));
    const add = sortRecords([record]);
    const wrong = updateTree(crooked, null, { remove: new Uint8Array(0), add });
    expect(await checkProof(wrong, PATH, makeProof(crooked, wrong, PATH))).toBeNull();
  });

  test('a leaf that stands where another belongs is refused, so that it cannot hide a file', async () => {
    const [top = new Uint8Array()] = makeProof(store, root, PATH);
    const branch = decodeNode(top);
    const children = branch.kind === 'branch' ? branch.children : [];
    const moved = encodeBranch(2_000, [...children.slice(1), children[0] ?? null]);
    const crooked = new MemoryStore();
    for (const bytes of [...store.objects.values(), moved]) crooked.write(sha256(bytes), bytes);
    const wrong = sha256(moved);
    await expect(checkProof(wrong, PATH, makeProof(crooked, wrong, PATH))).rejects.toThrow(EditionError);
  });

  test('stays small: four levels and a story', () => {
    const proof = makeProof(store, root, PATH);
    expect(proof.length).toBe(4);
    expect(proof.reduce((sum, part) => sum + part.length, 0)).toBeLessThan(2_000);
    expect(toHex(root)).toHaveLength(64);
  });
});
