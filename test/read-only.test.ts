import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longwave, SAMPLE_MS, sampleNewsroom, temporary, type Ran } from './command.ts';

/* A data folder on a disk that may only be read, such as a backup that is mounted or a disk that failed. */

const HOW = 'This test mounts disks: run it as root, in a container with --cap-add SYS_ADMIN';

let data: { path: string; remove(): void };
let work: { path: string; remove(): void };
const disk = (): string => join(work.path, 'disk');
const folder = (): string => join(disk(), 'data');

const run = (...args: string[]): Promise<Ran> =>
  longwave(args, { LONGWAVE_DATA: folder(), LONGWAVE_KEYS: `${data.path}.keys` });

/** Puts what `change` leaves of the newsroom on a disk and makes it one that may only be read. */
function mounted(change: () => void = () => undefined): void {
  mkdirSync(disk(), { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', disk()], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(HOW, { cause: error });
  }
  cpSync(data.path, folder(), { recursive: true });
  change();
  execFileSync('mount', ['-o', 'remount,ro', disk()]);
}

const unmount = (): void => void execFileSync('umount', [disk()]);

beforeAll(async () => {
  data = await sampleNewsroom();
  work = temporary();
}, SAMPLE_MS);

afterAll(() => {
  data.remove();
  work.remove();
});

describe('a data folder that may only be read', () => {
  beforeAll(() => mounted());
  afterAll(unmount);

  it('shows its stories and the front', async () => {
    const listed = await run('story', 'list', '--limit', '1000', '--json');
    expect([listed.status, listed.stderr]).toEqual([0, '']);
    const { stories } = listed.json as { stories: { id: string; path: string | null }[] };
    expect(stories.length).toBeGreaterThan(50);
    const id = stories.find(({ path }) => path !== null)?.id ?? '';
    for (const args of [
      ['story', 'show', id],
      ['story', 'show', id, '--markdown'],
      ['story', 'history', id],
      ['front', 'show'],
      ['quarantine', 'list'],
      ['mirror', 'list'],
      ['mirror', 'history', '--out', join(work.path, 'mirrors.svg')],
      ['mirror', 'reports'],
      ['mirror', 'rule', 'show'],
      ['vantage', 'list'],
      ['save', id, '--out', join(work.path, 'story.html')],
    ])
      expect([args, (await run(...args)).status]).toEqual([args, 0]);
  }, 120_000);

  it('is backed up and exported elsewhere', async () => {
    const file = join(work.path, 'whole.tar.gz');
    expect(await run('backup', file)).toMatchObject({ status: 0, stderr: '' });
    const restored = { LONGWAVE_DATA: join(work.path, 'restored'), LONGWAVE_KEYS: `${data.path}.keys` };
    expect((await longwave(['restore', file], restored)).status).toBe(0);
    const site = join(work.path, 'site');
    const pressed = await run('press', '--out', site, '--json');
    expect(pressed).toMatchObject({ status: 0, json: { how: 'unwritable', edition: 2, left: 0 } });
    expect(pressed.stderr).toContain(
      'may only be read, so nothing was pressed: the folder gets edition 2 as it is',
    );
    expect(existsSync(join(site, 'index.html'))).toBe(true);
    expect((await run('verify', site)).status).toBe(0);
  }, 240_000);

  it('is examined: its editions, its log, and that nothing can be written', async () => {
    const story = join(work.path, 'proof.html');
    const path = '2026/01/10/the-last-foghorn-keeper-of-the-marrow-islands.html';
    expect((await run('save', path, '--out', story)).status).toBe(0);
    expect(await run('verify', story, '--json')).toMatchObject({ status: 0, json: { verdict: 'authentic' } });
    for (const args of [['log'], ['log', '--verify'], ['log', 'checkpoint']])
      expect([args, (await run(...args)).status]).toEqual([args, 0]);
    const { status, json } = await run('doctor', '--deep', '--json');
    const { findings } = json as {
      findings: { name: string; verdict: string; found: string; todo?: string }[];
    };
    expect(status).toBe(1);
    expect(findings.filter(({ verdict }) => verdict === 'bad')).toEqual([
      expect.objectContaining({ found: expect.stringContaining('cannot be written (EROFS)') }),
    ]);
  }, 120_000);

  it('refuses whatever would write, says what is read-only and what to do, and leaves nothing behind', async () => {
    const { json } = await run('story', 'list', '--state', 'live', '--json');
    const id = (json as { stories: { id: string }[] }).stories[0]?.id ?? '';
    for (const args of [
      ['press'],
      ['press', '--full'],
      ['story', 'publish', id],
      ['story', 'withdraw', id, '--reason', 'It was wrong'],
      ['story', 'add', join('sample', 'stories', 'en', 'herring-price.md')],
      ['front', 'set'],
      ['front', 'banner', 'Breaking'],
      ['import', 'sample'],
      ['mirror', 'add', 'stick', work.path, '--address', 'https://mirror.example/'],
    ]) {
      const { status, stderr } = await run(...args);
      expect([args, status, stderr]).toEqual([args, 1, expect.stringMatching(/may only be read.*mount/is)]);
      expect([args, stderr]).toEqual([
        args,
        expect.not.stringMatching(/fault in Longwave|\bEROFS\b.*\bat\b/),
      ]);
    }
    expect(readdirSync(disk())).toEqual(['data']);
  }, 240_000);
});

describe('a newsroom whose process was killed before its disk could only be read', () => {
  /** Leaves what a process leaves that was killed: changes in the log beside the database. */
  const killed = (): void => {
    const file = join(folder(), 'longwave.db');
    const db = new DatabaseSync(file);
    db.exec("PRAGMA wal_autocheckpoint = 0; UPDATE revision SET headline = 'Only in the log'");
    for (const end of ['-wal', '-shm']) cpSync(`${file}${end}`, `${file}${end}.kept`);
    db.exec('PRAGMA wal_autocheckpoint = 1000');
    const bytes = `${file}.kept`;
    cpSync(file, bytes);
    db.close();
    for (const end of ['', '-wal', '-shm']) {
      cpSync(`${file}${end}.kept`, `${file}${end}`);
      rmSync(`${file}${end}.kept`);
    }
  };

  it('shows what only its log holds', async () => {
    mounted(killed);
    try {
      const { stdout, status } = await run('story', 'list');
      expect([status, stdout]).toEqual([0, expect.stringContaining('Only in the log')]);
    } finally {
      unmount();
    }
  }, 60_000);

  it('is refused rather than shown without it', async () => {
    mounted(() => {
      killed();
      rmSync(join(folder(), 'longwave.db-shm'));
    });
    try {
      const { stderr, status } = await run('story', 'list');
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(
          /newest changes lie in '.*longwave\.db-wal', which cannot be read without writing; make/,
        ),
      ]);
    } finally {
      unmount();
    }
  }, 60_000);
});
