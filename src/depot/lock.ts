import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dropFile } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import { INSTANCE, isRunning, self } from './owner.ts';
import type { Owner } from './owner.ts';
import { endTemporary, newTemporary } from './temporary.ts';

/** Holders of a lock touch it this often, so that machines that cannot see each other's processes can tell. */
const BEAT = 5_000;
/** A lock of another machine is dead when it was not touched for this long. */
const SILENCE = 60_000;
const RETRY = 20;
const TAKEOVER_AGE = 10_000;

// Tokens of the locks that we hold; a lock that bears our name and is not among them could not be given back.
const ours = new Set<string>();

/** Whose a lock is. The token tells one holding from the next of the same process; the host's name is for people. */
type Holder = Owner & { instance: string; token: string; host: string };

/** The folder's lock while we hold it. */
export type Lock = {
  /**
   * To be asked before the head is switched: whoever slept for long may have been taken for dead.
   *
   * @throws DepotError `locked` when somebody else has the lock now
   */
  assert: () => void;
  release: () => void;
};

/**
 * Takes the folder's lock. One whose process is gone is taken over.
 *
 * @param patience milliseconds to wait for another process
 * @throws DepotError `locked` when somebody else still holds it then
 */
export async function takeLock(folder: string, now: () => number, patience: number): Promise<Lock> {
  const file = join(folder, 'lock');
  // Two containers may both have a process 7, so the number alone is no name.
  const mine = newTemporary(folder);
  const tries = Math.max(1, Math.ceil(patience / RETRY));
  try {
    return await take({ file, mine, now, tries });
  } catch (error) {
    throw diskError(error, `locking "${folder}"`);
  } finally {
    endTemporary(mine);
  }
}

type Taking = { file: string; mine: string; now: () => number; tries: number };

async function take({ file, mine, now, tries }: Taking): Promise<Lock> {
  const token = randomUUID();
  const holder: Holder = { ...self(), instance: INSTANCE, token, host: hostname() };
  for (let attempt = 1; ; attempt++) {
    try {
      reuse(`${file}.free`, mine);
      writeFileSync(mine, JSON.stringify(holder));
      utimesSync(mine, now() / 1000, now() / 1000);
      linkSync(mine, file);
      return held(file, token, now);
    } catch (error) {
      if (errno(error) !== 'EEXIST') throw error;
    } finally {
      tidy(() => dropFile(mine));
    }
    if (isDead(file, now())) takeOver(file, now);
    else if (attempt >= tries) throw lockedBy(file);
    else await wait(RETRY);
  }
}

function held(file: string, token: string, now: () => number): Lock {
  const isOurs = (): boolean => {
    const holder = readHolder(file);
    return holder !== null && holder !== 'gone' && holder.token === token;
  };
  ours.add(token);
  const beat = setInterval(() => {
    try {
      if (isOurs()) utimesSync(file, now() / 1000, now() / 1000);
    } catch (error) {
      // The folder was deleted beneath us; the commit will say so.
      if (errno(error) !== 'ENOENT') clearInterval(beat);
    }
  }, BEAT);
  beat.unref();
  return {
    assert: () => {
      if (!isOurs()) throw lockedBy(file);
    },
    release: () => {
      clearInterval(beat);
      ours.delete(token);
      tidy(() => {
        if (isOurs()) reuse(file, `${file}.free`);
      });
    },
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
  const holder = readHolder(file);
  if (holder === 'gone') return false;
  // A lock is linked into place whole; one that cannot be read was cut by a power failure.
  if (holder === null) return true;
  const running = isRunning(holder);
  if (running === 'unknown') return ageOf(file, at) > SILENCE;
  return !running || (holder.instance === INSTANCE && !ours.has(holder.token));
}

function readHolder(file: string): Holder | 'gone' | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { pid, started, place, instance, token, host } = value as Partial<Holder>;
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof place !== 'string') return null;
    if (typeof instance !== 'string' || typeof token !== 'string' || typeof host !== 'string') return null;
    return { pid, started, place, instance, token, host };
  } catch (error) {
    if (errno(error) === 'ENOENT') return 'gone';
    if (error instanceof SyntaxError) return null;
    throw diskError(error, `reading "${file}"`);
  }
}

function ageOf(file: string, at: number): number {
  return at - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? at);
}

function lockedBy(file: string): DepotError {
  const holder = readHolder(file);
  const who =
    holder === null || holder === 'gone' ? 'another process' : `process ${holder.pid} on "${holder.host}"`;
  return new DepotError('locked', `${who} is writing an edition; wait for it to end or stop it`);
}
