import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  EMPTY_LOG,
  fromHex,
  inclusionProof,
  leafInput,
  logRoot,
  parentInput,
  parseNoteKey,
  printNoteKey,
  readCheckpoint,
  signCheckpoint,
  toHex,
} from '#edition';
import type { LogState } from '#edition';
import { openSeed } from './tuf/ed25519.ts';

const hash = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** MTH of RFC 6962, 2.1, word for word: another way to the same roots. */
function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return hash(new Uint8Array(0));
  if (entries.length === 1) return hash(leafInput(first));
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return hash(parentInput(treeHash(entries.slice(0, split)), treeHash(entries.slice(split))));
}

const entriesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => Uint8Array.of(at, at >> 8));
const stateOf = (entries: readonly Uint8Array[]): LogState =>
  entries.reduce((state, entry) => appendLeaf(state, hash(leafInput(entry)), hash), EMPTY_LOG);
const hashAt =
  (entries: readonly Uint8Array[]) =>
  (level: number, index: number): Uint8Array =>
    treeHash(entries.slice(index * 2 ** level, (index + 1) * 2 ** level));

describe('the log of editions', () => {
  test('has the roots that Certificate Transparency publishes for its test entries', () => {
    const entries = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    expect(toHex(logRoot(stateOf(entries.slice(0, 1).map(fromHex)), hash))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(toHex(logRoot(stateOf(entries.map(fromHex)), hash))).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    );
  });

  test('has the root of RFC 6962 at every size', () => {
    for (let size = 0; size <= 70; size++) {
      const entries = entriesOf(size);
      expect(toHex(logRoot(stateOf(entries), hash))).toBe(toHex(treeHash(entries)));
    }
  });

  test('proves every entry at every size, and refuses the proof for anything else', async () => {
    for (const size of [1, 2, 3, 5, 8, 13, 33]) {
      const entries = entriesOf(size);
      const root = treeHash(entries);
      for (const [index, entry] of entries.entries()) {
        const proof = inclusionProof(index, size, hashAt(entries), hash);
        await checkInclusion({ entry, index, size, root, proof });
        const wrongs = [
          { entry: Uint8Array.of(9, 9), index, size, root, proof },
          { entry, index: index + 1, size, root, proof },
          { entry, index, size, root: hash(root), proof },
          { entry, index, size, root, proof: [...proof, root] },
          ...(proof.length > 0 ? [{ entry, index, size, root, proof: proof.slice(1) }] : []),
        ];
        for (const wrong of wrongs) {
          await expect(checkInclusion(wrong)).rejects.toMatchObject({ code: 'wrong_proof' });
        }
      }
    }
  });

  test('proves that it only grew, and refuses a log whose past was changed', async () => {
    for (let size = 1; size <= 17; size++) {
      const entries = entriesOf(size);
      const after = { size, root: treeHash(entries) };
      for (let first = 0; first <= size; first++) {
        const before = { size: first, root: treeHash(entries.slice(0, first)) };
        const proof = consistencyProof(first, size, hashAt(entries), hash);
        await checkConsistency({ before, after, proof });
        if (first === 0) continue;
        const other = { size: first, root: treeHash([...entries.slice(0, first - 1), Uint8Array.of(7, 7)]) };
        await expect(checkConsistency({ before: other, after, proof })).rejects.toMatchObject({
          code: 'wrong_proof',
        });
        const longer = { before, after, proof: [...proof, after.root] };
        await expect(checkConsistency(longer)).rejects.toMatchObject({ code: 'wrong_proof' });
        if (first === size) continue;
        const backwards = { before: after, after: before, proof };
        await expect(checkConsistency(backwards)).rejects.toMatchObject({ code: 'wrong_proof' });
      }
    }
  });
});

describe('checkpoints', () => {
  const signed = async (seed: number, origin = 'paper.example/log') => {
    const signer = { name: 'paper.example/log', ...(await openSeed(new Uint8Array(32).fill(seed))) };
    const state = stateOf(entriesOf(5));
    const checkpoint = { origin, size: state.size, root: logRoot(state, hash), extensions: [] };
    return { signer, checkpoint, bytes: await signCheckpoint(checkpoint, signer) };
  };

  test('are read back, also with the lines of witnesses below', async () => {
    const { signer, checkpoint, bytes } = await signed(1);
    expect(await readCheckpoint(bytes, signer)).toEqual(checkpoint);
    const witness = `\u2014 witness.example ${Buffer.from('cosignature/v1').toString('base64')}\n`;
    expect(await readCheckpoint(new Uint8Array([...bytes, ...Buffer.from(witness)]), signer)).toEqual(
      checkpoint,
    );
  });

  test('are refused with any byte changed, and under another key', async () => {
    const { signer, bytes } = await signed(1);
    for (const [at, byte] of bytes.entries()) {
      const altered = bytes.slice();
      altered[at] = byte ^ 1;
      await expect(readCheckpoint(altered, signer), `byte ${at}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:malformed|bad_signature)$/),
      });
    }
    await expect(readCheckpoint(bytes, (await signed(2)).signer)).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });

  test('keys are printed and read back, and refused where a letter is wrong', async () => {
    const { signer } = await signed(1);
    const text = await printNoteKey(signer);
    expect(await parseNoteKey(text)).toEqual({ name: signer.name, publicKey: signer.publicKey });
    await expect(parseNoteKey(text.replace('paper', 'pader'))).rejects.toMatchObject({ code: 'malformed' });
  });

  test('noise is refused and nothing else happens', async () => {
    const { signer } = await signed(1);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        await expect(readCheckpoint(noise, signer)).rejects.toHaveProperty('name', 'EditionError');
      }),
      { numRuns: 200 },
    );
  });
});
