import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errno } from './error.ts';

/** A process that something on the disk belongs to. */
export type Owner = {
  pid: number;
  /** When it started, in the kernel's own ticks; '' where the system does not say. */
  started: string;
  /** Where its number means something: this machine since its last start, and in it this container. */
  place: string;
};

/** Tells the copies of this code in one process apart, such as those of two threads. */
export const INSTANCE = randomBytes(4).toString('hex');

/** Where the numbers of processes mean what they mean here. Two containers may both have a process 7 on "server". */
const PLACE = createHash('sha256')
  .update(`${hostname()}\n${bootOf()}\n${namespaceOf()}`)
  .digest('hex')
  .slice(0, 12);

const SELF: Owner = { pid: process.pid, started: statOf(process.pid)?.started ?? '', place: PLACE };

export const self = (): Owner => SELF;

/** Whether the owner's process runs; `unknown` for one of another machine or container, whose processes we cannot see. */
export function isRunning(owner: Owner): boolean | 'unknown' {
  if (owner.place !== PLACE) return 'unknown';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errno(error) !== 'EPERM') return false;
  }
  const found = statOf(owner.pid);
  if (found === null) return true;
  // Process numbers come round again; the time of the start tells two apart, where the system shows it.
  return !found.dead && (owner.started === '' || found.started === owner.started);
}

/** What the system shows of a process; null where it shows nothing. */
function statOf(pid: number): { started: string; dead: boolean } | null {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === '') return null;
  // The program's name, in brackets, may hold anything; the fields after it are counted from its end.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // One that was killed keeps its number until its parent has asked how it ended; some never ask.
  return { started: fields[18] ?? '', dead: state === 'Z' || state === 'X' };
}

function bootOf(): string {
  return readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'));
}

function namespaceOf(): string {
  return readOr(() => readlinkSync('/proc/self/ns/pid'));
}

/** '' where the system does not have it. */
function readOr(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (errno(error) === '') throw error;
    return '';
  }
}
