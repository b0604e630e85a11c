import { describe, expect, test } from 'vitest';
import { Reader } from './vectors/tuf/reader.ts';
import { Repository } from './vectors/tuf/repository.ts';

/* The cases of test_rollback.py of the public tuf-conformance suite. */

async function setUp(): Promise<{ repository: Repository; reader: Reader }> {
  const repository = await Repository.open();
  return { repository, reader: Reader.of(repository) };
}

async function withDelegation(): Promise<{ repository: Repository; reader: Reader }> {
  const { repository, reader } = await setUp();
  await repository.delegate('targets', { name: 'delegated', paths: ['delegatedpath/*'] });
  await repository.publish('delegated');
  return { repository, reader };
}

describe('TUF: rollback', () => {
  test('new timestamp version rollback', async () => {
    const { repository, reader } = await setUp();
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('timestamp')).toBe(2);
    repository.published.delete('timestamp');
    repository.timestamp.version = 1;
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('rollback');
    expect(reader.version('timestamp')).toBe(2);
    expect(repository.requests.at(-1)).toBe('timestamp');
  });

  test.each([false, true])('snapshot rollback, hashes: %s', async (withHashes) => {
    const { repository, reader } = await setUp();
    repository.withHashes = withHashes;
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.published.delete('snapshot');
    repository.snapshot.version = 1;
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('rollback');
    expect([reader.version('timestamp'), reader.version('snapshot')]).toEqual([2, 2]);
    expect(repository.requests.at(-1)).toBe('timestamp');
  });

  test('targets role removal', async () => {
    const { repository, reader } = await withDelegation();
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    delete repository.snapshot.meta['delegated.json'];
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('rollback');
    expect(reader.version('snapshot')).toBe(2);
  });

  test('targets fast forward recovery', async () => {
    const { repository, reader } = await withDelegation();
    repository.targets.version = 99;
    await repository.publish('targets');
    repository.published.set(
      'targets',
      Array.from({ length: 100 }, () => repository.bytes('targets')),
    );
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('targets')).toBe(100);
    await repository.rotateKeys('snapshot');
    repository.published.delete('targets');
    repository.targets.version = 1;
    delete repository.snapshot.meta['delegated.json'];
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('targets')).toBe(1);
  });

  test('new snapshot fast forward recovery', async () => {
    const { repository, reader } = await setUp();
    for (let left = 99; left > 0; left--) await repository.publish('snapshot');
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('snapshot')).toBe(100);
    await repository.rotateKeys('snapshot');
    await repository.rotateKeys('timestamp');
    repository.published.delete('snapshot');
    repository.snapshot.version = 1;
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('snapshot')).toBe(1);
  });

  test('new timestamp fast forward recovery', async () => {
    const { repository, reader } = await setUp();
    for (let left = 99; left > 0; left--) await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('timestamp')).toBe(100);
    await repository.rotateKeys('timestamp');
    repository.published.delete('timestamp');
    repository.timestamp.version = 1;
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('timestamp')).toBe(1);
  });

  test('without a rotation, a fast-forwarded timestamp stays in the way', async () => {
    const { repository, reader } = await setUp();
    for (let left = 99; left > 0; left--) await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.published.delete('timestamp');
    repository.timestamp.version = 1;
    // One more key takes nothing back.
    await repository.addKey('timestamp');
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('rollback');
    expect([reader.version('root'), reader.version('timestamp')]).toEqual([2, 100]);
  });

  test.each([false, true])('targets rollback, hashes: %s', async (withHashes) => {
    const { repository, reader } = await setUp();
    repository.withHashes = withHashes;
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.published.delete('targets');
    repository.targets.version = 1;
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('rollback');
    expect([reader.version('snapshot'), reader.version('targets')]).toEqual([2, 2]);
  });
});
