import { describe, expect, test } from 'vitest';
import { encodeMetadata, keyId, signMetadata } from '#edition';
import type { Signer, TufKey } from '#edition';
import { edited, Reader } from './vectors/tuf/reader.ts';
import { afterDays, inDays, Repository } from './vectors/tuf/repository.ts';

/* The cases of test_basic.py of the public tuf-conformance suite. */

/** A signer whose key has more fields, and the name that follows from them. */
async function withFields(signer: Signer, fields: Record<string, unknown>): Promise<Signer> {
  const key: TufKey = { ...signer.key, ...fields };
  return { ...signer, key, keyid: await keyId(key) };
}

async function setUp(): Promise<{ repository: Repository; reader: Reader }> {
  const repository = await Repository.open();
  return { repository, reader: Reader.of(repository) };
}

const FIRST_REQUESTS = ['root 2', 'timestamp', 'snapshot 1', 'targets 1'];
const TOP = ['root', 'timestamp', 'snapshot', 'targets'];

describe('TUF: the basics', () => {
  test('basic refresh requests', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    expect(repository.requests).toEqual(FIRST_REQUESTS);
  });

  test('basic refresh trusted data', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    for (const role of TOP) expect(reader.store.files.get(role)).toEqual(repository.bytes(role));
  });

  test('implicit refresh: a download updates first', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.download('nonexistent artifact')).toBe('no target');
    expect(repository.requests).toEqual(FIRST_REQUESTS);
    for (const role of TOP) expect(reader.store.files.get(role)).toEqual(repository.bytes(role));
  });

  test('invalid initial root', async () => {
    const { repository } = await setUp();
    const root = edited(repository.bytes('root'), ({ signed }) => delete signed['version']);
    expect(await new Reader(repository, root).refresh()).toBe('malformed');
    expect(repository.requests).toEqual([]);
  });

  test('unsigned initial root', async () => {
    const { repository } = await setUp();
    const root = edited(repository.bytes('root'), ({ signatures }) => {
      for (const signature of signatures) signature.sig = 'ab'.repeat(64);
    });
    expect(await new Reader(repository, root).refresh()).toBe('unsigned');
    expect(repository.requests).toEqual([]);
  });

  test.each([
    ['root', ['root 1']],
    ['timestamp', ['root 2']],
    ['snapshot', ['root 2', 'timestamp 2']],
    ['targets', ['root 2', 'snapshot 2', 'timestamp 2']],
  ])('unsigned metadata: %s', async (role, trusted) => {
    const { repository, reader } = await setUp();
    repository.signers.get(role)?.pop();
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('unsigned');
    expect(reader.trusted).toEqual(trusted);
  });

  test.each([
    ['root', ['root 1']],
    ['snapshot', ['root 2', 'timestamp 2']],
    ['targets', ['root 2', 'snapshot 2', 'timestamp 2']],
  ])('URL and metadata version mismatch: %s', async (role, trusted) => {
    const { repository, reader } = await setUp();
    if (role === 'root') repository.root.version += 1;
    else if (role === 'snapshot') repository.snapshot.version += 1;
    else repository.targets.version += 1;
    await repository.publish('targets');
    // The role above keeps naming the version that the address has.
    const name = (above: Record<string, { version: number }>, file: string): void => {
      const entry = above[file];
      if (entry !== undefined) entry.version = 2;
    };
    name(repository.snapshot.meta, 'targets.json');
    await repository.publish('snapshot');
    name(repository.timestamp.meta, 'snapshot.json');
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('wrong_version');
    expect(reader.trusted).toEqual(trusted);
  });

  test('timestamp content changes without a new version', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    const kept = reader.store.files.get('timestamp');
    repository.timestamp.meta['snapshot.json'].version = 100;
    repository.published.delete('timestamp');
    await repository.publish('timestamp');
    expect(repository.timestamp.version).toBe(1);
    expect(await reader.refresh()).toBe('ok');
    expect(repository.requests.at(-1)).toBe('timestamp');
    expect(reader.store.files.get('timestamp')).toBe(kept);
  });

  test('basic metadata hash support', async () => {
    const { repository, reader } = await setUp();
    repository.withHashes = true;
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(repository.snapshot.meta['targets.json']?.hashes).toBeDefined();
  });

  test('targets hash mismatch', async () => {
    const { repository, reader } = await setUp();
    repository.withHashes = true;
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    await repository.publish('targets');
    const file = repository.snapshot.meta['targets.json'];
    if (file) file.hashes = { sha256: '0'.repeat(64) };
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('hash_mismatch');
    expect([reader.version('snapshot'), reader.version('targets')]).toEqual([3, 2]);
  });

  test('snapshot hash mismatch', async () => {
    const { repository, reader } = await setUp();
    repository.withHashes = true;
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    await repository.publish('snapshot');
    repository.timestamp.meta['snapshot.json'].hashes = { sha256: '0'.repeat(64) };
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('hash_mismatch');
    expect([reader.version('snapshot'), reader.version('timestamp')]).toEqual([2, 3]);
  });

  test('metadata bytes match: kept as they came', async () => {
    const { repository, reader } = await setUp();
    const bytes = Uint8Array.of(...repository.bytes('timestamp'), 0x20);
    repository.replace('timestamp', bytes);
    expect(await reader.refresh()).toBe('ok');
    expect(reader.store.files.get('timestamp')).toEqual(bytes);
  });

  test('custom fields', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    const signer = await withFields(await repository.newSigner(), { 'extra-field': { a: 1, b: 2 } });
    await repository.addKey('root', signer);
    Object.assign(repository.root, { 'custom-field': 'value' });
    Object.assign(repository.root.roles.root, { 'another-field': 'value' });
    // Both signatures are needed, so the key's own field counts too.
    repository.root.roles.root.threshold = 2;
    await repository.publish('root');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('root')).toBe(2);
  });

  test('deprecated keyid hash algorithms', async () => {
    const { repository, reader } = await setUp();
    repository.clearKeys('snapshot');
    const signer = await withFields(await repository.newSigner(), { keyid_hash_algorithms: 'md5' });
    await repository.addKey('snapshot', signer);
    await repository.publish('root', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect([reader.version('root'), reader.version('snapshot')]).toEqual([2, 2]);
  });

  test('snapshot 404', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    repository.timestamp.meta['snapshot.json'].version += 1;
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('missing');
    expect(repository.requests.at(-1)).toBe('snapshot 2');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 1', 'targets 1', 'timestamp 2']);
  });

  test('targets 404', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    repository.snapshot.meta['targets.json'] = { version: 2 };
    await repository.publish('snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('missing');
    expect(repository.requests.at(-1)).toBe('targets 2');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 2', 'targets 1', 'timestamp 2']);
  });

  test('timestamp 404', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh()).toBe('ok');
    repository.published.delete('timestamp');
    expect(await reader.refresh()).toBe('missing');
    expect(repository.requests.at(-1)).toBe('timestamp');
  });

  test('incorrect metadata type', async () => {
    const { repository, reader } = await setUp();
    const [timestampSigner] = repository.signers.get('timestamp') ?? [];
    await repository.addKey('snapshot', timestampSigner);
    await repository.publish('root');
    // In order and signed as a timestamp would be, but for its type.
    const disguised = { ...repository.snapshot, version: 2, meta: { 'snapshot.json': { version: 1 } } };
    const signed = await signMetadata(disguised, repository.signers.get('snapshot') ?? []);
    repository.replace('timestamp', encodeMetadata(signed));
    expect(await reader.refresh()).toBe('wrong_type');
    expect(reader.trusted).toEqual(['root 2']);
  });

  test('faketime: the time of the update is a parameter', async () => {
    const { repository, reader } = await setUp();
    repository.root.expires = inDays(7);
    await repository.publish('root');
    expect(await reader.refresh()).toBe('ok');
    expect(await reader.refresh(afterDays(8))).toBe('expired');
  });
});
