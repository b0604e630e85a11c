import { closeSync, linkSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../out.ts';
import { dropFile, isOpenToOthers, readOr } from './disk.ts';

/**
 * Works while no other command changes the keys of a folder. A lock whose process is gone is taken over.
 *
 * @throws Refusal while another command has it
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (isOpenToOthers(folder) === null) {
    throw new Refusal(`There are no keys in "${folder}"`, [
      'Make them with "longwave keys create"; LONGWAVE_KEYS names the folder',
    ]);
  }
  const file = join(folder, 'lock');
  const mine = join(folder, `lock.${process.pid}`);
  const holder = ownName();
  try {
    dropFile(mine);
    const fd = openSync(mine, 'wx', 0o600);
    writeFileSync(fd, holder);
    closeSync(fd);
    take(file, mine);
  } finally {
    dropFile(mine);
  }
  try {
    return await work();
  } finally {
    dropFile(file);
  }
}

function take(file: string, mine: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      linkSync(mine, file);
      return;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      const holder = taken ? readOr(file) : null;
      if (!taken || attempt > 2) throw error;
      if (holder === null) continue;
      if (!isGone(holder)) {
        throw new Refusal('Another command is changing these keys', [
          `Wait for it to end; where none runs on any machine, remove "${file}"`,
        ]);
      }
      dropFile(file);
    }
  }
}

/** Host, process and when that process began: numbers of processes come round again. */
const ownName = (): string => `${hostname()} ${process.pid} ${startOf(process.pid) ?? ''}`;

function isGone(holder: string): boolean {
  const [host, pid, started] = holder.split(' ');
  // What a killed command left half written was never held, since a lock appears whole.
  if (pid === undefined) return true;
  if (host !== hostname()) return false;
  return startOf(Number(pid)) !== started;
}

/** When a process began, in the kernel's own count; null where there is no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name, in brackets, may hold anything; the fields after it are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return alive(pid) ? '' : null;
  }
}

/** For systems without /proc. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
