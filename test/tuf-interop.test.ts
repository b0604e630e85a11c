import { constants, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as models from '@tufjs/models';
import { Updater } from 'tuf-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { downloadTarget, fetchFrom, findTarget, keyId, updateTrust } from '#edition';
import type { TufKey } from '#edition';
import { ecdsaSigner, hashOf } from './vectors/tuf/keys.ts';
import python from './vectors/tuf/python.json' with { type: 'json' };
import { MemoryMetadata, Reader } from './vectors/tuf/reader.ts';
import { Repository } from './vectors/tuf/repository.ts';
import { serve } from './vectors/tuf/server.ts';
import type { Server } from './vectors/tuf/server.ts';

/* With other implementations, over real HTTP: tuf-js (the one of the npm command line) both ways, and python-tuf. */

const FAR = '2099-12-31T00:00:00Z';
// tuf-js takes the time of the machine.
const now = Date.now();

let folder = '';
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longwave-tuf-'));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

/** Serves files by path under a real address. */
async function serveFiles(find: (path: string) => Promise<Uint8Array | null>): Promise<string> {
  const server = await serve(async (path, response) => {
    const bytes = await find(path);
    response.writeHead(bytes === null ? 404 : 200).end(bytes ?? '');
  });
  servers.push(server);
  return server.url;
}

const serveRepository = (repository: Repository): Promise<string> =>
  serveFiles(async (path) => {
    const [, place, rest = ''] = /^(metadata|targets)\/(.*)$/.exec(path) ?? [];
    return place === 'metadata' ? repository.fetch(rest, Infinity) : repository.fetchTarget(rest, Infinity);
  });

/** A tuf-js client with a folder of its own that holds this root. */
async function theirClient(base: string, root: Uint8Array): Promise<Updater> {
  const own = await mkdtemp(join(folder, 'client-'));
  await writeFile(join(own, 'root.json'), root);
  return new Updater({
    metadataDir: own,
    metadataBaseUrl: `${base}metadata`,
    targetDir: own,
    targetBaseUrl: `${base}targets`,
    config: { fetchRetries: 0 },
  });
}

/** Our client, with the files below an address: gives a target's bytes, or null. */
async function ours(base: string, root: Uint8Array, ...paths: string[]): Promise<(Uint8Array | null)[]> {
  const over = (place: string): ReturnType<typeof fetchFrom> =>
    fetchFrom({ base: base + place, fetch, signal: () => AbortSignal.timeout(10_000) });
  const store = new MemoryMetadata();
  const trust = await updateTrust({ root, now, fetch: over('metadata'), store });
  const all: (Uint8Array | null)[] = [];
  for (const path of paths) {
    const target = await findTarget({ trust, path, fetch: over('metadata'), store });
    all.push(target === null ? null : await downloadTarget({ trust, target, fetch: over('targets') }));
  }
  return all;
}

async function ourRepository(): Promise<Repository> {
  const repository = await Repository.open();
  for (const signed of [repository.root, repository.timestamp, repository.snapshot, repository.targets]) {
    signed.expires = FAR;
  }
  await repository.addKey('root', await ecdsaSigner());
  repository.root.roles.root.threshold = 2;
  repository.withHashes = true;
  Object.assign(repository.root, { 'x-custom': ['ü', { z: 1, a: null }, 'line\nbreak "and" \\'] });
  await repository.delegate('targets', { name: 'press', paths: ['edition/*'], terminating: true });
  repository.role('press').expires = FAR;
  await repository.addTarget('press', 'edition/record', 'an edition');
  await repository.addTarget('targets', 'top.txt', 'at the top');
  await repository.publish('press', 'targets', 'snapshot', 'timestamp', 'root');
  return repository;
}

describe('tuf-js reads what we sign', () => {
  test('all roles, a rotated root, a delegation and targets', async () => {
    const repository = await ourRepository();
    const base = await serveRepository(repository);
    const client = await theirClient(base, repository.bytes('root', 1));
    await client.refresh();
    for (const path of ['edition/record', 'top.txt']) {
      const target = await client.getTargetInfo(path);
      if (target === undefined) throw new Error(`tuf-js does not find "${path}"`);
      const file = await client.downloadTarget(target);
      expect(new Uint8Array(await readFile(file))).toEqual(repository.artifacts.get(path));
    }
    expect(await client.getTargetInfo('edition/other')).toBe(undefined);
  });

  test('hash bins without a list (TAP 15)', async () => {
    const repository = await ourRepository();
    const signer = await repository.newSigner();
    const start = (await hashOf('SHA-256', new TextEncoder().encode('a/file'))).slice(0, 2);
    const bin = `bin-${start}`;
    repository.targets.delegations = {
      keys: { [signer.keyid]: signer.key },
      succinct_roles: { keyids: [signer.keyid], threshold: 1, bit_length: 8, name_prefix: 'bin' },
    };
    repository.roles.set(bin, { ...repository.role('press'), version: 1, targets: {} });
    repository.signers.set(bin, [signer]);
    const bytes = await repository.addTarget(bin, 'a/file', 'in its bin');
    await repository.publish(bin, 'targets', 'snapshot', 'timestamp');
    const base = await serveRepository(repository);
    const client = await theirClient(base, repository.bytes('root', 1));
    const target = await client.getTargetInfo('a/file');
    expect(target?.length).toBe(bytes.length);
    expect(await ours(base, repository.bytes('root', 1), 'a/file')).toEqual([bytes]);
  });

  test('and refuses the same alterations', async () => {
    const repository = await ourRepository();
    const bytes = Uint8Array.from(repository.bytes('timestamp'));
    const at = new TextDecoder().decode(bytes).indexOf('"version":2') + '"version":'.length;
    bytes[at] = '3'.charCodeAt(0);
    repository.replace('timestamp', bytes);
    const base = await serveRepository(repository);
    await expect((await theirClient(base, repository.bytes('root', 1))).refresh()).rejects.toThrow(
      'timestamp was signed by 0/1 keys',
    );
    expect(await Reader.of(repository).refresh()).toBe('unsigned');
  });
});

describe('we read what @tufjs/models signs', () => {
  /** Their key objects, with the private halves. */
  async function theirKey(type: 'ed25519' | 'rsa'): Promise<{ key: models.Key; secret: KeyObject }> {
    const pair =
      type === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
    const key: TufKey =
      type === 'ed25519'
        ? { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: spki.subarray(-32).toString('hex') } }
        : {
            keytype: 'rsa',
            scheme: 'rsassa-pss-sha256',
            keyval: { public: String(pair.publicKey.export({ format: 'pem', type: 'spki' })) },
          };
    const json = { keytype: key.keytype, scheme: key.scheme, keyval: key.keyval };
    return { key: models.Key.fromJSON(await keyId(key), json), secret: pair.privateKey };
  }

  test('all roles, a delegation and targets', async () => {
    const ed = await theirKey('ed25519');
    const rsa = await theirKey('rsa');
    const signWith = (secret: KeyObject, keyID: string) => (data: Buffer) =>
      new models.Signature({
        keyID,
        sig: (secret.asymmetricKeyType === 'rsa'
          ? sign('sha256', data, { key: secret, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
          : sign(null, data, secret)
        ).toString('hex'),
      });
    const options = { version: 1, specVersion: '1.0.34', expires: FAR };
    const files = new Map<string, Uint8Array>();
    const publish = (
      name: string,
      metadata: {
        sign(signer: (data: Buffer) => models.Signature, append?: boolean): void;
        toJSON(): unknown;
      },
      ...keys: (typeof ed)[]
    ): void => {
      for (const { key, secret } of keys) metadata.sign(signWith(secret, key.keyID), true);
      files.set(name, new TextEncoder().encode(JSON.stringify(metadata.toJSON(), null, 2)));
    };
    const root = new models.Root({ ...options, consistentSnapshot: true });
    root.addKey(ed.key, 'root');
    root.addKey(rsa.key, 'root');
    for (const role of ['timestamp', 'targets']) root.addKey(ed.key, role);
    root.addKey(rsa.key, 'snapshot');
    publish('metadata/1.root.json', new models.Metadata(root), ed, rsa);
    const bytes = new TextEncoder().encode('by the delegated role');
    const sha256 = await hashOf('SHA-256', bytes);
    const press = new models.Targets(options);
    press.addTarget(
      new models.TargetFile({ path: 'edition/record', length: bytes.length, hashes: { sha256 } }),
    );
    publish('metadata/1.press.json', new models.Metadata(press), rsa);
    const targets = models.Targets.fromJSON({
      _type: 'targets',
      spec_version: '1.0.34',
      version: 1,
      expires: FAR,
      targets: {},
      delegations: {
        keys: { [rsa.key.keyID]: rsa.key.toJSON() },
        roles: [
          { name: 'press', keyids: [rsa.key.keyID], threshold: 1, terminating: true, paths: ['edition/*'] },
        ],
      },
    });
    publish('metadata/1.targets.json', new models.Metadata(targets), ed);
    const one = new models.MetaFile({ version: 1 });
    const snapshot = new models.Snapshot({ ...options, meta: { 'targets.json': one, 'press.json': one } });
    publish('metadata/1.snapshot.json', new models.Metadata(snapshot), rsa);
    const timestamp = new models.Timestamp({ ...options, snapshotMeta: one });
    publish('metadata/timestamp.json', new models.Metadata(timestamp), ed);
    files.set(`targets/edition/${sha256}.record`, bytes);
    const base = await serveFiles(async (path) => files.get(path) ?? null);
    const given = files.get('metadata/1.root.json') ?? new Uint8Array(0);
    expect(await ours(base, given, 'edition/record', 'edition/other')).toEqual([bytes, null]);
  });
});

describe('we read what python-tuf signs', () => {
  const texts = new Map<string, string>(Object.entries(python));
  const find = async (path: string): Promise<Uint8Array | null> => {
    const text = texts.get(decodeURIComponent(path));
    return text === undefined ? null : new TextEncoder().encode(text);
  };
  const target = (name: string): Uint8Array => {
    const path = [...texts.keys()].find((one) => one.startsWith('targets/') && one.endsWith(name));
    return new TextEncoder().encode(texts.get(path ?? ''));
  };

  test('static repository: three kinds of keys, fields of its own, an empty signature', async () => {
    const base = await serveFiles(find);
    const root = (await find('metadata/1.root.json')) ?? new Uint8Array(0);
    const got = await ours(base, root, 'delegatedrole/artifact.txt', 'top.txt', 'delegatedrole/none');
    expect(got).toEqual([target('artifact.txt'), target('top.txt'), null]);
    expect(got[0]?.length).toBeGreaterThan(0);
  });

  test('static repository: tuf-js agrees', async () => {
    const base = await serveFiles(find);
    const root = (await find('metadata/1.root.json')) ?? new Uint8Array(0);
    const client = await theirClient(base, root);
    const info = await client.getTargetInfo('delegatedrole/artifact.txt');
    expect(info?.length).toBe(target('artifact.txt').length);
  });
});
