import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until } from './command.ts';
import { longwave } from './here.ts';
import { opener } from './databases.ts';

let data: { path: string; remove(): void };
let work: { path: string; remove(): void };
let file: string;
const postgres = opener('postgres');

beforeAll(async () => {
  data = await sampleNewsroom();
  work = temporary();
  file = join(work.path, 'newsroom.tar.gz');
}, SAMPLE_MS);

afterAll(async () => {
  await postgres.clean();
  data.remove();
  work.remove();
});

type Listed = {
  stories: { id: string; state: string; headline: string; revision: number; path: string | null }[];
};

const stories = async (settings: Record<string, string>): Promise<Listed> =>
  (await longwave(['story', 'list', '--limit', '500', '--json'], settings)).json as Listed;

/** The root of the tree of the edition: equal roots mean equal bytes of every file. */
function rootOf(folder: string): string {
  return (
    /"root":\s*"([0-9a-f]{64})"/.exec(readFileSync(join(folder, 'edition', 'head'), 'utf8'))?.[1] ??
    'no edition'
  );
}

describe('backup and restore', () => {
  it('backs up while the server runs and stories are published', async () => {
    const settings = { LONGWAVE_DATA: data.path };
    const server = await serving(settings);
    await until('all pictures are rendered', async () => {
      const { json } = await longwave(['doctor', '--json'], settings);
      return (json as { findings: { check: string; found: string }[] }).findings.some(
        ({ check, found }) => check === 'jobs' && !found.includes('2026-11-22'),
      );
    });
    const backup = longwave(['backup', file, '--json'], settings);
    const id = (await stories(settings)).stories.find((story) => story.state === 'approved')?.id ?? '';
    const published = longwave(['story', 'publish', id], settings);
    expect((await backup).status).toBe(0);
    expect((await published).status).toBe(0);
    expect(await server.stop()).toBe(0);
    expect(statSync(file).size).toBeGreaterThan(100_000);
    expect(existsSync(`${file}.part`)).toBe(false);
  }, 120_000);

  it('brings the log of editions back, which goes on where it was', async () => {
    const settings = { LONGWAVE_DATA: data.path };
    expect((await longwave(['backup', file, '--force'], settings)).status).toBe(0);
    const logOf = (folder: string): Buffer => readFileSync(join(folder, 'edition', 'log', 'index'));
    const before = logOf(data.path);
    expect(before.length).toBeGreaterThan(0);
    const other = temporary();
    // The keys are no part of a backup; they come by a way of their own.
    const elsewhere = { LONGWAVE_DATA: other.path, LONGWAVE_KEYS: `${data.path}.keys` };
    expect((await longwave(['restore', file], elsewhere)).status).toBe(0);
    expect((await longwave(['press'], elsewhere)).status).toBe(0);
    const after = logOf(other.path);
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    expect(after.length).toBe(before.length + 48);
    other.remove();
  }, 120_000);

  it('comes back the same on SQLite and on PostgreSQL', async () => {
    const settings = { LONGWAVE_DATA: data.path };
    expect((await longwave(['backup', file, '--force'], settings)).status).toBe(0);
    const before = await stories(settings);
    expect((await longwave(['press', '--full'], settings)).status).toBe(0);
    for (const url of ['', await postgres.open.url()]) {
      const other = temporary();
      const elsewhere = {
        LONGWAVE_DATA: other.path,
        LONGWAVE_KEYS: `${data.path}.keys`,
        ...(url === '' ? {} : { DATABASE_URL: url }),
      };
      const restored = await longwave(['restore', file, '--json'], elsewhere);
      expect(restored.stderr).toBe('');
      expect(restored.status).toBe(0);
      expect(
        (await stories(elsewhere)).stories.map(({ id, state, headline, revision, path }) => ({
          id,
          state,
          headline,
          revision,
          path,
        })),
      ).toEqual(
        before.stories.map(({ id, state, headline, revision, path }) => ({
          id,
          state,
          headline,
          revision,
          path,
        })),
      );
      expect(rootOf(other.path)).toBe(rootOf(data.path));
      expect((await longwave(['doctor', '--deep'], elsewhere)).status).toBe(0);
      other.remove();
    }
  }, 180_000);

  it('never restores over a newsroom', async () => {
    const ran = await longwave(['restore', file], { LONGWAVE_DATA: data.path });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('nothing was restored');
  });

  it.each([
    ['cut short', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    [
      'altered in one byte',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    ['something else', (path: string) => writeFileSync(path, 'A shopping list\n')],
    ['empty', (path: string) => writeFileSync(path, '')],
  ])(
    'refuses a backup that is %s and leaves nothing behind',
    async (_name, spoil) => {
      const spoiled = join(work.path, 'spoiled.tar.gz');
      writeFileSync(spoiled, readFileSync(file));
      spoil(spoiled);
      const other = temporary();
      const ran = await longwave(['restore', spoiled], { LONGWAVE_DATA: other.path });
      expect(ran.status).toBe(1);
      expect(ran.stderr).toMatch(/no whole backup|cut or altered/);
      expect(existsSync(join(other.path, 'media'))).toBe(false);
      expect((await longwave(['restore', file], { LONGWAVE_DATA: other.path })).status).toBe(0);
      other.remove();
    },
    60_000,
  );

  it('says when it cannot write the file, and leaves no part of it', async () => {
    const ran = await longwave(['backup', '/proc/nowhere/newsroom.tar.gz'], { LONGWAVE_DATA: data.path });
    expect(ran.status).toBe(1);
    expect(ran.stderr).not.toContain('    at ');
  });
});

describe('a first start that was killed', () => {
  it('goes on at the next start', async () => {
    const fresh = temporary();
    const settings = { LONGWAVE_DATA: fresh.path };
    const child = spawn(
      join(resolve(import.meta.dirname, '..'), 'script', 'longwave'),
      ['init', '--sample'],
      {
        env: { ...process.env, ...settings },
        stdio: 'ignore',
      },
    );
    await until('the import has begun', () => Promise.resolve(existsSync(join(fresh.path, 'media'))), 60_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = await serving(settings, ['--sample']);
    const front = await (await fetch(server.address)).text();
    expect(front).toContain('Far Shore');
    expect((await stories(settings)).stories.length).toBe(
      (await stories({ LONGWAVE_DATA: data.path })).stories.length,
    );
    expect(await server.stop()).toBe(0);
    fresh.remove();
  }, 120_000);
});
