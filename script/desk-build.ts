import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/*
 * Builds the desk's app into `dist/desk`: `node script/desk-build.ts`. The same sources and the same lock always give the
 * same bytes. Without a change since the last build there is nothing to do.
 */

const ROOT = resolve(import.meta.dirname, '..');

/** All that decides over the bytes of the app. */
const SOURCES = ['src/desk/app', 'src/body', 'script/desk-build.ts', 'package-lock.json'];
const MARK = 'sources.txt';

/** Smaller files travel in one packet either way. */
const WORTH_PACKING = 1_000;

/** Builds the app of a checkout into a folder, which is emptied first. */
export async function buildDesk(folder: string, root = ROOT): Promise<void> {
  // Which parts of React are taken follows this variable, whatever the shell around says.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await bundle(folder, join(root, 'src/desk/app'));
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  for (const path of filesUnder(folder)) {
    const bytes = readFileSync(path);
    if (bytes.length < WORTH_PACKING || !/\.(?:js|css|svg|json)$/.test(path)) continue;
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
    );
  }
}

async function bundle(folder: string, root: string): Promise<void> {
  await build({
    root,
    mode: 'production',
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      manifest: 'manifest.json',
      target: ['chrome123', 'firefox128', 'safari17.5'],
      // What is written into a page as data is refused by the page's own policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Tests and pages that only tests open decide nothing. */
const counts = (path: string): boolean => !/\.test\.tsx?$|\/testing\//.test(path);

/** One line that differs when the app would. */
export function markOf(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(root, source);
    const files =
      source.endsWith('.ts') || source.endsWith('.json') ? [path] : filesUnder(path).filter(counts);
    for (const file of files) {
      const bytes = readFileSync(file);
      hash.update(`${relative(root, file)} ${bytes.length}\n`).update(bytes);
    }
  }
  return `${hash.digest('hex')}\n`;
}

/** Whether a process of this machine still runs. */
function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Puts a finished build where the server looks. Two that build at once do not get in each other's way. */
function putInPlace(fresh: string, target: string): void {
  const old = `${target}.old-${process.pid}`;
  // There was none, or the other one took it away.
  unless(['ENOENT'], () => renameSync(target, old));
  // The other one was quicker, with the same bytes.
  unless(['ENOTEMPTY', 'EEXIST'], () => renameSync(fresh, target));
  for (const left of [old, fresh]) rmSync(left, { recursive: true, force: true });
}

/** Does something, or nothing where it fails for one of these reasons. */
function unless(codes: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

if (import.meta.main) {
  const target = join(ROOT, 'dist/desk');
  const mark = markOf(ROOT);
  const have = existsSync(join(target, MARK)) ? readFileSync(join(target, MARK), 'utf8') : '';
  if (have !== mark) {
    process.stderr.write('Building the desk (once, a few seconds) …\n');
    const dist = join(ROOT, 'dist');
    mkdirSync(dist, { recursive: true });
    // What builds that were killed left.
    for (const name of readdirSync(dist)) {
      const [, pid] = /^desk\.(?:new|old)-(\d+)$/.exec(name) ?? [];
      if (pid !== undefined && !runs(Number(pid))) rmSync(join(dist, name), { recursive: true, force: true });
    }
    const fresh = `${target}.new-${process.pid}`;
    await buildDesk(fresh);
    writeFileSync(join(fresh, MARK), mark);
    putInPlace(fresh, target);
  }
}
