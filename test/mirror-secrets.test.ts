import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSampleNewsroom, SAMPLE_MS } from './command.ts';
import { longwave } from './here.ts';

/* Secrets of mirrors in the file under a passphrase. */

const PASSPHRASE = 'canary lantern harbour slate';
const SECRET = 'canary-secret-key-0419';
const LONG = 120_000;

describe('the file of secrets', () => {
  let data: { path: string; remove(): void };
  let plain: Record<string, string>;
  let settings: Record<string, string>;
  let file: string;
  let server: Server;
  /** Whom each request was signed by. */
  const signed: string[] = [];

  beforeAll(async () => {
    data = await newSampleNewsroom();
    plain = { LONGWAVE_DATA: data.path };
    settings = { ...plain, LONGWAVE_MIRRORS_PASSPHRASE: PASSPHRASE };
    file = join(`${data.path}.keys`, 'mirrors.json');
    server = createServer((request, response) => {
      signed.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      response.writeHead(403).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  }, SAMPLE_MS);
  afterAll(() => {
    server.close();
    data.remove();
  });

  const keep = (name: string, value: string, passphrase = PASSPHRASE) =>
    longwave(
      ['mirror', 'secret', 'bucket', name],
      { ...plain, LONGWAVE_MIRRORS_PASSPHRASE: passphrase },
      `${value}\n`,
    );
  const add = (with_: Record<string, string>) => {
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/papers/`;
    return longwave(['mirror', 'add', 'bucket', target, '--address', 'https://b.example/'], with_);
  };

  it(
    'keeps them sealed and for its owner alone, and opens them for who has the passphrase',
    async () => {
      for (const [name, value] of [
        ['ACCESS_KEY', 'harbour-key'],
        ['SECRET_KEY', SECRET],
      ] as const)
        expect(await keep(name, value)).toMatchObject({ status: 0, stderr: '' });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(join(file, '..')).mode & 0o077).toBe(0);
      for (const path of filesIn(data.path, `${data.path}.keys`))
        expect(/canary/.test(readFileSync(path, 'latin1')), path).toBe(false);
      const added = await add(settings);
      // The server lets nobody in, but it was asked with the key that was kept.
      expect([added.status, added.stderr]).toEqual([1, expect.stringContaining('The bucket "papers"')]);
      expect(added.stdout + added.stderr).not.toContain('canary');
      expect(signed).toContain('harbour-key');
    },
    LONG,
  );

  it(
    'is not opened by another passphrase, which changes nothing in it either',
    async () => {
      const before = readFileSync(file, 'utf8');
      const asked = signed.length;
      const wrong = { ...plain, LONGWAVE_MIRRORS_PASSPHRASE: 'canary lantern harbour' };
      for (const ran of [await add(wrong), await keep('SESSION_TOKEN', 'x', 'canary lantern harbour')]) {
        expect([ran.status, ran.stderr]).toEqual([
          1,
          expect.stringContaining('LONGWAVE_MIRRORS_PASSPHRASE is not the passphrase'),
        ]);
        expect(ran.stdout + ran.stderr).not.toContain('canary');
      }
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect(signed).toHaveLength(asked);
    },
    LONG,
  );

  it(
    'is refused once a sign of it was altered, or when it is none',
    async () => {
      const before = readFileSync(file, 'utf8');
      const { secrets } = JSON.parse(before) as { secrets: string };
      const flipped = `${secrets.startsWith('0') ? '1' : '0'}${secrets.slice(1)}`;
      const altered: [string, string][] = [
        [before.replace(secrets, flipped), 'is not the passphrase'],
        [before.slice(0, -20), 'is damaged or of a later Longwave'],
        [before.replace('"format": 1', '"format": 2'), 'is damaged or of a later Longwave'],
      ];
      for (const [text, said] of altered) {
        expect(text).not.toBe(before);
        writeFileSync(file, text);
        const ran = await add(settings);
        expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining(said)]);
      }
      writeFileSync(file, before);
    },
    LONG,
  );

  it(
    'is not used while others on the machine can read it',
    async () => {
      chmodSync(file, 0o644);
      const asked = signed.length;
      const open = await add(settings);
      expect([open.status, open.stderr]).toEqual([
        1,
        expect.stringContaining('Others on this machine can read'),
      ]);
      expect(signed).toHaveLength(asked);
      chmodSync(file, 0o600);
      const removed = await longwave(['mirror', 'secret', 'bucket', '--remove'], settings);
      expect(removed).toMatchObject({ status: 0 });
      expect((await add(settings)).stderr).toContain('needs ACCESS_KEY and SECRET_KEY');
    },
    LONG,
  );

  it(
    'hinders no mirror that needs no secret',
    async () => {
      const target = join(data.path, 'out', 'stick');
      mkdirSync(target, { recursive: true });
      writeFileSync(file, 'nothing');
      const added = await longwave(
        ['mirror', 'add', 'stick', target, '--address', 'https://stick.example/'],
        settings,
      );
      expect([added.status, added.stderr]).toEqual([0, '']);
    },
    LONG,
  );
});

const filesIn = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name)),
  );
