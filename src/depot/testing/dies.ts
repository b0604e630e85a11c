import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a process that changes a folder dies before its change with this number; see `doomed.ts`. */
export async function dies(folder: string, event: string, number: number): Promise<boolean> {
  return (await doomed(folder, event, String(number))) === 'SIGKILL';
}

/**
 * What a process that changes a folder leaves if it is killed: one process lives to its end and keeps the folder as
 * it is before each of its changes.
 *
 * @param kept a folder that is not there yet
 * @returns the folders in `kept`, one for each change, in their order
 */
export async function deaths(folder: string, event: string, kept: string): Promise<string[]> {
  await doomed(folder, event, kept);
  return readdirSync(kept)
    .sort((a, b) => Number(a) - Number(b))
    .map((number) => join(kept, number));
}

/** Really kills a process before some of its changes. @returns what these deaths left, and what `deaths` says of them */
export async function trueDeaths(
  start: string,
  event: string,
  left: readonly string[],
): Promise<{ found: string[]; said: string[] }[]> {
  const pairs: { found: string[]; said: string[] }[] = [];
  for (const number of [1, Math.ceil(left.length / 2), left.length]) {
    const folder = `${start}-${event}-${number}`;
    cpSync(start, folder, { recursive: true });
    if (!(await dies(folder, event, number))) throw new Error(`${event} has no change ${number}`);
    pairs.push({ found: shapeOf(folder), said: shapeOf(left[number - 1] ?? '') });
    rmSync(folder, { recursive: true });
  }
  return pairs;
}

/** Name and size of each file, but for what differs from one process to the next: locks, and names by chance. */
const shapeOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('lock') && statSync(join(folder, name)).isFile())
    .map((name) => `${name.replaceAll(/[0-9a-f]{8}[0-9a-f-]*/g, '#')} ${statSync(join(folder, name)).size}`)
    .sort();

async function doomed(folder: string, event: string, end: string): Promise<string | null> {
  const script = join(import.meta.dirname, 'doomed.ts');
  const child = spawn(process.execPath, [script, folder, event, end], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal === 'SIGKILL') return signal;
  if (said !== '' || code !== 0) throw new Error(`The process ended with ${String(code)} and said: ${said}`);
  return null;
}
