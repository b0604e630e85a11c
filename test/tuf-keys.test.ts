import { describe, expect, test } from 'vitest';
import { keyId, toHex } from '#edition';
import type { Signer } from '#edition';
import { ecdsaSigner, rsaSigner, signerOf } from './vectors/tuf/keys.ts';
import { edited, Reader } from './vectors/tuf/reader.ts';
import { Repository } from './vectors/tuf/repository.ts';

/* The cases of test_keys.py and test_quoting_issues.py of the public tuf-conformance suite. */

async function setUp(): Promise<{ repository: Repository; reader: Reader }> {
  const repository = await Repository.open();
  return { repository, reader: Reader.of(repository) };
}

/** A signature of the right shape that is not over this message. */
const otherSignature = async (signer: Signer): Promise<string> => toHex(await signer.sign(Uint8Array.of(1)));

describe('TUF: keys and thresholds', () => {
  test('snapshot does not meet threshold', async () => {
    const { repository, reader } = await setUp();
    repository.root.roles.snapshot.threshold = 3;
    for (let left = 2; left > 0; left--) await repository.addKey('snapshot');
    await repository.publish('root', 'targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.signers.get('snapshot')?.pop();
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('unsigned');
    expect(reader.version('snapshot')).toBe(2);
  });

  test('snapshot has too few keys', async () => {
    const { repository, reader } = await setUp();
    for (let left = 4; left > 0; left--) await repository.addKey('snapshot');
    repository.root.roles.snapshot.threshold = 6;
    await repository.publish('root', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('unsigned');
    expect([reader.version('root'), reader.version('snapshot')]).toEqual([2, null]);
  });

  test('duplicate keys', async () => {
    const { repository, reader } = await setUp();
    const signer = await repository.newSigner();
    for (let left = 9; left > 0; left--) repository.trustKey('snapshot', signer);
    repository.signers.set('snapshot', [signer]);
    repository.root.roles.snapshot.threshold = 6;
    await repository.publish('root', 'snapshot', 'timestamp');
    expect(await reader.refresh()).toBe('malformed');
    expect(reader.version('snapshot')).toBe(null);
  });

  test('one key under several names counts once', async () => {
    const { repository, reader } = await setUp();
    const signer = await repository.newSigner();
    for (const remark of ['one', 'two', 'three']) {
      const key = { ...signer.key, remark };
      await repository.addKey('snapshot', { ...signer, key, keyid: await keyId(key) });
    }
    repository.root.roles.snapshot.threshold = 3;
    await repository.publish('root', 'snapshot', 'timestamp');
    // The role's first key and this one make two, not four.
    expect(await reader.refresh()).toBe('unsigned');
    expect(reader.version('snapshot')).toBe(null);
  });

  test('a key under a wrong name', async () => {
    const { repository, reader } = await setUp();
    const signer = await repository.newSigner();
    await repository.addKey('snapshot', { ...signer, keyid: 'ab'.repeat(32) });
    await repository.publish('root');
    expect(await reader.refresh()).toBe('malformed');
    expect(reader.trusted).toEqual(['root 1']);
  });

  test('duplicate sig keyids', async () => {
    const { repository, reader } = await setUp();
    const bytes = edited(repository.bytes('snapshot'), ({ signatures }) => signatures.push(...signatures));
    repository.replace('snapshot', bytes);
    expect(await reader.refresh()).toBe('malformed');
    expect(reader.version('snapshot')).toBe(null);
  });

  test.each([
    ['rsa/rsassa-pss-sha256', () => rsaSigner()],
    ['ecdsa/ecdsa-sha2-nistp256', () => ecdsaSigner()],
    ['ed25519/ed25519', () => signerOf(1000)],
  ])('keytype and scheme: %s', async (_, open) => {
    const { repository, reader } = await setUp();
    const signer = await open();
    await repository.addKey('root', signer);
    repository.root.roles.root.threshold += 1;
    await repository.publish('root');
    expect(await reader.refresh()).toBe('ok');
    expect(reader.version('root')).toBe(2);
    await repository.publish('root');
    const wrong = await otherSignature(signer);
    const bytes = edited(repository.bytes('root'), ({ signatures }) => {
      for (const signature of signatures) if (signature.keyid === signer.keyid) signature.sig = wrong;
    });
    repository.replace('root', bytes);
    expect(await reader.refresh()).toBe('unsigned');
    expect(reader.version('root')).toBe(2);
  });

  test('an RSA key of less than 2048 bits never counts', async () => {
    const { repository, reader } = await setUp();
    await repository.addKey('root', await rsaSigner(1024));
    repository.root.roles.root.threshold += 1;
    await repository.publish('root');
    expect(await reader.refresh()).toBe('unsigned');
  });

  test('keys of an unknown type, or that cannot be read, do not count and do no harm', async () => {
    const { repository, reader } = await setUp();
    for (const key of [
      { keytype: 'dilithium', scheme: 'dilithium', keyval: { public: 'ab' } },
      { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: 'not hexadecimal' } },
      { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: 'no PEM' } },
      {
        keytype: 'rsa',
        scheme: 'rsassa-pss-sha256',
        keyval: { public: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n' },
      },
    ]) {
      await repository.addKey('timestamp', {
        key,
        keyid: await keyId(key),
        sign: async () => Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1),
      });
    }
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('ok');
    repository.root.roles.timestamp.threshold = 2;
    await repository.publish('root', 'timestamp');
    expect(await reader.refresh()).toBe('unsigned');
  });

  test('invalid sig in valid metadata', async () => {
    const { repository, reader } = await setUp();
    const [first] = repository.signers.get('timestamp') ?? [];
    await repository.addKey('timestamp');
    await repository.publish('root', 'timestamp');
    for (const sig of ['ab'.repeat(64), '', 'no hexadecimal at all']) {
      const bytes = edited(repository.bytes('timestamp'), ({ signatures }) => {
        for (const signature of signatures) if (signature.keyid === first?.keyid) signature.sig = sig;
      });
      repository.replace('timestamp', bytes);
      expect(await reader.refresh()).toBe('ok');
      expect(reader.store.files.get('timestamp')).toEqual(bytes);
      await repository.publish('timestamp');
    }
  });
});

describe('TUF: names of roles in addresses and in the store', () => {
  test.each(['?', '#', '/delegatedrole', '../delegatedrole', '__proto__', 'constructor'])(
    'unusual role name: %s',
    async (role) => {
      const { repository, reader } = await setUp();
      await repository.delegate('targets', { name: role });
      await repository.publish(role, 'targets', 'snapshot', 'timestamp');
      expect(await reader.download('nonexistent target')).toBe('no target');
      expect(repository.requests).toContain(`${encodeURIComponent(role)} 1`);
      expect(reader.store.files.size).toBe(5);
    },
  );

  test.each(['root', 'timestamp', 'snapshot', 'targets', ''])('no delegation to "%s"', async (role) => {
    const { repository, reader } = await setUp();
    const signer = await repository.newSigner();
    repository.targets.delegations = {
      keys: { [signer.keyid]: signer.key },
      roles: [{ name: role, keyids: [signer.keyid], threshold: 1, terminating: false, paths: ['*'] }],
    };
    await repository.publish('targets', 'snapshot', 'timestamp');
    expect(await reader.download('anything')).toBe('malformed');
    expect(reader.trusted).toEqual(['root 1', 'snapshot 2', 'timestamp 2']);
  });

  test.each(['constructor', '__proto__', 'toString'])('a target named "%s" is not there', async (path) => {
    const { reader } = await setUp();
    expect(await reader.download(path)).toBe('no target');
  });
});
