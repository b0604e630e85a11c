import { linkSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dropFile } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';

/** Holders of a lock touch it this often, so that machines that cannot see each other's processes can tell. */
const BEAT = 5_000;
/** A lock of another machine is dead when it was not touched for this long. */
const SILENCE = 60_000;
const RETRY = 20;
const TAKEOVER_AGE = 10_000;

// Locks that this process holds; one that bears our name and is not here could not be given back.
const ours = new Set<string>();

type Owner = { pid: number; started: string; host: string };

/**
 * Takes the folder's lock and gives the function that gives it back. A lock whose process is gone is taken over.
 *
 * @param patience milliseconds to wait for another process
 * @throws DepotError `locked` when somebody else still holds it then
 */
export async function takeLock(folder: string, now: () => number, patience: number): Promise<() => void> {
  const file = join(folder, 'lock');
  const mine = join(folder, `lock.${process.pid}`);
  const tries = Math.max(1, Math.ceil(patience / RETRY));
  for (let attempt = 1; ; attempt++) {
    try {
      reuse(`${file}.free`, mine);
      writeFileSync(mine, JSON.stringify(self()));
      utimesSync(mine, now() / 1000, now() / 1000);
      linkSync(mine, file);
      return held(file, now);
    } catch (error) {
      if (errno(error) !== 'EEXIST') throw diskError(error, `locking "${folder}"`);
    } finally {
      tidy(() => dropFile(mine));
    }
    if (isDead(file, now())) takeOver(file, now);
    else if (attempt >= tries) throw lockedBy(file);
    else await wait(RETRY);
  }
}

function held(file: string, now: () => number): () => void {
  ours.add(file);
  const beat = setInterval(() => {
    try {
      utimesSync(file, now() / 1000, now() / 1000);
    } catch (error) {
      // The folder was deleted beneath us; the commit will say so.
      if (errno(error) !== 'ENOENT') clearInterval(beat);
    }
  }, BEAT);
  beat.unref();
  return () => {
    clearInterval(beat);
    ours.delete(file);
    tidy(() => reuse(file, `${file}.free`));
  };
}

/** Does what may fail with the disk: a lock that bears our name and that we do not hold is taken over later. */
function tidy(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (errno(error) === '') throw error;
  }
}

/** Making a file costs some disks a millisecond, renaming one nothing; so an unlocked lock stays, under another name. */
function reuse(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errno(error) !== 'ENOENT') throw error;
  }
}

/** Removes a dead lock. Only one process may do so at a time, or one would remove the lock another just took. */
function takeOver(file: string, now: () => number): void {
  const guard = `${file}.takeover`;
  try {
    writeFileSync(guard, '', { flag: 'wx' });
    utimesSync(guard, now() / 1000, now() / 1000);
  } catch (error) {
    if (errno(error) !== 'EEXIST') throw diskError(error, `locking "${file}"`);
    if (ageOf(guard, now()) > TAKEOVER_AGE) dropFile(guard);
    return;
  }
  try {
    if (isDead(file, now())) dropFile(file);
  } finally {
    dropFile(guard);
  }
}

function isDead(file: string, at: number): boolean {
  const owner = readOwner(file);
  if (owner === 'gone') return false;
  // A lock is linked into place whole; one that cannot be read was cut by a power failure.
  if (owner === null) return true;
  if (owner.host !== hostname()) return ageOf(file, at) > SILENCE;
  if (owner.pid === process.pid) return owner.started !== startOf(process.pid) || !ours.has(file);
  return !isRunning(owner);
}

function isRunning(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return errno(error) === 'EPERM';
  }
  const started = startOf(owner.pid);
  // Process numbers come round again; the time of the start tells two apart, where the system shows it.
  return started === '' || owner.started === '' || started === owner.started;
}

function readOwner(file: string): Owner | 'gone' | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { pid, started, host } = value as Partial<Owner>;
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof host !== 'string') return null;
    return { pid, started, host };
  } catch (error) {
    if (errno(error) === 'ENOENT') return 'gone';
    if (error instanceof SyntaxError) return null;
    throw diskError(error, `reading "${file}"`);
  }
}

const self = (): Owner => ({ pid: process.pid, started: startOf(process.pid), host: hostname() });

/** When a process started, in the kernel's own ticks; '' where the system does not say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name, in brackets, may hold anything; the fields after it are counted from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (error) {
    if (errno(error) === '') throw error;
    return '';
  }
}

function ageOf(file: string, at: number): number {
  return at - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? at);
}

function lockedBy(file: string): DepotError {
  const owner = readOwner(file);
  const who =
    owner === null || owner === 'gone' ? 'another process' : `process ${owner.pid} on "${owner.host}"`;
  return new DepotError('locked', `${who} is writing an edition; wait for it to end or stop it`);
}
