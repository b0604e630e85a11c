import { describe, expect, test } from 'vitest';
import { fetchFrom, updateTrust } from '#edition';
import { edited, MemoryMetadata, outcomeOf, Reader } from '../../../test/vectors/tuf/reader.ts';
import { afterDays, NOW, Repository } from '../../../test/vectors/tuf/repository.ts';

describe('an update', () => {
  test('begins with the given root where the store has none, and keeps it', async () => {
    const repository = await Repository.open();
    await repository.publish('root');
    const store = new MemoryMetadata();
    const { fetch } = repository;
    expect(await outcomeOf(updateTrust({ now: NOW, fetch, store }))).toBe('missing');
    expect(repository.requests).toEqual([]);
    const trust = await updateTrust({ root: repository.bytes('root', 1), now: NOW, fetch, store });
    expect(trust.trusted.root.version).toBe(2);
    expect(store.files.get('root')).toEqual(repository.bytes('root', 2));
    expect(await outcomeOf(updateTrust({ now: NOW, fetch, store }))).toBe('ok');
  });

  test('a given root does not take back what the store has learnt since', async () => {
    const repository = await Repository.open();
    const [old] = repository.signers.get('timestamp') ?? [];
    const reader = Reader.of(repository);
    await repository.rotateKeys('timestamp');
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    // A mirror that hides the new root and lets the old key sign.
    repository.published.set('root', [repository.bytes('root', 1)]);
    repository.signers.set('timestamp', old === undefined ? [] : [old]);
    await repository.publish('timestamp');
    const { fetch } = repository;
    const given = repository.bytes('root', 1);
    expect(await outcomeOf(updateTrust({ root: given, now: NOW, fetch, store: reader.store }))).toBe(
      'unsigned',
    );
  });

  test.each(['root', 'timestamp', 'snapshot', 'targets'])(
    'a damaged %s in the store is got anew',
    async (role) => {
      const repository = await Repository.open();
      const reader = Reader.of(repository);
      await repository.publish('root');
      expect(await reader.refresh()).toBe('ok');
      const { store, fetch } = reader;
      for (const damage of [
        new Uint8Array(0),
        edited(repository.bytes(role), ({ signatures }) => signatures.pop()),
      ]) {
        store.files.set(role, damage);
        const root = repository.bytes('root', 1);
        expect(await outcomeOf(updateTrust({ root, now: NOW, fetch, store }))).toBe('ok');
        expect(store.files.get(role)).toEqual(repository.bytes(role));
      }
    },
  );

  test('where nothing is new, asks for the next root and the timestamp alone', async () => {
    const repository = await Repository.open();
    const reader = Reader.of(repository);
    expect(await reader.refresh()).toBe('ok');
    repository.requests = [];
    expect(await reader.refresh()).toBe('ok');
    expect(repository.requests).toEqual(['root 2', 'timestamp']);
  });

  test('under "report" goes on with what is expired, and names it', async () => {
    const repository = await Repository.open();
    const reader = Reader.of(repository);
    reader.expiry = 'report';
    const trust = await reader.update(afterDays(1000));
    expect(trust.expired).toEqual(['root', 'timestamp', 'snapshot', 'targets']);
    expect(reader.trusted).toEqual(['root 1', 'snapshot 1', 'targets 1', 'timestamp 1']);
    reader.expiry = 'strict';
    expect(await reader.refresh(afterDays(1000))).toBe('expired');
    expect((await reader.update()).expired).toEqual([]);
  });

  test('the length that a role names is the limit of the one below', async () => {
    const repository = await Repository.open();
    repository.withHashes = true;
    await repository.publish('targets', 'snapshot', 'timestamp');
    const limits: Record<string, number> = {};
    const fetch = (path: string, maxLength: number): Promise<Uint8Array | null> => {
      limits[path] = maxLength;
      return repository.fetch(path, maxLength);
    };
    const root = repository.bytes('root', 1);
    await updateTrust({ root, now: NOW, fetch, store: new MemoryMetadata(), limits: { root: 7000 } });
    expect(limits).toEqual({
      '2.root.json': 7000,
      'timestamp.json': 16_384,
      '2.snapshot.json': repository.bytes('snapshot').length,
      '2.targets.json': repository.bytes('targets').length,
    });
  });
});

describe('a fetch over HTTP', () => {
  const answering = (answer: () => Response): { asked: string[]; fetch: ReturnType<typeof fetchFrom> } => {
    const asked: string[] = [];
    const signal = (): AbortSignal => new AbortController().signal;
    const fetch = fetchFrom({
      base: 'https://paper.example/edition',
      signal,
      fetch: async (url) => {
        asked.push(url);
        return answer();
      },
    });
    return { asked, fetch };
  };

  test('joins addresses and gives the bytes', async () => {
    const { asked, fetch } = answering(() => new Response('abc'));
    expect(await fetch('a/b.json', 3)).toEqual(new TextEncoder().encode('abc'));
    expect(asked).toEqual(['https://paper.example/edition/a/b.json']);
    expect(await answering(() => new Response(null)).fetch('empty', 0)).toEqual(new Uint8Array(0));
  });

  test.each([404, 403])('%d means that there is no such file', async (status) => {
    expect(await answering(() => new Response('no', { status })).fetch('a', 3)).toBe(null);
  });

  test.each([500, 451, 206, 304, 204])('%d is no answer of a repository', async (status) => {
    const body = status === 304 || status === 204 ? null : 'x';
    const answer = answering(() => new Response(body, { status })).fetch('a', 3);
    await expect(answer).rejects.toMatchObject({ name: 'TufError', code: 'unreachable' });
  });

  test('stops at the limit and lets the rest go', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => void (cancelled = true),
    });
    const { fetch } = answering(() => new Response(endless));
    await expect(fetch('a', 2500)).rejects.toMatchObject({ code: 'too_long' });
    expect(cancelled).toBe(true);
  });
});
