import { describe, expect, test } from 'vitest';
import { Reader } from './vectors/tuf/reader.ts';
import { afterDays, inDays, Repository } from './vectors/tuf/repository.ts';

/* The cases of test_expiration.py of the public tuf-conformance suite. */

async function setUp(): Promise<{ repository: Repository; reader: Reader }> {
  const repository = await Repository.open();
  return { repository, reader: Reader.of(repository) };
}

describe('TUF: expiration', () => {
  test('root expired', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    await repository.publish('root');
    expect(await reader.refresh()).toBe('ok');
    repository.root.expires = inDays(-1);
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    repository.requests = [];
    expect(await reader.refresh()).toBe('expired');
    expect(reader.trusted).toEqual(['root 3', 'snapshot 1', 'targets 1', 'timestamp 1']);
    expect(repository.requests).toEqual(['root 3', 'root 4']);
  });

  test('timestamp expired', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    repository.timestamp.expires = inDays(-5);
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('expired');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 1', 'targets 1', 'timestamp 1']);
  });

  test('snapshot expired', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    repository.snapshot.expires = inDays(-5);
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('expired');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 1', 'targets 1', 'timestamp 2']);
  });

  test('targets expired', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    repository.targets.expires = inDays(-5);
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('expired');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 2', 'targets 1', 'timestamp 2']);
  });

  test('expired local root', async () => {
    const { repository, reader } = await setUp();
    repository.root.expires = inDays(7);
    await repository.publish('root');
    expect(await reader.refresh()).toBe('ok');
    repository.root.expires = inDays(21);
    await repository.publish('root');
    expect(await reader.refresh(afterDays(18))).toBe('ok');
    expect(reader.version('root')).toBe(3);
  });

  test('expired local timestamp', async () => {
    const { repository, reader } = await setUp();
    repository.timestamp.expires = inDays(7);
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.timestamp.expires = inDays(21);
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh(afterDays(18))).toBe('ok');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 2', 'targets 2', 'timestamp 3']);
  });

  test('an expired local timestamp still stands against a rollback', async () => {
    const { repository, reader } = await setUp();
    repository.timestamp.expires = inDays(7);
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.published.delete('timestamp');
    repository.timestamp.version = 1;
    repository.timestamp.expires = inDays(21);
    await repository.publish('timestamp');
    expect(await reader.refresh(afterDays(18))).toBe('rollback');
  });
});
