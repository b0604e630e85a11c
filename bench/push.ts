/*
 * What one story more costs at a mirror: requests and bytes of a push over S3, beside `rclone sync` of the same
 * edition as a folder, and the files that a push writes to a folder. How long a push plans on this machine, from the
 * whole tree and from what differs between two editions.
 *
 *   node --openssl-legacy-provider bench/push.ts [--stories 1000] [--on /var/tmp]
 *
 * Needs the system's rclone. Both sides speak to one S3 server from npm on loopback, which counts what it is asked;
 * its lists of more than a thousand files need the old ciphers.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { openDepot } from '#depot';
import type { FolderState } from '#depot';
import { openNewsroom } from '#newsroom';
import { press } from '#press';
import { openRegister, prepareMirror, pushMirror } from '#reach';
import type { NewMirror, Secrets } from '#reach';
import { openStore } from '#store';
import S3rver from 's3rver';
import { corpus } from './corpus.ts';
import { makeKeys } from './edition/paper.ts';
import { draftOf, fillNewsroom } from './fill.ts';

const { values } = parseArgs({
  options: { stories: { type: 'string', default: '1000' }, on: { type: 'string', default: '/var/tmp' } },
});
const run = promisify(execFile);
const now = Date.now;
const folder = mkdtempSync(join(values.on, 'longwave-push-'));
const [out, stick, directory] = ['out', 'stick', 's3'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const count = { requests: 0, bytes: 0 };

async function serveCounted() {
  for (const path of [stick, directory]) mkdirSync(path, { recursive: true });
  const configureBuckets = ['ours', 'peer'].map((name) => ({ name, configs: [] }));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets,
  });
  await server.configureBuckets();
  const answer = server.callback();
  const counted = createServer((asked, given) => {
    count.requests += 1;
    count.bytes += Number(asked.headers['content-length'] ?? 0);
    answer(asked, given);
  }).listen(0, '127.0.0.1');
  await once(counted, 'listening');
  return { counted, port: (counted.address() as AddressInfo).port };
}

async function counting(name: string, work: () => Promise<unknown>): Promise<void> {
  Object.assign(count, { requests: 0, bytes: 0 });
  const started = performance.now();
  const told = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    name.padEnd(34),
    `${count.requests} requests`.padEnd(16),
    `${count.bytes} bytes sent`.padEnd(24),
    `${seconds} s`,
    told ?? '',
  );
}

try {
  await fillNewsroom(folder, Number(values.stories));
  const databaseUrl = `sqlite:${join(folder, 'longwave.db')}`;
  const store = await openStore({ url: databaseUrl, now });
  const newsroom = await openNewsroom({ store, folder, now, random: Math.random });
  const depot = await openDepot({ folder: join(folder, 'edition'), now });
  const { signers, anchors } = await makeKeys(now());
  const next = () =>
    press({ newsroom, depot, at: now(), databaseUrl, folder, threads: 2, sign: { signers, anchors } });
  await next();
  const { counted, port } = await serveCounted();
  const secrets: Secrets = { ACCESS_KEY: 'S3RVER', SECRET_KEY: 'S3RVER' };
  const { signal } = new AbortController();
  const register = openRegister(store);
  const given: NewMirror[] = [
    {
      id: 's3',
      kind: 's3',
      target: `http://127.0.0.1:${port}/ours`,
      address: 'https://a.example/',
      use: 'data',
    },
    { id: 'folder', kind: 'folder', target: stick, address: 'https://b.example/', use: 'entry' },
  ];
  for (const one of given) await register.add((await prepareMirror(one, secrets, signal)).mirror, now());
  const pushAll = async (when: string): Promise<void> => {
    for (const mirror of await register.list()) {
      const pushing = { store, depot, folder: join(folder, 'reach'), now, random: Math.random };
      await counting(`${when}: push, ${mirror.kind}`, () => pushMirror(pushing, { mirror, secrets, signal }));
    }
    await depot.exportFolder({ to: out });
    await counting(`${when}: rclone sync, s3`, async () => {
      await run('rclone', ['sync', out, 'peer:peer', '--checksum', '--config='], {
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          RCLONE_CONFIG_PEER_TYPE: 's3',
          RCLONE_CONFIG_PEER_PROVIDER: 'Other',
          RCLONE_CONFIG_PEER_ENDPOINT: `http://127.0.0.1:${port}`,
          RCLONE_CONFIG_PEER_ACCESS_KEY_ID: 'S3RVER',
          RCLONE_CONFIG_PEER_SECRET_ACCESS_KEY: 'S3RVER',
        },
      });
    });
  };
  const planning = async (since: FolderState | null): Promise<FolderState | null> => {
    const began = performance.now();
    const [files, state] = await depot.withFolder(async (edition) => {
      const delta = since === null ? null : edition.since(since);
      return [(delta ?? edition).files.length, delta?.state ?? edition.state()] as const;
    });
    const what = since === null ? 'plan of the whole tree' : 'plan by difference';
    console.log(what.padEnd(34), `${files} files`.padEnd(16), `${(performance.now() - began).toFixed(1)} ms`);
    return state;
  };
  await pushAll('first');
  const before = await planning(null);
  const [story] = [...corpus(1_000_000, 1_000_001)];
  if (story === undefined) throw new Error('The corpus is empty');
  const { id } = await newsroom.stories.create({ lang: 'en', draft: draftOf(story) });
  await newsroom.stories.move({ story: id, to: 'live' });
  const report = await next();
  console.log(`one story: ${report.added.length} files came, ${report.changed.length} changed`);
  for (const since of [null, before, null, before]) await planning(since);
  await pushAll('one story');
  await pushAll('nothing new');
  counted.close();
  counted.closeAllConnections();
  await depot.close();
  await store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
