import { describe, expect, test } from 'vitest';
import { signerOf } from './vectors/tuf/keys.ts';
import { Reader } from './vectors/tuf/reader.ts';
import { Repository } from './vectors/tuf/repository.ts';

/*
 * The cases of test_updater_key_rotations.py of the public tuf-conformance suite. Keys and signatures are numbers of
 * signers.
 */

type Version = { keys: number[]; threshold: number; sigs: number[] };
const version = (keys: number[], threshold: number, sigs: number[]): Version => ({ keys, threshold, sigs });

const FIVE = [0, 1, 2, 3, 4];
const OTHER_FIVE = [0, 1, 3, 4, 5];
const NEW_FIVE = [5, 6, 7, 8, 9];

const ROOTS: [string, Version[], 'ok' | 'unsigned'][] = [
  ['1-of-1 key rotation', [version([1], 1, [1]), version([2], 1, [2, 1]), version([2], 1, [2])], 'ok'],
  [
    '1-of-1 key rotation, unused signatures',
    [version([1], 1, [3, 1, 4]), version([2], 1, [3, 2, 1, 4]), version([2], 1, [3, 2, 4])],
    'ok',
  ],
  [
    '3-of-5 sign with different key combos',
    [
      version(FIVE, 3, [0, 2, 4]),
      version(FIVE, 3, [0, 4, 1]),
      version(FIVE, 3, [0, 1, 3]),
      version(FIVE, 3, [0, 1, 3]),
    ],
    'ok',
  ],
  ['3-of-5 one key rotated', [version(FIVE, 3, [0, 2, 4]), version(OTHER_FIVE, 3, [0, 4, 1])], 'ok'],
  [
    '3-of-5 one key rotated with intermediate step',
    [version(FIVE, 3, [0, 2, 4]), version(OTHER_FIVE, 3, [0, 2, 4, 5]), version(OTHER_FIVE, 3, [0, 4, 5])],
    'ok',
  ],
  [
    '3-of-5 all keys rotated with intermediate step',
    [version(FIVE, 3, [0, 2, 4]), version(NEW_FIVE, 3, [0, 2, 4, 5, 6, 7]), version(NEW_FIVE, 3, [5, 6, 7])],
    'ok',
  ],
  ['1-of-3 threshold increase to 2-of-3', [version([1, 2, 3], 1, [1]), version([1, 2, 3], 2, [1, 2])], 'ok'],
  [
    '2-of-3 threshold decrease to 1-of-3',
    [version([1, 2, 3], 2, [1, 2]), version([1, 2, 3], 1, [1, 2]), version([1, 2, 3], 1, [1])],
    'ok',
  ],
  ['1-of-2 threshold increase to 2-of-2', [version([1], 1, [1]), version([1, 2], 2, [1, 2])], 'ok'],
  [
    '1-of-1 key rotation fails, not signed with old key',
    [version([1], 1, [1]), version([2], 1, [2, 3, 4])],
    'unsigned',
  ],
  [
    '1-of-1 key rotation fails, not signed with new key',
    [version([1], 1, [1]), version([2], 1, [1, 3, 4])],
    'unsigned',
  ],
  [
    '3-of-5 one key rotate fails, not signed with 3 new keys',
    [version(FIVE, 3, [0, 2, 4]), version(OTHER_FIVE, 3, [0, 2, 4])],
    'unsigned',
  ],
  [
    '3-of-5 one key rotate fails, not signed with 3 old keys',
    [version(FIVE, 3, [0, 2, 4]), version(OTHER_FIVE, 3, [0, 4, 5])],
    'unsigned',
  ],
  [
    '1-of-3 threshold bump to 2-of-3 fails, new threshold not reached',
    [version([1, 2, 3], 1, [1]), version([1, 2, 3], 2, [2])],
    'unsigned',
  ],
  [
    '2-of-3 threshold decrease to 1-of-3 fails, old threshold not reached',
    [version([1, 2, 3], 2, [1, 2]), version([1, 2, 3], 1, [1])],
    'unsigned',
  ],
];

const OTHERS: [string, Version, 'ok' | 'unsigned'][] = [
  ['1-of-1 key rotation', version([2], 1, [2]), 'ok'],
  ['1-of-1 key rotation, unused signatures', version([1], 1, [3, 1, 4]), 'ok'],
  ['1-of-1 key rotation fails, not signed with new key', version([2], 1, [1, 3, 4]), 'unsigned'],
  [
    '3-of-5 one key signature wrong, not signed with 3 expected keys',
    version(OTHER_FIVE, 3, [0, 2, 4]),
    'unsigned',
  ],
  ['2-of-5 one key signature missing, threshold not reached', version(OTHER_FIVE, 3, [0, 4]), 'unsigned'],
  ['3-of-5 sign first combo', version(FIVE, 3, [0, 2, 4]), 'ok'],
  ['3-of-5 sign second combo', version(FIVE, 3, [0, 4, 1]), 'ok'],
  ['3-of-5 sign third combo', version(FIVE, 3, [0, 1, 3]), 'ok'],
  ['3-of-5 sign fourth combo', version(FIVE, 3, [1, 2, 3]), 'ok'],
  ['3-of-5 sign fifth combo', version(FIVE, 3, [2, 3, 4]), 'ok'],
];

async function setKeys(
  repository: Repository,
  role: 'root' | 'timestamp' | 'snapshot' | 'targets',
  { keys, threshold, sigs }: Version,
): Promise<void> {
  const signer = (number: number): ReturnType<typeof signerOf> => signerOf(100 + number);
  repository.clearKeys(role);
  repository.root.roles[role].threshold = threshold;
  for (const number of keys) repository.trustKey(role, await signer(number));
  repository.signers.set(role, await Promise.all(sigs.map(signer)));
}

describe('TUF: key rotations', () => {
  test.each(ROOTS)('root rotation: %s', async (_, versions, outcome) => {
    const repository = await Repository.open();
    repository.published.delete('root');
    for (const one of versions) {
      await setKeys(repository, 'root', one);
      await repository.publish('root');
    }
    await repository.publish('targets', 'snapshot', 'timestamp');
    const reader = Reader.of(repository);
    expect(await reader.refresh()).toBe(outcome);
    const last = repository.root.version - (outcome === 'ok' ? 0 : 1);
    expect(reader.store.files.get('root')).toEqual(repository.bytes('root', last));
  });

  for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
    test.each(OTHERS)(`non-root rotations: ${role}: %s`, async (_, one, outcome) => {
      const repository = await Repository.open();
      const reader = Reader.of(repository);
      await setKeys(repository, role, one);
      await repository.publish('root', 'targets', 'snapshot', 'timestamp');
      expect(await reader.refresh()).toBe(outcome);
      const kept = reader.store.files.get(role);
      if (outcome === 'ok') expect(kept).toEqual(repository.bytes(role));
      else expect(kept).toBe(undefined);
    });
  }

  test('the chain of roots is followed up to its limit, and on from there the next time', async () => {
    const repository = await Repository.open();
    for (let left = 9; left > 0; left--) await repository.publish('root');
    const reader = Reader.of(repository);
    reader.limits = { roots: 4 };
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('root')).toBe(5);
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('root')).toBe(9);
  });

  test('killed between removing the timestamp and writing the root, a reader recovers', async () => {
    const repository = await Repository.open();
    const reader = Reader.of(repository);
    expect(await reader.refresh()).toBe('ok');
    await repository.rotateKeys('timestamp');
    await repository.publish('root', 'timestamp');
    const write = reader.store.write.bind(reader.store);
    reader.store.write = async () => {
      throw new Error('The power went');
    };
    await expect(reader.refresh()).rejects.toThrow('The power went');
    expect(reader.trusted).toEqual(['root 1', 'targets 1']);
    reader.store.write = write;
    expect(await reader.refresh()).toBe('ok');
    expect(reader.trusted).toEqual(['root 2', 'snapshot 1', 'targets 1', 'timestamp 2']);
  });
});
