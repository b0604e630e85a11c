import { describe, expect, test } from 'vitest';
import type { Hashes } from '#edition';
import { hashOf } from './vectors/tuf/keys.ts';
import { Reader } from './vectors/tuf/reader.ts';
import { Repository } from './vectors/tuf/repository.ts';

/* The cases of test_file_download.py of the public tuf-conformance suite. */

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function setUp(): Promise<{ repository: Repository; reader: Reader; publish: () => Promise<void> }> {
  const repository = await Repository.open();
  const publish = (): Promise<void> => repository.publish('targets', 'snapshot', 'timestamp');
  return { repository, reader: Reader.of(repository), publish };
}

describe('TUF: target downloads', () => {
  test('client downloads expected file', async () => {
    const { repository, reader, publish } = await setUp();
    const bytes = await repository.addTarget('targets', 'target_file.txt', 'target file contents');
    await publish();
    expect(await reader.refresh()).toBe('ok');
    expect(repository.targetRequests).toEqual([]);
    expect(await reader.download('target_file.txt')).toBe('ok');
    expect([...reader.kept]).toEqual([['target_file.txt', bytes]]);
  });

  test('client downloads expected file in sub dir', async () => {
    const { repository, reader, publish } = await setUp();
    const path = 'path/to/a/target_file.txt';
    const bytes = await repository.addTarget('targets', path, 'target file contents');
    await publish();
    expect(await reader.download(path)).toBe('ok');
    expect(reader.kept.get(path)).toEqual(bytes);
    expect(repository.targetRequests).toEqual([
      `path/to/a/${await hashOf('SHA-256', bytes)}.target_file.txt`,
    ]);
  });

  test('repository substitutes target file', async () => {
    const { repository, reader, publish } = await setUp();
    const bytes = await repository.addTarget('targets', 'one.txt', 'target file contents');
    await repository.addTarget('targets', 'other.txt', 'content');
    await publish();
    expect(await reader.download('one.txt')).toBe('ok');
    const malicious = bytesOf('malicious data - should not download');
    repository.artifacts.set('one.txt', malicious);
    repository.artifacts.set('other.txt', malicious);
    expect(await reader.download('one.txt')).toBe('ok');
    expect(await reader.download('other.txt')).toBe('too_long');
    repository.artifacts.set('other.txt', bytesOf('cOntent'));
    expect(await reader.download('other.txt')).toBe('hash_mismatch');
    repository.artifacts.set('other.txt', bytesOf('con'));
    expect(await reader.download('other.txt')).toBe('length_mismatch');
    expect([...reader.kept]).toEqual([['one.txt', bytes]]);
  });

  test('multiple changes to target', async () => {
    const { repository, reader, publish } = await setUp();
    const path = 'target_file.txt';
    await repository.addTarget('targets', path, 'target file contents');
    await publish();
    expect(await reader.download(path)).toBe('ok');
    for (let round = 0; round < 11; round++) {
      const modified = await repository.addTarget('targets', path, `modified file contents ${round}`);
      const fresh = await repository.addTarget('targets', `new-${round}`, `new file contents ${round}`);
      await publish();
      // The reader sees every fifth version only.
      if (round % 5 !== 0) continue;
      expect(await reader.download(path, `new-${round}`)).toBe('ok');
      expect(reader.kept.get(path)).toEqual(modified);
      expect(reader.kept.get(`new-${round}`)).toEqual(fresh);
      repository.artifacts.set(path, bytesOf(`malicious contents ${round}`));
      await publish();
      expect(await reader.download(path)).toBe('ok');
      expect(reader.kept.get(path)).toEqual(modified);
    }
  });

  test.each([[['sha256']], [['sha512']], [['sha256', 'sha512']]])(
    'download with hash algorithms: %j',
    async (names) => {
      const { repository, reader, publish } = await setUp();
      const bytes = await repository.addTarget('targets', 'file.txt', 'target file contents');
      const all: Hashes = { sha256: await hashOf('SHA-256', bytes), sha512: await hashOf('SHA-512', bytes) };
      const hashes = Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
      repository.targets.targets['file.txt'] = { length: bytes.length, hashes };
      await publish();
      expect(await reader.download('file.txt')).toBe('ok');
      expect(repository.targetRequests).toEqual([`${hashes[names[0] ?? '']}.file.txt`]);
      expect(reader.kept.get('file.txt')).toEqual(bytes);
    },
  );

  test('every hash that is known must match', async () => {
    const { repository, reader, publish } = await setUp();
    const bytes = await repository.addTarget('targets', 'file.txt', 'target file contents');
    const hashes = { sha256: await hashOf('SHA-256', bytes), sha512: '0'.repeat(128) };
    repository.targets.targets['file.txt'] = { length: bytes.length, hashes };
    await publish();
    expect(await reader.download('file.txt')).toBe('hash_mismatch');
  });

  test.each([true, false])('download with unknown hash algorithm, consistent: %s', async (consistent) => {
    const { repository, reader, publish } = await setUp();
    repository.root.consistent_snapshot = consistent;
    await repository.publish('root');
    const bytes = await repository.addTarget('targets', 'file.txt', 'target file contents');
    const hashes = { 'unknown-hash': await hashOf('SHA-512', bytes) };
    repository.targets.targets['file.txt'] = { length: bytes.length, hashes };
    await publish();
    expect(await reader.download('file.txt')).toBe('unsupported');
    expect(reader.kept.size).toBe(0);
  });

  test('artifact cache: what is kept and still right is not fetched again', async () => {
    const { repository, reader, publish } = await setUp();
    await repository.addTarget('targets', 'file.txt', 'target file contents');
    await publish();
    expect(await reader.download('file.txt')).toBe('ok');
    expect(await reader.download('file.txt')).toBe('ok');
    expect(repository.targetRequests.length).toBe(1);
  });

  test('without consistent snapshots, no version and no hash is in any name', async () => {
    const repository = await Repository.open();
    repository.root.consistent_snapshot = false;
    await repository.addTarget('targets', 'a/file.txt', 'contents');
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    const reader = Reader.of(repository);
    expect(await reader.download('a/file.txt')).toBe('ok');
    expect(repository.requests).toEqual(['root 2', 'root 3', 'timestamp', 'snapshot', 'targets']);
    expect(repository.targetRequests).toEqual(['a/file.txt']);
  });

  test.each(['../file.txt', 'a/../file.txt', '/file.txt', 'a//b', './file.txt', ''])(
    'a target path that leads elsewhere is never fetched: %j',
    async (path) => {
      const { repository, reader, publish } = await setUp();
      await repository.addTarget('targets', path, 'contents');
      await publish();
      expect(await reader.download(path)).toBe('malformed');
      expect(repository.targetRequests).toEqual([]);
    },
  );
});
