import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeUnit,
  EditionError,
  KEY_BYTES,
  LEAF_UNITS,
  placeOf,
  RECORD_BYTES,
  sortRecords,
  toHex,
  unitsAt,
  updateTree,
  walkTree,
} from '#edition';
import { entryFor, MemoryStore, recordsFor, sha256, treeOf } from '../../test/vectors/edition/memory.ts';

const NONE = new Uint8Array(0);
const page = (number: number): string => `page-${number}.html`;

/** Every record of a tree, as text. */
const all = (store: MemoryStore, root: Uint8Array): string[] =>
  [...walkTree(store, root)].flatMap((records) =>
    Array.from({ length: records.length / RECORD_BYTES }, (_, at) =>
      toHex(records.subarray(at * RECORD_BYTES, (at + 1) * RECORD_BYTES)),
    ),
  );

describe('tree', () => {
  test('equal files give an equal root, whatever the order and the history', () => {
    const step = fc.record({ remove: fc.boolean(), page: fc.nat(150), version: fc.nat(2) });
    const history = fc.array(fc.array(step, { maxLength: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(history, (commits) => {
        const store = new MemoryStore();
        const state = new Map<string, number>();
        let root: Uint8Array | null = null;
        for (const steps of commits) {
          const before = new Map(state);
          for (const one of steps) {
            if (one.remove) state.delete(page(one.page));
            else state.set(page(one.page), one.version);
          }
          root = updateTree(store, root, difference(store, before, state));
        }
        root ??= treeOf(store, []);
        const files = [...state].reverse().map(([path, version]) => entryFor(path, version));
        const fresh = new MemoryStore();
        expect(toHex(root)).toBe(toHex(treeOf(fresh, files)));
        const expected = sortRecords(recordsFor(fresh, files));
        expect(all(store, root).join('')).toBe(toHex(expected));
      }),
      { numRuns: 150 },
    );
  });

  test('splits above the limit of a leaf and joins at it', () => {
    const store = new MemoryStore();
    const files = Array.from({ length: LEAF_UNITS + 1 }, (_, at) => entryFor(page(at)));
    const leaf = treeOf(store, files.slice(1));
    const branch = treeOf(store, files);
    expect(store.read(leaf)[0]).toBe(0xa1);
    expect(store.read(branch)[0]).toBe(0xb1);
    const back = updateTree(store, branch, {
      remove: sortRecords(recordsFor(store, files.slice(0, 1))),
      add: NONE,
    });
    expect(toHex(back)).toBe(toHex(leaf));
  });

  test('the empty tree is one empty leaf, and removing everything comes back to it', () => {
    const store = new MemoryStore();
    const empty = treeOf(store, []);
    expect([...store.read(empty)]).toEqual([0xa1, 0]);
    const files = Array.from({ length: 500 }, (_, at) => entryFor(page(at)));
    const root = treeOf(store, files);
    const gone = updateTree(store, root, { remove: sortRecords(recordsFor(store, files)), add: NONE });
    expect(toHex(gone)).toBe(toHex(empty));
  });

  test('one story more touches as many nodes as the tree is deep', () => {
    for (const [size, deepest] of [
      [1_000, 4],
      [20_000, 5],
    ] as const) {
      const store = new MemoryStore();
      const root = treeOf(
        store,
        Array.from({ length: size }, (_, at) => entryFor(page(at))),
      );
      const add = sortRecords(
        recordsFor(store, [entryFor('2026/11/23/new.html'), entryFor('text/2026/11/23/new.html')]),
      );
      expect(add.length).toBe(RECORD_BYTES);
      store.reads = 0;
      store.writes = 0;
      updateTree(store, root, { remove: NONE, add });
      expect(store.reads).toBeLessThanOrEqual(deepest);
      // A leaf that was full may have been split in up to sixteen.
      expect(store.writes).toBeLessThanOrEqual(deepest + 16);
    }
  });

  test('finds each unit and no other', () => {
    const store = new MemoryStore();
    const files = Array.from({ length: 3_000 }, (_, at) => entryFor(page(at)));
    const root = treeOf(store, files);
    for (const file of files.slice(0, 200)) {
      const [unit] = unitsAt(store, root, placeOf(file.path, sha256));
      expect(decodeUnit(store.read(unit ?? NONE)).files).toEqual([file]);
    }
    expect(unitsAt(store, root, placeOf('nowhere.html', sha256))).toEqual([]);
  });

  test('refuses to take out what is not there', () => {
    const store = new MemoryStore();
    const root = treeOf(store, [entryFor('a.html')]);
    const remove = sortRecords(recordsFor(store, [entryFor('b.html')]));
    expect(() => updateTree(store, root, { remove, add: NONE })).toThrow(EditionError);
  });

  test('units whose keys begin alike stand side by side', () => {
    const store = new MemoryStore();
    const place = new Uint8Array(KEY_BYTES).fill(7);
    const add = sortRecords(
      [1, 2, 3].map((fill) => {
        const record = new Uint8Array(RECORD_BYTES).fill(fill);
        record.set(place);
        return record;
      }),
    );
    const root = updateTree(store, null, { remove: NONE, add });
    expect(unitsAt(store, root, place).length).toBe(3);
  });
});

function difference(store: MemoryStore, before: Map<string, number>, after: Map<string, number>) {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  const records = (state: Map<string, number>): Uint8Array =>
    sortRecords(
      recordsFor(
        store,
        changed.filter((path) => state.has(path)).map((path) => entryFor(path, state.get(path))),
      ),
    );
  return { remove: records(before), add: records(after) };
}
