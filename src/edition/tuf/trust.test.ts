import { afterEach, describe, expect, test } from 'vitest';
import {
  encodeMetadata,
  keyId,
  openTrust,
  signerFromSeed,
  signMetadata,
  toHex,
  TufError,
  useFallback,
  verifyEd25519,
} from '#edition';
import type { Trust } from '#edition';
import { ecdsaSigner, rsaSigner, signerOf } from '../../../test/vectors/tuf/keys.ts';
import { edited, outcomeOf } from '../../../test/vectors/tuf/reader.ts';
import { afterDays, inDays, NOW, Repository } from '../../../test/vectors/tuf/repository.ts';

/* Signing, checking and the trusted set. Nothing here needs Node: the same file runs in browsers. */

afterEach(() => useFallback(false));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const open = (repository: Repository, expiry: 'strict' | 'report' = 'strict', now = NOW): Promise<Trust> =>
  openTrust({ root: repository.bytes('root', 1), now, expiry });

/** A repository with one role below the targets. */
async function withPress(): Promise<Repository> {
  const repository = await Repository.open();
  await repository.delegate('targets', { name: 'press', paths: ['edition/*'] });
  await repository.addTarget('press', 'edition/record', 'an edition');
  await repository.publish('press', 'targets', 'snapshot', 'timestamp');
  return repository;
}

async function takeAll(trust: Trust, repository: Repository): Promise<void> {
  await trust.timestamp(repository.bytes('timestamp'));
  await trust.snapshot(repository.bytes('snapshot'));
  await trust.targets(repository.bytes('targets'));
  await trust.delegated(repository.bytes('press'), 'press', 'targets');
}

describe.each([
  ['by the platform', false],
  ['in JavaScript', true],
])('the trusted set, Ed25519 %s', (_, fallback) => {
  test('takes a whole repository in order', async () => {
    useFallback(fallback);
    const repository = await withPress();
    const trust = await open(repository);
    await takeAll(trust, repository);
    expect(trust.trusted.root.version).toBe(1);
    expect(trust.trusted.timestamp?.version).toBe(2);
    expect(trust.trusted.snapshot?.version).toBe(2);
    expect([...trust.trusted.roles.keys()]).toEqual(['targets', 'press']);
    expect(trust.expired).toEqual([]);
  });

  test('what one way signs, the other accepts, byte for byte', async () => {
    useFallback(fallback);
    const signer = await signerOf(7);
    const signature = await signer.sign(utf8('message'));
    useFallback(!fallback);
    const other = await signerOf(7);
    expect(other.keyid).toBe(signer.keyid);
    expect(toHex(await other.sign(utf8('message')))).toBe(toHex(signature));
  });

  test('a forged signature is refused', async () => {
    useFallback(fallback);
    const repository = await withPress();
    const trust = await open(repository);
    const forged = edited(repository.bytes('timestamp'), ({ signatures: [signature] }) => {
      if (signature) signature.sig = signature.sig.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    });
    expect(await outcomeOf(trust.timestamp(forged))).toBe('unsigned');
    expect(await outcomeOf(trust.timestamp(repository.bytes('timestamp')))).toBe('ok');
  });
});

describe('the trusted set', () => {
  test.each([
    ['ECDSA', () => ecdsaSigner()],
    ['RSA-PSS', () => rsaSigner()],
  ])('takes a root that %s signed', async (_, make) => {
    const repository = await Repository.open();
    repository.clearKeys('root');
    repository.published.delete('root');
    await repository.addKey('root', await make());
    await repository.publish('root');
    expect((await open(repository)).trusted.root.keys).toHaveProperty(
      repository.root.roles.root.keyids[0] ?? '',
    );
  });

  test('refused metadata changes nothing', async () => {
    const repository = await withPress();
    const trust = await open(repository);
    await trust.timestamp(repository.bytes('timestamp'));
    const before = trust.trusted;
    for (const role of ['timestamp', 'targets', 'press', 'root'] as const) {
      expect(await outcomeOf(trust.snapshot(repository.bytes(role)))).toBe('wrong_type');
    }
    expect(trust.trusted).toEqual(before);
    await trust.snapshot(repository.bytes('snapshot'));
  });

  test('keeps to the order of the workflow', async () => {
    const repository = await withPress();
    const { published } = repository;
    const bytes = (role: string): Uint8Array => published.get(role)?.at(-1) ?? new Uint8Array(0);
    const trust = await open(repository);
    expect(await outcomeOf(trust.snapshot(bytes('snapshot')))).toBe('out_of_order');
    expect(await outcomeOf(trust.targets(bytes('targets')))).toBe('out_of_order');
    expect(await outcomeOf(trust.delegated(bytes('press'), 'press', 'targets'))).toBe('out_of_order');
    await trust.timestamp(bytes('timestamp'));
    await repository.publish('root');
    expect(await outcomeOf(trust.root(bytes('root')))).toBe('out_of_order');
    await trust.snapshot(bytes('snapshot'));
    expect(await outcomeOf(trust.timestamp(bytes('timestamp')))).toBe('out_of_order');
    await trust.targets(bytes('targets'));
    expect(await outcomeOf(trust.snapshot(bytes('snapshot')))).toBe('out_of_order');
    expect(await outcomeOf(trust.delegated(bytes('press'), 'other', 'targets'))).toBe('not_delegated');
    expect(await outcomeOf(trust.delegated(bytes('press'), 'press', 'press'))).toBe('out_of_order');
    await trust.delegated(bytes('press'), 'press', 'targets');
  });

  test.each(['root', 'timestamp', 'snapshot', 'targets', 'press'])(
    'under "report" an expired %s is taken and named, under "strict" it is refused',
    async (role) => {
      const repository = await withPress();
      const expires = inDays(-1);
      if (role === 'root') repository.root.expires = expires;
      else if (role === 'timestamp') repository.timestamp.expires = expires;
      else if (role === 'snapshot') repository.snapshot.expires = expires;
      else repository.role(role).expires = expires;
      await repository.publish('press', 'targets', 'snapshot', 'timestamp', 'root');
      for (const expiry of ['report', 'strict'] as const) {
        const trust = await open(repository, expiry);
        await trust.root(repository.bytes('root'));
        const taken = takeAll(trust, repository);
        if (expiry === 'strict') {
          await expect(taken).rejects.toMatchObject({ code: 'expired', role });
        } else {
          await taken;
          expect(trust.expired).toEqual([role]);
        }
      }
    },
  );

  test('"report" forgives nothing but time', async () => {
    const repository = await withPress();
    const [late, genuine] = [afterDays(1000), repository.bytes('timestamp')];
    const trust = await open(repository, 'report', late);
    expect(await trust.remember('timestamp', genuine)).toBe(true);
    repository.published.delete('timestamp');
    repository.timestamp.version = 1;
    await repository.publish('timestamp');
    expect(await outcomeOf(trust.timestamp(repository.bytes('timestamp')))).toBe('rollback');
    const forged = edited(genuine, ({ signed }) => (signed['version'] = 9));
    expect(await outcomeOf(trust.timestamp(forged))).toBe('unsigned');
    expect(await trust.timestamp(genuine)).toBe('same');
    const swapped = repository.bytes('snapshot', 1);
    expect(await outcomeOf(trust.snapshot(swapped))).toBe('rollback');
    await trust.snapshot(repository.bytes('snapshot'));
    expect(trust.expired).toEqual(['root', 'timestamp', 'snapshot']);
  });

  test('what was kept is compared with, and never believed by itself', async () => {
    const repository = await withPress();
    const trust = await open(repository);
    expect(await trust.remember('snapshot', repository.bytes('snapshot'))).toBe(true);
    expect(await trust.remember('timestamp', repository.bytes('timestamp'))).toBe(true);
    expect([trust.trusted.timestamp, trust.trusted.snapshot]).toEqual([null, null]);
    expect(await trust.remember('snapshot', repository.bytes('targets'))).toBe(false);
    expect(await trust.remember('timestamp', utf8('{}'))).toBe(false);
    expect(await outcomeOf(trust.targets(repository.bytes('targets')))).toBe('out_of_order');
  });

  test('a rotation of the timestamp or snapshot key makes what was kept of both void', async () => {
    const repository = await withPress();
    await repository.rotateKeys('snapshot');
    await repository.publish('root', 'snapshot', 'timestamp');
    const trust = await open(repository);
    expect(trust.rotated).toBe(false);
    await trust.root(repository.bytes('root'));
    expect(trust.rotated).toBe(true);
    expect(await trust.remember('timestamp', repository.bytes('timestamp'))).toBe(false);
    expect(await trust.timestamp(repository.bytes('timestamp'))).toBe('new');
  });

  test('a root is the next one or none', async () => {
    const repository = await Repository.open();
    await repository.publish('root');
    await repository.publish('root');
    const trust = await open(repository);
    expect(await outcomeOf(trust.root(repository.bytes('root', 3)))).toBe('wrong_version');
    expect(await outcomeOf(trust.root(repository.bytes('root', 1)))).toBe('rollback');
    await trust.root(repository.bytes('root', 2));
    expect((await trust.root(repository.bytes('root', 3))).version).toBe(3);
  });

  test.each([
    ['spec_version', '2.0.0', 'unsupported'],
    ['spec_version', 1, 'malformed'],
    ['version', 0, 'malformed'],
    ['version', 1.5, 'malformed'],
    ['version', '2', 'malformed'],
    ['expires', '2026-02-30T00:00:00Z', 'malformed'],
    ['expires', '2099-01-01T00:00:00+01:00', 'malformed'],
    ['expires', '2099-01-01', 'malformed'],
    ['_type', 'snapshot', 'wrong_type'],
    ['_type', undefined, 'malformed'],
    ['meta', {}, 'malformed'],
    ['meta', { 'snapshot.json': { version: 1 }, 'targets.json': { version: 1 } }, 'malformed'],
    ['meta', { 'snapshot.json': { version: 1, length: -1 } }, 'malformed'],
    ['meta', { 'snapshot.json': { version: 1, hashes: {} } }, 'malformed'],
    ['extra', '\ud800', 'malformed'],
    ['extra', 1.5, 'malformed'],
  ])('refuses a timestamp with %s %j', async (field, value, code) => {
    const repository = await Repository.open();
    const bytes = edited(repository.bytes('timestamp'), ({ signed }) => {
      if (value === undefined) delete signed[field];
      else signed[field] = value;
    });
    const trust = await open(repository);
    await expect(trust.timestamp(bytes)).rejects.toMatchObject({ name: 'TufError', code, role: 'timestamp' });
  });

  test.each([
    ['no threshold', { keyids: [], threshold: 0 }],
    ['a key twice', { keyids: ['a', 'a'], threshold: 1 }],
    ['no list of keys', { threshold: 1 }],
  ])('refuses a root whose role has %s', async (_, role) => {
    const repository = await Repository.open();
    const bytes = edited(repository.bytes('root'), ({ signed }) => {
      signed['roles'] = { ...repository.root.roles, targets: role };
    });
    expect(await outcomeOf(openTrust({ root: bytes, now: NOW }))).toBe('malformed');
  });

  test('a threshold of nothing cannot be asked for by an absent role', async () => {
    const repository = await Repository.open();
    const bytes = edited(repository.bytes('root'), ({ signed }) => {
      const { targets: _, ...others } = repository.root.roles;
      signed['roles'] = others;
    });
    expect(await outcomeOf(openTrust({ root: bytes, now: NOW }))).toBe('malformed');
  });
});

describe('signing', () => {
  test('keeps and signs fields that the specification does not know', async () => {
    const repository = await Repository.open();
    Object.assign(repository.timestamp, { 'x-note': { text: 'ü "quoted" \\ \n', list: [null, true, -7] } });
    await repository.publish('timestamp');
    const trust = await open(repository);
    await trust.timestamp(repository.bytes('timestamp'));
    expect(trust.trusted.timestamp).toMatchObject({ 'x-note': { list: [null, true, -7] } });
    const without = edited(repository.bytes('timestamp'), ({ signed }) => delete signed['x-note']);
    expect(await outcomeOf((await open(repository)).timestamp(without))).toBe('unsigned');
  });

  test('signatures made apart are one list', async () => {
    const repository = await Repository.open();
    const other = await repository.addKey('root');
    repository.root.roles.root.threshold = 2;
    const [first] = repository.signers.get('root') ?? [];
    if (!first) throw new Error('The root has no key');
    const here = await signMetadata(repository.root, [first]);
    const there = await signMetadata(repository.root, [other]);
    const root = encodeMetadata({ ...here, signatures: [...here.signatures, ...there.signatures] });
    expect(await outcomeOf(openTrust({ root, now: NOW }))).toBe('ok');
    expect(await outcomeOf(openTrust({ root: encodeMetadata(here), now: NOW }))).toBe('unsigned');
  });

  test('equal content has equal bytes, whatever the order of its fields', async () => {
    const signer = await signerOf(1);
    const one = await signMetadata({ b: 1, a: { d: 1, c: 2 } }, [signer]);
    const other = await signMetadata({ a: { c: 2, d: 1 }, b: 1 }, [signer]);
    expect(toHex(encodeMetadata(one))).toBe(toHex(encodeMetadata(other)));
  });

  test('refuses two signers of one key, and seeds of another length', async () => {
    const signer = await signerOf(1);
    expect(await outcomeOf(signMetadata({}, [signer, signer]))).toBe('malformed');
    expect(await outcomeOf(signerFromSeed(new Uint8Array(31)))).toBe('malformed');
  });

  test('one signature by itself', async () => {
    const signer = await signerOf(1);
    const key = Uint8Array.from(signer.key.keyval.public.match(/../g) ?? [], (digits) =>
      parseInt(digits, 16),
    );
    const signature = await signer.sign(utf8('message'));
    await verifyEd25519(key, utf8('message'), signature);
    await expect(verifyEd25519(key, utf8('massage'), signature)).rejects.toBeInstanceOf(TufError);
    await expect(verifyEd25519(key, utf8('message'), signature.subarray(1))).rejects.toMatchObject({
      code: 'bad_signature',
    });
    expect(await keyId(signer.key)).toBe(signer.keyid);
  });
});
