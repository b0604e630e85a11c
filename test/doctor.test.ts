import { hash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { openStore } from '#store';
import { CompiledQuery } from 'kysely';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary } from './command.ts';
import { longwave } from './here.ts';

// The sample may have to be made first, which must not be part of a test's time.
beforeAll(async () => (await sampleNewsroom()).remove(), SAMPLE_MS);

const LONG = 120_000;

const CHECKS = [
  'settings',
  'folder',
  'disk',
  'database',
  'newsroom',
  'jobs',
  'edition',
  'mirrors',
  'mail',
  'pictures',
  'quarantine',
];

type Finding = { check: string; verdict: string; found: string; todo: string };

const cleaning: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

async function newsroom(): Promise<{ path: string; settings: Record<string, string> }> {
  const data = await sampleNewsroom();
  cleaning.push(() => data.remove());
  const { path } = data;
  return { path, settings: { LONGWAVE_DATA: path } };
}

/** Runs the doctor both ways; the two must say the same, in one row for each check at least. */
async function examined(settings: Record<string, string>, ...args: string[]): Promise<Finding[]> {
  const [told, printed] = await Promise.all([
    longwave(['doctor', ...args, '--json'], settings),
    longwave(['doctor', ...args], settings),
  ]);
  const { ok, findings } = told.json as { ok: boolean; findings: Finding[] };
  expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(CHECKS));
  for (const { verdict, found, todo } of findings) {
    // How much of the disk is free may change between the two.
    expect(printed.stdout).toContain(found.replace(/^\d+\.\d GB/, ''));
    if (verdict === 'bad' || verdict === 'warn') expect(printed.stdout).toContain(`             ${todo}`);
    if (verdict === 'bad' || verdict === 'warn') expect(todo).not.toBe('');
  }
  expect(ok).toBe(findings.every(({ verdict }) => verdict !== 'bad'));
  expect([told.status, printed.status]).toEqual(ok ? [0, 0] : [1, 1]);
  expect(told.stderr + printed.stderr).not.toContain('fault in Longwave');
  return findings;
}

const of = (findings: readonly Finding[], check: string): Finding[] =>
  findings.filter((finding) => finding.check === check);

/** The database is bad, what stands in it unknown, and all else as well as ever. */
function expectOnlyDatabase(findings: readonly Finding[], found: string, todo: string): void {
  expect(of(findings, 'database')).toMatchObject([
    { verdict: 'bad', found: expect.stringContaining(found), todo: expect.stringContaining(todo) },
  ]);
  for (const check of ['newsroom', 'jobs', 'quarantine', 'pictures'])
    expect(of(findings, check), check).toMatchObject([{ verdict: 'unknown' }]);
  expect(of(findings, 'pictures')[0]?.found).toMatch(/^\d+ files/);
  for (const check of ['settings', 'folder', 'disk', 'edition'])
    expect(of(findings, check), check).toMatchObject([{ verdict: 'ok' }]);
}

describe('the doctor of a newsroom whose database', () => {
  const noise = (file: string, from: number, length: number): void => {
    for (const log of ['-wal', '-shm']) rmSync(`${file}${log}`, { force: true });
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.alloc(length, 'noise'), 0, length, from);
    closeSync(fd);
  };
  const damages: [string, (file: string) => void, string][] = [
    ['has noise for a header', (file) => noise(file, 0, 5_120), 'is not a database'],
    ['is cut short', (file) => truncateSync(file, 100_000), 'is damaged'],
    ['is gone', (file) => rmSync(file), 'is not there'],
  ];

  it.each(damages)(
    '%s tells every row it can',
    async (_, damage, found) => {
      const { path, settings } = await newsroom();
      damage(join(path, 'longwave.db'));
      const files = readdirSync(path);
      expectOnlyDatabase(await examined(settings), found, 'longwave restore');
      expect(readdirSync(path)).toEqual(files);
    },
    LONG,
  );

  it(
    'has a damaged page tells it, and goes on',
    async () => {
      const { path, settings } = await newsroom();
      noise(join(path, 'longwave.db'), 200 * 4_096, 40 * 4_096);
      const findings = await examined(settings);
      expect(of(findings, 'database')).toMatchObject([
        { verdict: 'bad', todo: expect.stringContaining('longwave restore') },
      ]);
      expect(of(findings, 'disk')).toMatchObject([{ verdict: 'ok' }]);
    },
    LONG,
  );

  it(
    'was written by a newer Longwave tells which to start',
    async () => {
      const { path, settings } = await newsroom();
      const newer = await openStore({ url: `sqlite:${join(path, 'longwave.db')}`, now: Date.now });
      const number = (await newer.schemaVersion()) + 1;
      await newer.db.insertInto('migration').values({ number, name: 'later', applied_at: 0 }).execute();
      await newer.db.executeQuery(CompiledQuery.raw(`PRAGMA user_version = ${number}`));
      await newer.close();
      expect((await longwave(['story', 'list'], settings)).status).toBe(1);
      expectOnlyDatabase(
        await examined(settings),
        'A newer Longwave wrote this database',
        'Start the newer Longwave',
      );
    },
    LONG,
  );

  it(
    'does not answer tells where it should be, without the password',
    async () => {
      const { settings } = await newsroom();
      const DATABASE_URL = 'postgres://nobody:topsecret@127.0.0.1:1/none';
      const findings = await examined({ ...settings, DATABASE_URL });
      expectOnlyDatabase(findings, "PostgreSQL at '127.0.0.1:1/none' does not answer", 'DATABASE_URL');
      expect(JSON.stringify(findings)).not.toContain('topsecret');
    },
    LONG,
  );
});

describe('the doctor of an edition', () => {
  const well = (findings: readonly Finding[]): void => {
    for (const check of CHECKS.filter((name) => name !== 'edition' && name !== 'jobs'))
      expect(
        of(findings, check).map(({ verdict }) => verdict),
        check,
      ).toEqual(['ok']);
  };

  it(
    'whose head pointer is damaged tells that its copy stands in, while readers are served',
    async () => {
      const { path, settings } = await newsroom();
      writeFileSync(join(path, 'edition', 'head'), 'garbage\n');
      const findings = await examined(settings);
      well(findings);
      expect(of(findings, 'edition')).toMatchObject([
        {
          verdict: 'warn',
          found: expect.stringContaining('its copy stands in'),
          todo: 'Run "longwave press --full"',
        },
      ]);
      const server = await serving(settings);
      cleaning.push(() => server.stop());
      expect((await fetch(server.address)).status).toBe(200);
      expect(await server.stop()).toBe(0);
      expect((await longwave(['press', '--full'], settings)).status).toBe(0);
      expect(of(await examined(settings), 'edition')).toMatchObject([{ verdict: 'ok' }]);
    },
    LONG,
  );

  const losses: [string, (edition: string) => void, string, string][] = [
    [
      'whose head pointer and its copy are damaged',
      (edition) => {
        for (const name of ['head', 'head.copy']) writeFileSync(join(edition, name), 'garbage\n');
      },
      'is damaged',
      'longwave press --full',
    ],
    [
      'that lost a pack',
      (edition) => rmSync(join(edition, 'packs', readdirSync(join(edition, 'packs'))[0] ?? '')),
      'is missing',
      'longwave press --full',
    ],
    [
      'whose pack is cut short',
      (edition) => truncateSync(join(edition, 'packs', readdirSync(join(edition, 'packs'))[0] ?? ''), 5_000),
      'is damaged',
      'longwave press --full',
    ],
    ['that is gone', (edition) => rmSync(edition, { recursive: true }), 'There is none', 'longwave press'],
    [
      'that is no folder to read',
      (edition) => {
        rmSync(join(edition, 'head'));
        mkdirSync(join(edition, 'head'));
      },
      'EISDIR',
      'rights',
    ],
    [
      'that a newer Longwave wrote',
      (edition) => {
        const file = join(edition, 'head');
        const line = readFileSync(file, 'utf8').split('\n')[0]?.replace('"format":1', '"format":2') ?? '';
        writeFileSync(file, `${line}\n${hash('sha256', line)}\n`);
      },
      'a newer Longwave',
      'Start the newer Longwave',
    ],
  ];

  it.each(losses)(
    '%s tells every other row',
    async (_, lose, found, todo) => {
      const { path, settings } = await newsroom();
      lose(join(path, 'edition'));
      const findings = await examined(settings);
      well(findings);
      expect(of(findings, 'edition')).toMatchObject([
        { verdict: 'bad', found: expect.stringContaining(found), todo: expect.stringContaining(todo) },
      ]);
    },
    LONG,
  );

  it(
    'with an altered byte tells it when asked to look deep, and its advice helps',
    async () => {
      const { path, settings } = await newsroom();
      const before = await rootOf(settings);
      const packs = join(path, 'edition', 'packs');
      for (const name of readdirSync(packs)) {
        const bytes = readFileSync(join(packs, name));
        bytes.writeUInt8((bytes[200] ?? 0) ^ 1, 200);
        writeFileSync(join(packs, name), bytes);
      }
      expect(of(await examined(settings, '--deep'), 'edition')[0]).toMatchObject({
        verdict: 'bad',
        found: expect.stringContaining('was altered'),
        todo: expect.stringContaining('Run "longwave press --full"'),
      });
      const { status, stderr } = await longwave(['press', '--full'], settings);
      expect(stderr).toContain('The edition is written anew: The object');
      expect(status).toBe(0);
      const after = await examined(settings, '--deep');
      expect(of(after, 'edition').map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
      expect(await rootOf(settings)).toEqual({ root: before.root, edition: before.edition + 1 });
    },
    LONG,
  );

  async function rootOf(settings: Record<string, string>): Promise<{ root: string; edition: number }> {
    const { root, edition } = (await longwave(['press', '--json'], settings)).json as {
      root: string;
      edition: number;
    };
    return { root, edition };
  }
});

describe('the number of an edition', () => {
  const pressed = async (settings: Record<string, string>): Promise<number> => {
    const { json } = await longwave(['press', '--full', '--json'], settings);
    return (json as { edition: number }).edition;
  };

  it(
    'goes on where the folder of the editions was deleted, and far ahead of a backup that is restored',
    async () => {
      const { path, settings } = await newsroom();
      const first = await pressed(settings);
      rmSync(join(path, 'edition'), { recursive: true });
      expect(await pressed(settings)).toBe(first + 1);
      const work = temporary();
      cleaning.push(() => work.remove());
      const file = join(work.path, 'newsroom.tar.gz');
      expect((await longwave(['backup', file], settings)).status).toBe(0);
      // Made after the backup: what is restored must be ahead of these too.
      rmSync(join(path, 'edition'), { recursive: true });
      const last = await pressed(settings);
      const to = { LONGWAVE_DATA: join(work.path, 'restored') };
      const { json } = await longwave(['restore', file, '--json'], to);
      expect((json as { edition: number }).edition).toBeGreaterThan(last + 500);
    },
    LONG,
  );
});

it(
  'says that there is no newsroom where there is nothing at all',
  async () => {
    const work = temporary();
    cleaning.push(() => work.remove());
    const { path } = work;
    const { status, stderr } = await longwave(['doctor'], { LONGWAVE_DATA: join(path, 'none') });
    expect(status).toBe(1);
    expect(stderr).toContain('There is no newsroom');
    expect(readdirSync(path)).toEqual([]);
  },
  LONG,
);
