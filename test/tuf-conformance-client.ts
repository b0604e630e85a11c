import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTarget, downloadTarget, fetchFrom, findTarget, TufError, updateTrust } from '#edition';
import type { Fetch, MetadataStore, Target, Trust } from '#edition';

/*
 * Speaks the command line of github.com/theupdateframework/tuf-conformance (CLIENT-CLI.md): init, refresh, download.
 * Exit status 0 where all went well, else 1 and one line that says why.
 */

const REQUEST_MILLISECONDS = 10_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string' },
    'metadata-url': { type: 'string' },
    'target-base-url': { type: 'string' },
    'target-dir': { type: 'string' },
    'target-name': { type: 'string', multiple: true },
  },
});

const metadataDir = required('metadata-dir');

function required(name: 'metadata-dir' | 'metadata-url' | 'target-base-url' | 'target-dir'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`Pass "--${name}"`);
  return value;
}

/** The bytes of a file, or null where there is none. */
async function read(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function write(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const file = await open(`${path}.new`, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
}

const fileOf = (role: string): string => `${encodeURIComponent(role)}.json`;

const store: MetadataStore = {
  read: (role) => read(join(metadataDir, fileOf(role))),
  write: (role, bytes) => write(metadataDir, fileOf(role), bytes),
  remove: (role) => rm(join(metadataDir, fileOf(role)), { force: true }),
};

const over = (base: string): Fetch =>
  fetchFrom({ base, fetch, signal: () => AbortSignal.timeout(REQUEST_MILLISECONDS) });

const refresh = (): Promise<Trust> =>
  updateTrust({ now: Date.now(), fetch: over(required('metadata-url')), store });

async function isKept(target: Target, bytes: Uint8Array | null): Promise<boolean> {
  if (bytes === null) return false;
  try {
    await checkTarget(target, bytes);
    return true;
  } catch (error) {
    if (error instanceof TufError) return false;
    throw error;
  }
}

async function downloadAll(): Promise<void> {
  const trust = await refresh();
  const folder = required('target-dir');
  const metadata = over(required('metadata-url'));
  for (const path of values['target-name'] ?? []) {
    const target = await findTarget({ trust, path, fetch: metadata, store });
    if (target === null) throw new Error(`There is no target "${path}"`);
    const name = encodeURIComponent(path);
    if (await isKept(target, await read(join(folder, name)))) continue;
    const bytes = await downloadTarget({ trust, target, fetch: over(required('target-base-url')) });
    await write(folder, name, bytes);
  }
}

async function run(): Promise<void> {
  const [command, file] = positionals;
  if (command === 'init' && file !== undefined) {
    await write(metadataDir, 'root.json', new Uint8Array(await readFile(file)));
  } else if (command === 'refresh') {
    await refresh();
  } else if (command === 'download') {
    await downloadAll();
  } else {
    throw new Error('Say "init FILE", "refresh" or "download"');
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof TufError ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
