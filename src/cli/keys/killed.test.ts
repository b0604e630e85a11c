import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporary } from '../../../test/command.ts';
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
for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'unlinkSync', 'linkSync', 'mkdirSync']) {
  const call = fs[name];
  fs[name] = (...given) => {
    if (--left === 0) process.kill(process.pid, 'SIGKILL');
    return call(...given);
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
  await makeKeys({
    folder: whole,
    to: whole,
    paper: 'Far Shore',
    sample: true,
    passphrases: [null],
    others: [],
    thresholds: { root: 1, targets: 1 },
    at: Date.now(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
  });
});

afterAll(() => work.remove());

/** @returns the exit status, or null when it was killed */
async function run(args: readonly string[], folder: string, killBefore: number): Promise<number | null> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      LONGWAVE_KEYS: folder,
      LONGWAVE_DATA: join(work.path, 'data'),
      ...(killBefore > 0 ? { NODE_OPTIONS: `--import=${killer}`, KILL_BEFORE: String(killBefore) } : {}),
    },
    stdio: 'ignore',
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return status;
}

const command = (...args: string[]): string[] => [
  join(projectRoot(), 'src', 'cli', 'main.ts'),
  'keys',
  ...args,
];

/** Calls `each` for every place in which a command can be killed, until it comes to its end. */
async function killedEverywhere(
  start: (folder: string) => void,
  args: (folder: string) => string[],
  each: (folder: string) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    const folder = join(work.path, `killed-${at}`);
    start(folder);
    const status = await run(args(folder), folder, at);
    await each(folder);
    expect(await run(args(folder), folder, 0), `called again after it was killed before call ${at}`).toBe(0);
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
  it.each([['rotate', 'online'], ['rotate', 'root', 'targets'], ['renew']])(
    '%s %s: there are whole keys at every moment, and a second call ends it',
    async (...words) => {
      const asked = words.filter((word) => word !== '');
      const places = await killedEverywhere(
        (folder) => cpSync(whole, folder, { recursive: true }),
        (folder) => {
          const key = readdirSync(folder).find(
            (name) => name.startsWith('offline') && name.endsWith('.json'),
          );
          return command(...asked, ...(asked.includes('root') ? ['--key', join(folder, key ?? '')] : []));
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
