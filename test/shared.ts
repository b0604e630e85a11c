import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What all test processes of one run share: a folder whose name they find in `TEST_SHARED`, gone at the end; and, with
 * every Node that they start, the compiled code that `script/longwave` keeps. Files of tests lie in memory where there
 * is room, unless `TMPDIR` says where else.
 */
export default function share(): () => Promise<void> {
  // Each project of a run calls this, and all share what the first one made.
  if (process.env.TEST_SHARED !== undefined) return () => Promise.resolve();
  const own = process.env.TMPDIR === undefined ? inMemory() : null;
  if (own !== null) process.env.TMPDIR = own;
  const folder = mkdtempSync(join(tmpdir(), 'longwave-shared-'));
  process.env.TEST_SHARED = folder;
  process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, '../node_modules/.cache/longwave');
  return () => cleared(own ?? folder);
}

/** Servers of the test processes clear away what is theirs at the same time, which ends a removal before its end. */
async function cleared(folder: string): Promise<void> {
  for (let turn = 0; existsSync(folder) && turn < 100; turn++) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    await wait(50);
  }
}

const MEMORY = '/dev/shm';
const GB = 1024 ** 3;
/** Bytes that have to be free: of the file system, and of the machine's memory, which tests need for themselves too. */
const ROOM = { disk: 6 * GB, memory: 10 * GB };

/** A folder in memory: tests write tens of thousands of files, each as one that has to last. */
function inMemory(): string | null {
  if (!existsSync(MEMORY) || freemem() < ROOM.memory) return null;
  const { bavail, bsize } = statfsSync(MEMORY);
  const [, options = 'noexec'] =
    new RegExp(` ${MEMORY} tmpfs (\\S+)`).exec(readFileSync('/proc/self/mounts', 'utf8')) ?? [];
  if (bavail * bsize < ROOM.disk || options.split(',').includes('noexec')) return null;
  for (const name of readdirSync(MEMORY)) {
    // What a run left behind that was killed.
    const id = /^longwave-(\d+)$/.exec(name)?.[1];
    if (id !== undefined && !existsSync(`/proc/${id}`)) rmSync(join(MEMORY, name), { recursive: true });
  }
  const folder = join(MEMORY, `longwave-${process.pid}`);
  mkdirSync(folder);
  // As the usual one: PostgreSQL runs as another user, who clears away there too.
  chmodSync(folder, 0o1777);
  return folder;
}
