import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

const LONG = 120_000;

/**
 * Loaded before a command. Kills it before its call with the number KILL_BEFORE that changes a file, or lets it live
 * and keeps in KEEP_IN the folder as it is before each of these calls: what it would leave if it were killed there.
 */
const KILLER = `
import fs from 'node:fs';
import { join } from 'node:path';
import { syncBuiltinESMExports } from 'node:module';
const { KILL_BEFORE, KEEP_IN, CHANGES_IN } = process.env;
const { mkdirSync } = fs;
const ours = new Set();
let at = 0;
const before = () => {
  at += 1;
  if (at === Number(KILL_BEFORE)) process.kill(process.pid, 'SIGKILL');
  if (KEEP_IN === undefined) return;
  mkdirSync(join(KEEP_IN, String(at)), { recursive: true });
  if (fs.existsSync(CHANGES_IN)) fs.cpSync(CHANGES_IN, join(KEEP_IN, String(at), 'keys'), { recursive: true });
};
for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'unlinkSync', 'linkSync', 'mkdirSync']) {
  const call = fs[name];
  fs[name] = (...given) => {
    const [on] = given;
    const counts = typeof on === 'number' ? ours.has(on) : String(on).startsWith(CHANGES_IN);
    if (counts) before();
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
const killerFile = join(work.path, 'killer.mjs');
const creator = join(work.path, 'create.mjs');
const whole = join(work.path, 'whole');

beforeAll(async () => {
  writeFileSync(killerFile, KILLER);
  writeFileSync(creator, CREATE);
  await create(whole, [null], 1);
});

afterAll(() => work.remove());

/** Runs a command with the killer. @returns the exit status, or null when it was killed */
async function watched(
  args: readonly string[],
  folder: string,
  killer: { KILL_BEFORE: string } | { KEEP_IN: string },
): Promise<number | null> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
      LONGWAVE_KEYS: folder,
      LONGWAVE_DATA: join(work.path, 'data'),
      NODE_OPTIONS: `--import=${killerFile}`,
      CHANGES_IN: folder,
      ...killer,
    },
    stdio: 'ignore',
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return status;
}

/** The names of a folder's files, but for what differs from one process to the next. */
const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => name.replaceAll(/[0-9a-f]{8,}|\d+/g, '#'))
        .sort()
    : [];

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

let commands = 0;

/**
 * Calls `each` for every place in which a command can be killed, and for its end. One process shows what each death
 * leaves; some are really killed and must leave the same.
 */
async function killedEverywhere(
  start: (folder: string) => void,
  args: (folder: string) => string[],
  again: (folder: string, when: string) => Promise<void>,
  each: (folder: string) => Promise<void>,
): Promise<number> {
  const base = join(work.path, `command-${++commands}`);
  const [ended, kept] = [join(base, 'ended'), join(base, 'kept')];
  mkdirSync(base);
  start(ended);
  expect(await watched(args(ended), ended, { KEEP_IN: kept })).toBe(0);
  const places = readdirSync(kept).length;
  const left = (at: number): string => join(kept, String(at), 'keys');
  for (const at of [2, Math.floor(places / 2), places - 1]) {
    const folder = join(base, `killed-${at}`);
    start(folder);
    expect(await watched(args(folder), folder, { KILL_BEFORE: String(at) })).toBeNull();
    expect(namesIn(folder), `killed before call ${at}`).toEqual(namesIn(left(at)));
    rmSync(folder, { recursive: true, force: true });
  }
  const states = Array.from({ length: places }, (_, at) => left(at + 1));
  for (const [at, folder] of [...states, ended].entries()) {
    await each(folder);
    await again(folder, `called again after it was killed before call ${at + 1}`);
    await each(folder);
    expect(readdirSync(folder).filter((name) => name === 'change.json' || name === 'lock')).toEqual([]);
    const seeds = readOnline(folder);
    expect(Object.values(seeds ?? {}).map((list) => list.length)).toEqual([1, 1, 1, 1]);
  }
  return places;
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
