import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..');

export type Ran = { status: number; stdout: string; stderr: string; json: unknown };

/** The environment of a test's command: nothing of the machine's own settings. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('LONGWAVE_') && name !== 'DATABASE_URL',
  );
  return { ...Object.fromEntries(plain), ...settings };
}

/** Runs `longwave` as a person would, to its end. */
export async function longwave(args: readonly string[], settings: Record<string, string>): Promise<Ran> {
  const child = spawn(join(root, 'script', 'longwave'), args, {
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return {
    status,
    stdout,
    stderr,
    json: args.includes('--json') && stdout !== '' ? (JSON.parse(stdout) as unknown) : undefined,
  };
}

export type Serving = {
  address: string;
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
  const { address } = JSON.parse(line) as { address: string };
  return {
    address,
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

let made: Promise<string> | undefined;

/** A copy of the sample newsroom that the test may change; the sample itself is made once for all tests. */
export async function sampleNewsroom(): Promise<{ path: string; remove(): void }> {
  made ??= makeSample();
  const copy = temporary();
  const from = await made;
  cpSync(from, copy.path, { recursive: true });
  cpSync(`${from}.keys`, `${copy.path}.keys`, { recursive: true });
  return copy;
}

async function makeSample(): Promise<string> {
  const made = temporary();
  const { path } = made;
  process.once('exit', () => made.remove());
  const { status, stderr } = await longwave(['init', '--sample'], { LONGWAVE_DATA: path });
  if (status !== 0) throw new Error(`longwave init --sample ended with ${status}: ${stderr}`);
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
