import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { encodeMetadata, fetchFrom, signMetadata, TufError, updateTrust } from '#edition';
import { signerOf } from './vectors/tuf/keys.ts';
import { edited, MemoryMetadata, outcomeOf, Reader } from './vectors/tuf/reader.ts';
import { afterDays, inDays, NOW, Repository } from './vectors/tuf/repository.ts';
import { serve } from './vectors/tuf/server.ts';
import type { Server } from './vectors/tuf/server.ts';

/* The attacks that the specification of TUF lists in 1.5.2, by their names there. */

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function setUp(): Promise<{ repository: Repository; reader: Reader }> {
  const repository = await Repository.open();
  await repository.addTarget('targets', 'edition.json', 'the genuine edition');
  await repository.publish('targets', 'snapshot', 'timestamp');
  const reader = Reader.of(repository);
  expect(await reader.download('edition.json')).toBe('ok');
  return { repository, reader };
}

const ALL = ['targets', 'snapshot', 'timestamp'] as const;

describe('TUF attacks', () => {
  test('arbitrary software: a repository signed by keys that nobody delegated to', async () => {
    const { repository, reader } = await setUp();
    const forger = await signerOf(666);
    for (const role of ALL) repository.signers.set(role, [forger]);
    await repository.addTarget('targets', 'edition.json', 'a forged edition');
    await repository.publish(...ALL);
    expect(await reader.download('edition.json')).toBe('unsigned');
    // Also for a reader who has seen nothing yet, and with a root that names the forger.
    expect(await Reader.of(repository).refresh()).toBe('unsigned');
    for (const role of ALL) {
      repository.clearKeys(role);
      await repository.addKey(role, forger);
    }
    repository.signers.set('root', [forger]);
    await repository.publish('root');
    expect(await reader.refresh()).toBe('unsigned');
    expect(reader.version('root')).toBe(1);
  });

  test('arbitrary software: another file under the name of a target', async () => {
    const { repository } = await setUp();
    const reader = Reader.of(repository);
    repository.artifacts.set('edition.json', new TextEncoder().encode('the genuinE edition'));
    expect(await reader.download('edition.json')).toBe('hash_mismatch');
    expect(reader.kept.size).toBe(0);
  });

  test.each(['timestamp', 'snapshot', 'targets', 'root'])('endless data: a 10 GB %s', async (role) => {
    const { repository } = await setUp();
    const tenGigabytes = 10 * 1024 ** 3;
    const chunk = Buffer.alloc(64 * 1024, '{');
    let sent = 0;
    const server = await serve(async (path, response) => {
      const isAttacked = path.endsWith(`${role}.json`);
      const bytes = isAttacked ? null : await repository.fetch(path, Infinity);
      if (!isAttacked) return void response.writeHead(bytes === null ? 404 : 200).end(bytes ?? '');
      const endless = function* (): Generator<Buffer> {
        for (; sent < tenGigabytes; sent += chunk.length) yield chunk;
      };
      // It ends with the connection, which the reader closes.
      await pipeline(endless, response.writeHead(200)).catch(() => undefined);
    });
    servers.push(server);
    const fetchOver = fetchFrom({ base: server.url, fetch, signal: () => AbortSignal.timeout(20_000) });
    const store = new MemoryMetadata();
    const limits = { snapshot: 50_000, targets: 50_000 };
    const root = repository.bytes('root', 1);
    const update = updateTrust({ root, now: NOW, fetch: fetchOver, store, limits });
    await expect(update).rejects.toMatchObject({ name: 'TufError', code: 'too_long', role });
    // What lies in the buffers of both ends, and no more.
    expect(sent).toBeLessThan(32 * 1024 ** 2);
    expect(store.files.has(role)).toBe(role === 'root');
  });

  test('endless data: a target longer than its metadata says', async () => {
    const { repository } = await setUp();
    const reader = Reader.of(repository);
    repository.artifacts.set('edition.json', new TextEncoder().encode('the genuine edition, and more'));
    expect(await reader.download('edition.json')).toBe('too_long');
  });

  test('endless data: a fetch that ignores the limit', async () => {
    const { repository, reader } = await setUp();
    repository.replace('timestamp', new Uint8Array(20_000).fill(0x20));
    expect(await reader.refresh()).toBe('too_long');
  });

  test('extraneous dependencies: a role vouches for nothing outside its paths', async () => {
    const { repository, reader } = await setUp();
    await repository.delegate('targets', { name: 'press', paths: ['edition/*'] });
    await repository.addTarget('press', 'edition/1', 'in its place');
    await repository.addTarget('press', 'worker.js', 'an addition that nobody asked for');
    await repository.addTarget('press', 'edition/../worker.js', 'by a detour');
    await repository.publish('press', ...ALL);
    expect(await reader.download('edition/1')).toBe('ok');
    expect(await reader.download('worker.js')).toBe('no target');
    expect(await reader.download('edition/../worker.js')).toBe('no target');
  });

  test('fast-forward: versions raised as far as they go, and the recovery by new keys', async () => {
    const { repository, reader } = await setUp();
    repository.timestamp.version = Number.MAX_SAFE_INTEGER - 1;
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('timestamp')).toBe(Number.MAX_SAFE_INTEGER);
    repository.published.delete('timestamp');
    repository.timestamp.version = 3;
    await repository.publish('timestamp');
    expect(await reader.refresh()).toBe('rollback');
    await repository.rotateKeys('timestamp');
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('timestamp')).toBe(4);
  });

  test('indefinite freeze: the same metadata is served until it expires, and no longer', async () => {
    const { repository, reader } = await setUp();
    expect(await reader.refresh(afterDays(29))).toBe('ok');
    // Exactly at its date it is over: "MUST be higher than the fixed update start time".
    expect(await reader.refresh(afterDays(30))).toBe('expired');
    for (const signed of [repository.root, repository.timestamp]) signed.expires = inDays(90);
    await repository.publish('root', 'timestamp');
    // A fresh timestamp does not make an old snapshot fresh.
    expect(await reader.refresh(afterDays(31))).toBe('expired');
  });

  test('malicious mirrors: one that lies does not keep a reader from the next', async () => {
    const { repository, reader } = await setUp();
    await repository.addTarget('targets', 'edition.json', 'the next edition');
    await repository.publish(...ALL);
    const genuine = reader.store;
    const lies: ((path: string) => Uint8Array | null)[] = [
      () => null,
      () => new TextEncoder().encode('<!doctype html><title>This site is blocked</title>'),
      () => new Uint8Array(0),
      () => Uint8Array.of(0xff, 0xfe, 0x00),
      () => new TextEncoder().encode('['.repeat(16_000)),
      () => new TextEncoder().encode(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`),
      () => repository.bytes('targets'),
    ];
    for (const lie of lies) {
      const outcome = await outcomeOf(
        updateTrust({ now: NOW, fetch: async (path) => lie(path), store: genuine }),
      );
      expect(['missing', 'malformed', 'wrong_type']).toContain(outcome);
    }
    const failing = updateTrust({
      now: NOW,
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
      store: genuine,
    });
    await expect(failing).rejects.toMatchObject({ code: 'unreachable', cause: { name: 'TypeError' } });
    expect(await reader.download('edition.json')).toBe('ok');
    expect(reader.kept.get('edition.json')).toEqual(repository.artifacts.get('edition.json'));
  });

  test('mix-and-match: parts of different editions are never shown together', async () => {
    const { repository, reader } = await setUp();
    const old = { snapshot: repository.bytes('snapshot'), targets: repository.bytes('targets') };
    await repository.addTarget('targets', 'edition.json', 'the next edition');
    await repository.publish(...ALL);
    const genuine = { snapshot: repository.bytes('snapshot'), targets: repository.bytes('targets') };
    repository.replace('targets', old.targets);
    expect(await reader.refresh()).toBe('rollback');
    repository.replace('targets', genuine.targets);
    repository.replace('snapshot', old.snapshot);
    expect(await Reader.of(repository).refresh()).toBe('rollback');
    repository.replace('snapshot', genuine.snapshot);
    expect(await reader.refresh()).toBe('ok');
  });

  test('mix-and-match: two files of one version, both signed, are told apart by their hashes', async () => {
    const { repository, reader } = await setUp();
    repository.withHashes = true;
    await repository.publish(...ALL);
    const { signed } = await signMetadata(structuredClone(repository.targets), []);
    signed.targets = {};
    const signers = repository.signers.get('targets') ?? [];
    repository.replace('targets', encodeMetadata(await signMetadata(signed, signers)));
    expect(['hash_mismatch', 'length_mismatch']).toContain(await reader.refresh());
  });

  test('rollback: the whole repository as it was before', async () => {
    const { repository, reader } = await setUp();
    const before = new Map([...repository.published].map(([role, versions]) => [role, [...versions]]));
    await repository.publish(...ALL);
    expect(await reader.refresh()).toBe('ok');
    for (const [role, versions] of before) repository.published.set(role, versions);
    expect(await reader.refresh()).toBe('rollback');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 3', 'targets 3', 'timestamp 3']);
  });

  test('rollback: the root as it was before', async () => {
    const { repository, reader } = await setUp();
    await repository.publish('root');
    expect(await reader.refresh()).toBe('ok');
    const first = repository.bytes('root', 1);
    repository.published.set('root', [first, first, first]);
    expect(await reader.refresh()).toBe('rollback');
    expect(reader.version('root')).toBe(2);
  });

  test('slow retrieval: an answer that never ends is given up when the signal says so', async () => {
    const { repository } = await setUp();
    const patience = new AbortController();
    const server = await serve(async (path, response) => {
      if (path !== 'timestamp.json') {
        const bytes = await repository.fetch(path, Infinity);
        return void response.writeHead(bytes === null ? 404 : 200).end(bytes ?? '');
      }
      // One byte, then silence: the test's patience ends only after the reader has begun to read.
      response.writeHead(200);
      response.write('{', () => patience.abort(new DOMException('Too slow', 'TimeoutError')));
    });
    servers.push(server);
    const store = new MemoryMetadata();
    const update = updateTrust({
      root: repository.bytes('root', 1),
      now: NOW,
      fetch: fetchFrom({ base: server.url, fetch, signal: () => patience.signal }),
      store,
    });
    await expect(update).rejects.toMatchObject({
      code: 'unreachable',
      role: 'timestamp',
      cause: { name: 'TimeoutError' },
    });
    expect([...store.files.keys()]).toEqual(['root']);
  });

  test('vulnerability to key compromise: fewer stolen keys than the threshold sign nothing', async () => {
    const { repository, reader } = await setUp();
    for (let left = 2; left > 0; left--) await repository.addKey('targets');
    repository.root.roles.targets.threshold = 2;
    await repository.publish('root', ...ALL);
    expect(await reader.refresh()).toBe('ok');
    const all = repository.signers.get('targets') ?? [];
    repository.signers.set('targets', all.slice(0, 1));
    await repository.addTarget('targets', 'edition.json', 'signed by one thief');
    await repository.publish(...ALL);
    expect(await reader.download('edition.json')).toBe('unsigned');
  });

  test('vulnerability to key compromise: a stolen online key signs no other role', async () => {
    const { repository, reader } = await setUp();
    const [stolen] = repository.signers.get('timestamp') ?? [];
    if (!stolen) throw new Error('The timestamp has no key');
    for (const role of ['snapshot', 'targets', 'root']) {
      const before = repository.signers.get(role) ?? [];
      repository.signers.set(role, [stolen]);
      await repository.publish(...(role === 'root' ? ['root'] : ALL));
      expect(await reader.refresh()).toBe('unsigned');
      repository.signers.set(role, before);
    }
  });

  test('vulnerability to key compromise: a revoked key signs nothing any more', async () => {
    const { repository, reader } = await setUp();
    const thief = repository.signers.get('targets') ?? [];
    await repository.rotateKeys('targets');
    await repository.publish('root', ...ALL);
    expect(await reader.refresh()).toBe('ok');
    repository.signers.set('targets', thief);
    await repository.publish(...ALL);
    expect(await reader.refresh()).toBe('unsigned');
  });

  test('wrong software installation: a genuine file in the place of another', async () => {
    const { repository } = await setUp();
    await repository.addTarget('targets', 'first.json', 'content one');
    await repository.addTarget('targets', 'other.json', 'content two');
    await repository.publish(...ALL);
    const other = repository.artifacts.get('other.json');
    if (other) repository.artifacts.set('first.json', other);
    expect(await Reader.of(repository).download('first.json')).toBe('hash_mismatch');
  });

  test('wrong software installation: the metadata of one role in the place of another', async () => {
    const { repository, reader } = await setUp();
    await repository.delegate('targets', { name: 'a', paths: ['a/*'] });
    await repository.delegate('targets', { name: 'b', paths: ['b/*'] });
    await repository.addTarget('b', 'a/file', 'signed by b');
    await repository.publish('a', 'b', ...ALL);
    repository.replace('a', repository.bytes('b'));
    expect(await reader.download('a/file')).toBe('unsigned');
  });

  test('after every refusal, the next honest update succeeds', async () => {
    const { repository, reader } = await setUp();
    for (const role of ['root', ...ALL]) {
      await repository.publish('root', ...ALL);
      const genuine = repository.bytes(role);
      const forged = edited(genuine, ({ signed }) => Object.assign(signed, { forged: true }));
      repository.replace(role, forged);
      expect(await reader.refresh()).toBe('unsigned');
      repository.replace(role, genuine);
      expect(await reader.refresh()).toBe('ok');
    }
  });

  test('errors are of one class, with a code, a role and what to do next', async () => {
    const { repository, reader } = await setUp();
    repository.published.delete('timestamp');
    const error = await reader.update().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TufError);
    expect(error).toMatchObject({ code: 'missing', role: 'timestamp' });
    expect(error).toHaveProperty('message', 'The repository has no "timestamp.json"; try a mirror');
  });
});
