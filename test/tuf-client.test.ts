import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Repository } from './vectors/tuf/repository.ts';
import { serve } from './vectors/tuf/server.ts';
import type { Server } from './vectors/tuf/server.ts';

/* The command line that the public tuf-conformance suite drives (its CLIENT-CLI.md), as it drives it. */

const CLIENT = join(import.meta.dirname, 'tuf-conformance-client');
const FAR = '2099-12-31T00:00:00Z';

let folder = '';
let server: Server;
let repository: Repository;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longwave-tuf-client-'));
  repository = await Repository.open();
  // The client takes the time of the machine.
  for (const role of [repository.root, repository.timestamp, repository.snapshot, repository.targets]) {
    role.expires = FAR;
  }
  await repository.addTarget('targets', 'a/file.txt', 'contents');
  await repository.publish('targets', 'snapshot', 'timestamp', 'root');
  server = await serve(async (path, response) => {
    const [, place, rest = ''] = /^(metadata|targets)\/(.*)$/.exec(path) ?? [];
    const fetch = place === 'metadata' ? repository.fetch : repository.fetchTarget;
    const bytes = await fetch(rest, Infinity);
    response.writeHead(bytes === null ? 404 : 200).end(bytes ?? '');
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Exit status and what it says on its error stream. */
const run = (...args: string[]): Promise<{ status: number; says: string }> =>
  new Promise((done) => {
    execFile(CLIENT, ['--metadata-dir', join(folder, 'metadata'), ...args], (error, _, says) => {
      done({ status: error === null ? 0 : Number(error.code), says });
    });
  });

const download = (...names: string[]): ReturnType<typeof run> =>
  run(
    '--metadata-url',
    `${server.url}metadata`,
    '--target-base-url',
    `${server.url}targets/`,
    '--target-dir',
    join(folder, 'targets'),
    ...names.flatMap((name) => ['--target-name', name]),
    'download',
  );

test('init, refresh and download by the command line', async () => {
  const given = join(folder, 'root.json');
  await writeFile(given, repository.bytes('root', 1));
  expect(await run('init', given)).toEqual({ status: 0, says: '' });
  expect(repository.requests).toEqual([]);

  expect(await run('--metadata-url', `${server.url}metadata/`, 'refresh')).toEqual({ status: 0, says: '' });
  const files = await readdir(join(folder, 'metadata'));
  expect(files.sort()).toEqual(['root.json', 'snapshot.json', 'targets.json', 'timestamp.json']);
  const root = new Uint8Array(await readFile(join(folder, 'metadata', 'root.json')));
  expect(root).toEqual(repository.bytes('root', 2));

  expect(await download('a/file.txt')).toEqual({ status: 0, says: '' });
  expect(await readFile(join(folder, 'targets', 'a%2Ffile.txt'), 'utf8')).toBe('contents');
  expect(await download('a/file.txt', 'none')).toMatchObject({ status: 1 });
  expect(repository.targetRequests.length).toBe(1);

  repository.signers.set('timestamp', []);
  await repository.publish('timestamp');
  expect(await download('a/file.txt')).toEqual({
    status: 1,
    says: 'unsigned: The timestamp metadata has 0 of the 1 signatures it needs\n',
  });
});
