import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..');

export type Ran = { status: number; stdout: string; stderr: string; json: unknown };

/** The environment of a test's command: nothing of the machine's own settings. */
export function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('LONGWAVE_') && name !== 'DATABASE_URL',
  );
  return { ...Object.fromEntries(plain), ...settings };
}

/**
 * Runs `longwave` as a person would, to its end, in a process of its own. Where the process is not what is tested,
 * `here.ts` does it sooner.
 *
 * @param input what it finds on its standard input. Default: nothing
 */
export async function longwave(
  args: readonly string[],
  settings: Record<string, string>,
  input = '',
): Promise<Ran> {
  const child = spawn(join(root, 'script', 'longwave'), args, {
    env: environment(settings),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Most commands read nothing and may be gone by then.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return ranWith(args, { status, stdout, stderr });
}

/** What a call of `longwave` came to, with what it said as JSON where it was asked to. */
export const ranWith = (args: readonly string[], said: Omit<Ran, 'json'>): Ran => ({
  ...said,
  json: args.includes('--json') && said.stdout !== '' ? (JSON.parse(said.stdout) as unknown) : undefined,
});

export type Serving = {
  address: string;
  /** Where the desk is. */
  desk: string;
  child: ChildProcess;
  stderr: () => string;
  stop(): Promise<number | null>;
};

/** Starts `longwave serve` on a free port and waits until it says where. */
export async function serving(
  settings: Record<string, string>,
  args: readonly string[] = [],
): Promise<Serving> {
  const child = spawn(join(root, 'script', 'longwave'), ['serve', '--json', ...args], {
    env: environment({ LONGWAVE_PORT: '0', ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    once(child, 'exit').then(([status]) =>
      Promise.reject(new Error(`longwave serve ended with ${String(status)}: ${stderr}`)),
    ),
  ]);
  const { address, desk } = JSON.parse(line) as { address: string; desk: string };
  return {
    address,
    desk,
    child,
    stderr: () => stderr,
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      const [status] = (await once(child, 'exit')) as [number | null];
      return status;
    },
  };
}

/** A folder that goes with the test. */
export function temporary(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'longwave-test-'));
  return {
    path,
    remove: () => {
      // A newsroom's keys lie beside its data.
      for (const made of [path, `${path}.keys`]) rmSync(made, { recursive: true, force: true });
    },
  };
}

/** For hooks that take a copy of the sample: making it takes a minute of a core, and far longer on a busy machine. */
export const SAMPLE_MS = 600_000;

type Copy = { path: string; remove(): void };

/** A copy of the sample newsroom with all its pictures made and in its second edition, which the test may change. */
export async function sampleNewsroom(): Promise<Copy> {
  return copyOf(
    await madeOnce('sample', async (path) => {
      copyNewsroom(await newSample(), path);
      // A folder is written with all pictures, which takes by far the longest of what tests would do again and again.
      await made(['press', '--out', join(path, 'site')], path);
      rmSync(join(path, 'site'), { recursive: true });
    }),
  );
}

/** A copy of the sample newsroom as `longwave init` leaves it, with pictures that are still to be made. */
export const newSampleNewsroom = async (): Promise<Copy> => copyOf(await newSample());

const newSample = (): Promise<string> => madeOnce('new', (path) => made(['init', '--sample'], path));

async function made(args: readonly string[], path: string): Promise<void> {
  const { status, stderr } = await longwave(args, { LONGWAVE_DATA: path });
  if (status !== 0) throw new Error(`longwave ${args.join(' ')} ended with ${status}: ${stderr}`);
}

function copyOf(newsroom: string): Copy {
  const copy = temporary();
  copyNewsroom(newsroom, copy.path);
  return copy;
}

function copyNewsroom(from: string, to: string): void {
  for (const end of ['', '.keys']) cpSync(`${from}${end}`, `${to}${end}`, { recursive: true });
}

/** What takes long is made by the first test process that needs it; the others wait for it. @returns where it lies */
async function madeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const shared = process.env.TEST_SHARED;
  if (shared === undefined)
    throw new Error('TEST_SHARED names no folder; vitest.config.ts says who makes it');
  const path = join(shared, name);
  const [done, failed] = [`${path}.done`, `${path}.failed`];
  try {
    writeFileSync(`${path}.begun`, '', { flag: 'wx' });
  } catch {
    await until(`${name} is made`, () => Promise.resolve(existsSync(done) || existsSync(failed)), SAMPLE_MS);
    if (existsSync(failed)) throw new Error(`Another test process could not make it: ${name}`);
    return path;
  }
  try {
    await make(path);
    writeFileSync(done, '');
  } catch (error) {
    writeFileSync(failed, '');
    throw error;
  }
  return path;
}

/** Asks until `done` says yes. @throws Error with `what` when it has not within `ms` */
export async function until(what: string, done: () => Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain until ${what}`);
    await new Promise((next) => setTimeout(next, 25));
  }
}
