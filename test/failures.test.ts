import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { longwave, sampleNewsroom, serving, temporary, until } from './command.ts';

const LONG = 120_000;

const cleaning: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

async function newsroom(): Promise<{ path: string; settings: Record<string, string> }> {
  const data = await sampleNewsroom();
  cleaning.push(() => data.remove());
  return { path: data.path, settings: { LONGWAVE_DATA: data.path } };
}

function folder(): string {
  const made = temporary();
  cleaning.push(() => made.remove());
  return made.path;
}

const statusOf = async (address: string): Promise<number> => (await fetch(address)).status;

describe('a damaged edition', () => {
  const press = async (settings: Record<string, string>): Promise<{ edition: number; root: string }> => {
    const { status, stderr, json } = await longwave(['press', '--full', '--json'], settings);
    expect(stderr).toContain('The edition is written anew');
    expect(status).toBe(0);
    return json as { edition: number; root: string };
  };

  it(
    'is refused with what to do, and mended by a full press, which counts on',
    async () => {
      const { path, settings } = await newsroom();
      const head = join(path, 'edition', 'head');
      const before = (await longwave(['press', '--json'], settings)).json as {
        edition: number;
        root: string;
      };
      for (const file of [head, `${head}.copy`]) writeFileSync(file, 'garbage\n');
      for (const args of [['press'], ['serve']]) {
        const { status, stderr } = await longwave(args, settings);
        expect(status).toBe(1);
        expect(stderr).toContain(
          `The head pointer "${head}" is damaged; press the whole site again with "longwave press --full"`,
        );
        expect(stderr).not.toContain('fault in Longwave');
      }
      const mended = await press(settings);
      expect(mended.edition).toBe(before.edition + 1);
      const server = await serving(settings);
      cleaning.push(() => server.stop());
      expect(await statusOf(server.address)).toBe(200);
      expect(await server.stop()).toBe(0);
      expect((await longwave(['doctor', '--deep'], settings)).stdout).toContain('objects are whole');
    },
    LONG,
  );

  it(
    'whose packs are gone is mended as well',
    async () => {
      const { path, settings } = await newsroom();
      rmSync(join(path, 'edition', 'packs'), { recursive: true });
      const { edition } = await press(settings);
      expect(edition).toBeGreaterThan(1);
      expect((await longwave(['doctor', '--deep'], settings)).stdout).toContain('objects are whole');
    },
    LONG,
  );
});

describe('a server without its database', () => {
  const noise = (file: string): void => {
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.alloc(5 * 1024, 'noise'), 0, 5 * 1024, 0);
    closeSync(fd);
  };

  it(
    'serves the last edition, says that its clock stands still, and stops when told to',
    async () => {
      const { path, settings } = await newsroom();
      noise(join(path, 'longwave.db'));
      const away = { ...settings, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
      for (const setting of [settings, away]) {
        const server = await serving(setting);
        cleaning.push(() => server.stop());
        await until('it says so', () => Promise.resolve(server.stderr().includes('Its clock stands still')));
        expect(await statusOf(server.address)).toBe(200);
        expect(await statusOf(new URL('/-/health', server.address).href)).toBe(503);
        expect(await server.stop()).toBe(0);
      }
    },
    LONG,
  );

  it(
    'ends when it has no edition either',
    async () => {
      const { path, settings } = await newsroom();
      for (const name of ['head', 'head.copy']) rmSync(join(path, 'edition', name));
      noise(join(path, 'longwave.db'));
      const { status, stderr } = await longwave(['serve'], { ...settings, LONGWAVE_PORT: '0' });
      expect(status).toBe(1);
      expect(stderr).not.toContain('fault in Longwave');
    },
    LONG,
  );
});

describe('a server that cannot listen', () => {
  it(
    'says why and what to do, and ends',
    async () => {
      const { settings } = await newsroom();
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      cleaning.push(() => other.close());
      const address = other.address();
      const port = String(typeof address === 'object' ? address?.port : address);
      const taken = await longwave(['serve'], { ...settings, LONGWAVE_PORT: port });
      expect(taken.status).toBe(1);
      expect(taken.stderr).toContain(
        `Port ${port} on 127.0.0.1 is taken; stop the other program or set LONGWAVE_PORT`,
      );
      const nowhere = await longwave(['serve'], {
        ...settings,
        LONGWAVE_PORT: '0',
        LONGWAVE_HOST: '192.0.2.1',
      });
      expect(nowhere.status).toBe(1);
      expect(nowhere.stderr).toContain('This machine has no address 192.0.2.1; correct LONGWAVE_HOST');
      expect(taken.stderr + nowhere.stderr).not.toContain('fault in Longwave');
    },
    LONG,
  );
});

describe('two who make a newsroom in one folder at once', () => {
  it(
    'get one newsroom: the second is refused',
    async () => {
      const settings = { LONGWAVE_DATA: folder() };
      const names = ['One', 'Two', 'Three'];
      const ran = await Promise.all(
        names.map((name) =>
          longwave(['init', '--name', name, '--address', 'https://a.example', '--json'], settings),
        ),
      );
      const won = ran.filter(({ status }) => status === 0);
      expect(won.length).toBe(1);
      for (const { stderr, status } of ran.filter((one) => !won.includes(one))) {
        expect(status).toBe(1);
        expect(stderr).toContain('already; nothing was changed');
      }
      const winner = won[0]?.json as { site: { publisher: { name: string } } } | undefined;
      const { stdout } = await longwave(['doctor'], settings);
      expect(stdout).toContain(winner?.site.publisher.name ?? 'nobody');
    },
    LONG,
  );
});
