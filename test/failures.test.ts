import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until } from './command.ts';
import { longwave } from './here.ts';
import { opener } from './databases.ts';

// The sample may have to be made first, which must not be part of a test's time.
beforeAll(async () => (await sampleNewsroom()).remove(), SAMPLE_MS);

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
        // A browser at the desk is told, and comes again by itself.
        const desk = await fetch(server.desk, { headers: { accept: 'text/html' } });
        expect([desk.status, desk.headers.get('refresh')]).toEqual([503, '1']);
        expect(await desk.text()).toContain('The newsroom is being opened');
        expect((await fetch(`${server.desk}/api/me`)).headers.get('content-type')).toMatch(/json/);
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

describe('an empty database', () => {
  it(
    'is no newsroom, and no command but init makes one of it',
    async () => {
      const { open, clean } = opener('postgres');
      cleaning.push(clean);
      const settings = { LONGWAVE_DATA: folder(), DATABASE_URL: await open.url() };
      for (const args of [['story', 'list'], ['press'], ['backup', join(folder(), 'all.tar')]]) {
        const { status, stderr } = await longwave(args, settings);
        expect([args[0], status, stderr]).toEqual([
          args[0],
          1,
          expect.stringContaining('There is no newsroom in PostgreSQL at'),
        ]);
      }
      const client = new Client({ connectionString: settings.DATABASE_URL });
      await client.connect();
      const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
      await client.end();
      expect(rows).toEqual([]);
    },
    LONG,
  );
});

describe('a call for the version', () => {
  it('prints that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { version: string };
    for (const flag of ['--version', '-V'])
      expect(await longwave([flag], {})).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a wrong call', () => {
  it.each([
    [['story', 'withdraw', 'x'], 'Required option "--reason <text>" not specified', 'story withdraw'],
    [['story', 'move', 'x', 'gone'], '"gone" is no state', 'story move'],
    [['story', 'withdrwa'], 'Unknown command "withdrwa"; did you mean withdraw?', 'story'],
    [['quarantine', 'purge'], 'Name an item, or say --all', 'quarantine purge'],
    [['import', 'a', 'b'], 'Too many arguments', 'import'],
  ])(
    '%j ends with 2, names the help of that very command, and is one JSON object',
    async (args, message, command) => {
      const settings = { LONGWAVE_DATA: folder() };
      const told = await longwave(args, settings);
      expect(told.status).toBe(2);
      expect(told.stdout).toBe('');
      expect(told.stderr).toContain(`✗ ${message}`);
      expect(told.stderr).toContain(`"longwave ${command} --help" shows how to call it`);
      const { status, json } = await longwave([...args, '--json'], settings);
      expect(status).toBe(2);
      const known = args.includes('withdrwa') ? 'Unknown' : message;
      expect(json).toMatchObject({ error: { message: expect.stringContaining(known) } });
    },
    LONG,
  );
});

describe('hostile words', () => {
  it(
    'are shown and never obeyed, by lists, stories, reports and errors',
    async () => {
      const { settings } = await newsroom();
      const file = join(folder(), 'a.md');
      writeFileSync(
        file,
        '---\nheadline: "A\\u202eB\\u2066\\u009b31m"\nunsigned: true\n---\n\nWords\u202e.\n',
      );
      const added = await longwave(['story', 'add', file], settings);
      const listed = await longwave(['story', 'list', '--limit', '3'], settings);
      const id = /Story (\w+) is a draft/.exec(added.stdout)?.[1] ?? '';
      const shown = await longwave(['story', 'show', id], settings);
      const json = await longwave(['story', 'show', id, '--json'], settings);
      const wrong = await longwave(['story', 'show', '\u001b[2J\u202e'], settings);
      const moved = await longwave(['story', 'move', id, 'review'], settings);
      for (const { stdout, stderr } of [added, listed, shown, json, wrong, moved])
        expect(stdout + stderr).not.toMatch(/[[\p{Cc}\p{Bidi_Control}]--\n]/v);
      // What turns other text is taken out of a headline; what else cannot be seen is shown.
      expect(listed.stdout).toContain(String.raw`AB\u009b31m`);
      expect(wrong.stderr).toContain(String.raw`There is no story "\u001b[2J\u202e"`);
      expect(moved.stdout).toMatch(/Edition \d+ is current: nothing was left to press/);
    },
    LONG,
  );
});

describe('old addresses that no edition can hold', () => {
  it(
    'are left out by the import, and the press goes on',
    async () => {
      const { settings } = await newsroom();
      const from = join(folder(), 'archive');
      mkdirSync(from);
      const aliases = [
        '/<b>/',
        '/Новости/',
        '/a./',
        '/edition/',
        '/Older/',
        '/older/',
        '/2026/01/02/one.html/x/',
      ];
      const front = {
        headline: 'One',
        slug: 'one',
        state: 'live',
        unsigned: true,
        published: '2026-01-02T03:04:05Z',
        aliases,
      };
      writeFileSync(join(from, 'one.md'), `---\n${JSON.stringify(front)}\n---\n\nWords.\n`);
      const { status, json } = await longwave(['import', from, '--json'], settings);
      expect(status).toBe(0);
      expect(json).toMatchObject({ imported: 1, edition: expect.any(Number) });
      expect((await longwave(['press', '--full', '--json'], settings)).status).toBe(0);
    },
    LONG,
  );
});

describe('output that nobody reads to its end', () => {
  it(
    'is no fault',
    async () => {
      const { settings } = await newsroom();
      const script = resolve(import.meta.dirname, '..', 'script', 'longwave');
      const child = spawn(script, ['story', 'list', '--limit', '1000', '--json'], {
        env: { ...process.env, ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.stdout.destroy();
      const [status] = (await once(child, 'close')) as [number | null];
      expect([status, stderr]).toEqual([0, '']);
    },
    LONG,
  );
});
