import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporary } from '../../../test/command.ts';
import { run } from '../program.ts';
import { projectRoot } from '../settings.ts';
import { readOnline } from './folder.ts';
import { makeKeys } from './make.ts';
import { openKeys, readAuthority } from './open.ts';

/* Commands that change keys, killed before each call that changes the disk, then called again. */

const LONG = 240_000;

/** Loaded before a command: kills it before its nth call that changes a file. */
const KILLER = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_BEFORE);
const ours = new Set();
for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'unlinkSync', 'linkSync', 'mkdirSync']) {
  const call = fs[name];
  fs[name] = (...given) => {
    const [on] = given;
    const counts = typeof on === 'number' ? ours.has(on) : String(on).startsWith(process.env.KILL_IN);
    if (counts && --left === 0) process.kill(process.pid, 'SIGKILL');
    const result = call(...given);
    if (name === 'openSync') counts ? ours.add(result) : ours.delete(result);
    return result;
  };
}
syncBuiltinESMExports();
`;

/** Makes keys as "longwave create" does, for a sample, which needs no newsroom. */
const CREATE = `
import { randomBytes } from 'node:crypto';
const { makeKeys } = await import(process.argv[2]);
const folder = process.argv[3];
await makeKeys({
  folder, to: folder, paper: 'Far Shore', sample: true, passphrases: [null, null], others: [],
  thresholds: { root: 2, targets: 2 }, at: Date.now(), random: (bytes) => new Uint8Array(randomBytes(bytes)),
});
`;

const work = temporary();
const killer = join(work.path, 'killer.mjs');
const creator = join(work.path, 'create.mjs');
const whole = join(work.path, 'whole');

beforeAll(async () => {
  writeFileSync(killer, KILLER);
  writeFileSync(creator, CREATE);
  await create(whole, [null], 1);
});

afterAll(() => work.remove());

/** @returns the exit status, or null when it was killed */
async function killed(args: readonly string[], folder: string, killBefore: number): Promise<number | null> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      LONGWAVE_KEYS: folder,
      LONGWAVE_DATA: join(work.path, 'data'),
      NODE_OPTIONS: `--import=${killer}`,
      KILL_BEFORE: String(killBefore),
      KILL_IN: folder,
    },
    stdio: 'ignore',
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return status;
}

const main = join(projectRoot(), 'src', 'cli', 'main.ts');

/** Makes the keys of the creator's script here. */
const create = (folder: string, passphrases: null[], threshold: number): Promise<unknown> =>
  makeKeys({
    folder,
    to: folder,
    paper: 'Far Shore',
    sample: true,
    passphrases,
    others: [],
    thresholds: { root: threshold, targets: threshold },
    at: Date.now(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
  });

/** Calls `each` for every place in which a command can be killed, until it comes to its end. */
async function killedEverywhere(
  start: (folder: string) => void,
  args: (folder: string) => string[],
  again: (folder: string, when: string) => Promise<void>,
  each: (folder: string) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    const folder = join(work.path, `killed-${at}`);
    start(folder);
    const status = await killed(args(folder), folder, at);
    await each(folder);
    await again(folder, `called again after it was killed before call ${at}`);
    await each(folder);
    expect(readdirSync(folder).filter((name) => name === 'change.json' || name === 'lock')).toEqual([]);
    const seeds = readOnline(folder);
    expect(Object.values(seeds ?? {}).map((list) => list.length)).toEqual([1, 1, 1, 1]);
    rmSync(folder, { recursive: true });
    if (status === 0) return at;
    expect(status).toBeNull();
  }
}

describe('a change of keys, killed anywhere', () => {
  it.each([[['online']], [['root', 'targets']]])(
    'rotate %j: there are whole keys at every moment, and a second call ends it',
    async (roles) => {
      const args = ['keys', 'rotate', ...roles];
      const places = await killedEverywhere(
        (folder) => cpSync(whole, folder, { recursive: true }),
        () => [main, ...args],
        async (folder, when) => {
          const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
          const environment = { LONGWAVE_KEYS: folder, LONGWAVE_DATA: join(work.path, 'data') };
          const status = await run({ args, environment, stdout, stderr, stdin });
          expect(status, `${when}: ${String(stderr.read())}`).toBe(0);
        },
        async (folder) => {
          const keys = await openKeys(folder);
          expect(keys?.authority.root.version).toBeOneOf([1, 2, 3]);
        },
      );
      expect(places).toBeGreaterThan(15);
    },
    LONG,
  );

  it(
    'create: there are no keys or whole ones',
    async () => {
      const places = await killedEverywhere(
        () => undefined,
        (folder) => [creator, join(import.meta.dirname, 'make.ts'), folder],
        async (folder) => {
          await create(folder, [null, null], 2).catch((error: Error) => {
            expect(error.message).toContain('There are keys in');
          });
        },
        async (folder) => {
          const keys = await openKeys(folder);
          if (keys === null) expect(await readAuthority(folder)).toBeNull();
          else expect(keys.authority.root.roles.root.threshold).toBe(2);
        },
      );
      expect(places).toBeGreaterThan(15);
    },
    LONG,
  );
});
