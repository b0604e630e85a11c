import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, until } from './command.ts';
import { longwave } from './here.ts';

/* Mirrors by the command line, and beside a server that runs. */

let data: { path: string; remove(): void };
let settings: Record<string, string>;
const CANARY = 'canary-lantern-7731';

beforeAll(async () => {
  data = await sampleNewsroom();
  settings = { LONGWAVE_DATA: data.path };
}, SAMPLE_MS);
afterAll(() => data.remove());

const folder = (name: string): string => {
  const path = join(data.path, 'out', name);
  mkdirSync(path, { recursive: true });
  return path;
};

type Listed = {
  mirrors: {
    id: string;
    pushedEdition: number | null;
    error: string | null;
    failures: number;
    nextPushAt: number | null;
  }[];
};

async function listed(): Promise<Listed['mirrors']> {
  return ((await longwave(['mirror', 'list', '--json'], settings)).json as Listed).mirrors;
}

describe('longwave mirror', () => {
  it('adds a folder, fills it, tells how it went, and forgets it', async () => {
    const [one, two] = [folder('one'), folder('two')];
    const address = (name: string): string => `https://${name}.example/`;
    const added = await longwave(['mirror', 'add', 'one', one, '--address', address('one')], settings);
    expect([added.status, added.stderr]).toEqual([0, '']);
    await longwave(['mirror', 'add', 'two', two, '--address', address('two'), '--spare'], settings);
    const pushed = await longwave(['mirror', 'push', '--json'], settings);
    expect([pushed.status, pushed.stderr]).toEqual([0, '']);
    for (const path of [one, two])
      expect(existsSync(join(path, 'edition', 'tuf', 'timestamp.json'))).toBe(true);
    const verified = await longwave(
      ['verify', one, '--root', join(`${data.path}.keys`, 'root', '1.root.json')],
      settings,
    );
    expect(verified.status).toBe(0);
    const again = await longwave(['mirror', 'push'], settings);
    expect(again.stdout).toMatch(/one has edition \d+: nothing to push/);
    expect((await longwave(['mirror', 'remove', 'two'], settings)).status).toBe(0);
    expect((await listed()).map(({ id }) => id)).toEqual(['one']);
  }, 120_000);

  it('reads back all that lies at a mirror, and says what differs without mending it', async () => {
    const place = folder('one');
    type Full = {
      mirrors: { ok: boolean; files: number; altered: string[]; missing: string[]; strange: string[] }[];
    };
    const whole = await longwave(['mirror', 'check', '--full', '--json'], settings);
    expect([whole.status, whole.stderr]).toEqual([0, '']);
    const [clean] = (whole.json as Full).mirrors;
    expect(clean).toMatchObject({ ok: true, altered: [], missing: [], strange: [] });
    const files = filesIn(place).filter((path) => !path.endsWith('.longwave-mirror'));
    expect(clean?.files).toBe(files.length);
    const front = join(place, 'index.html');
    const bytes = readFileSync(front);
    // Of the same length, which no list of files tells.
    writeFileSync(front, Buffer.from(bytes.map((byte, at) => (at === 900 ? byte ^ 1 : byte))));
    rmSync(join(place, 'mirrors.json'), { force: true });
    rmSync(join(place, 'links.txt'));
    writeFileSync(join(place, 'holiday.jpg'), 'mine');
    const after = await longwave(['mirror', 'check', 'one', '--full', '--json'], settings);
    expect(after.status).toBe(1);
    expect((after.json as Full).mirrors[0]).toMatchObject({
      ok: false,
      altered: ['index.html'],
      missing: expect.arrayContaining(['links.txt']),
      strange: ['holiday.jpg'],
    });
    expect(readFileSync(front).equals(bytes)).toBe(false);
    const { stdout } = await longwave(['mirror', 'check', '--full'], settings);
    expect(stdout).toMatch(/✗ one: \d+ files read .*, 1 altered, \d missing, 1 that nobody pushed/);
    expect((await longwave(['mirror', 'check', '--full', '--from', 'all'], settings)).status).toBe(2);
    rmSync(join(place, 'holiday.jpg'));
    expect((await longwave(['mirror', 'push', 'one', '--full'], settings)).status).toBe(0);
    expect((await longwave(['mirror', 'check', '--full'], settings)).stdout).toContain('✓ one holds edition');
  }, 120_000);

  it('says what is wrong, and pushes to the others meanwhile', async () => {
    const wrong = await longwave(
      ['mirror', 'add', 'x', folder('x'), '--address', 'mirror.example'],
      settings,
    );
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('is no full address')]);
    expect(
      (
        await longwave(
          ['mirror', 'add', 'x', 'y', '--address', 'https://x.example/', '--use', 'both'],
          settings,
        )
      ).status,
    ).toBe(2);
    expect((await longwave(['mirror', 'push', 'none'], settings)).stderr).toContain(
      'No mirror is named "none"',
    );
    const foreign = folder('foreign');
    await longwave(['mirror', 'add', 'foreign', foreign, '--address', 'https://foreign.example/'], settings);
    writeFileSync(join(foreign, 'holiday.jpg'), 'mine');
    const pushed = await longwave(['mirror', 'push'], settings);
    expect(pushed.status).toBe(1);
    expect(pushed.stdout).toContain('✓ one has edition');
    expect(pushed.stdout).toContain('"holiday.jpg"; name an empty or a new place');
    expect((await listed()).find(({ id }) => id === 'foreign')?.error).toContain('holiday.jpg');
    await longwave(['mirror', 'remove', 'foreign'], settings);
  }, 120_000);

  it('keeps secrets out of the database, the data folder and what is said', async () => {
    const secret = {
      ...settings,
      LONGWAVE_MIRROR_BUCKET_ACCESS_KEY: 'reader',
      LONGWAVE_MIRROR_BUCKET_SECRET_KEY: CANARY,
    };
    const target = 'http://127.0.0.1:40123/papers/';
    const added = await longwave(
      ['mirror', 'add', 'bucket', target, '--address', 'https://b.example/'],
      secret,
    );
    expect([added.status, added.stderr]).toEqual([1, expect.stringContaining('does not answer')]);
    expect(added.stdout + added.stderr).not.toContain(CANARY);
    for (const file of filesIn(data.path)) expect(readFileSync(file).includes(CANARY), file).toBe(false);
  }, 60_000);

  it('is pushed to after each edition while the server runs, and says when a failed push is tried again', async () => {
    const gone = folder('gone');
    await longwave(['mirror', 'add', 'gone', gone, '--address', 'https://gone.example/'], settings);
    rmSync(gone, { recursive: true });
    const server = await serving(settings);
    try {
      const pushed = async (): Promise<number> =>
        (await listed()).find(({ id }) => id === 'one')?.pushedEdition ?? 0;
      const before = await pushed();
      const raised = await longwave(['front', 'banner', 'Ferries stop tonight'], settings);
      expect(raised.status).toBe(0);
      const front = join(data.path, 'out', 'one', 'index.html');
      await until(
        'the banner is at the mirror',
        () => Promise.resolve(readFileSync(front, 'utf8').includes('Ferries stop tonight')),
        60_000,
      );
      await until(
        'the mirror is known to have a newer edition',
        async () => (await pushed()) > before,
        60_000,
      );
      const failing = async () => (await listed()).find(({ id, failures }) => id === 'gone' && failures > 0);
      await until('the attempt is noted', async () => (await failing()) !== undefined, 60_000);
      const { error, nextPushAt } = (await failing()) ?? {};
      expect(error).toContain('plug the stick in');
      expect(nextPushAt).toBeGreaterThan(Date.now() - 60_000);
      const { stdout } = await longwave(['mirror', 'list'], settings);
      expect(stdout).toMatch(/he next is at \d{4}-\d\d-\d\d \d\d:\d\dZ, while "longwave serve" runs/);
      expect(stdout).toContain('each file is read back within 7 days');
    } finally {
      await server.stop();
    }
  }, 120_000);
});

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
