import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Secrets } from '../destination.ts';
import { ReachError } from '../error.ts';
import { errno } from './system-error.ts';

/* One rclone that stays for the time of a push, so that connections are kept, and is asked over loopback. */

const START_MS = 20_000;
const FAILURE = z.object({ error: z.string() });

export type Rclone = {
  /**
   * @param limit milliseconds after which no answer is waited for
   * @throws RcloneError with what rclone says
   */
  call(command: string, input: Record<string, unknown>, limit: number): Promise<unknown>;
  close(): Promise<void>;
};

/** What rclone says of a call that failed. */
export class RcloneError extends Error {
  override readonly name = 'RcloneError';
}

/** @throws ReachError `no_program` */
export async function startRclone(secrets: Secrets, signal: AbortSignal): Promise<Rclone> {
  const password = randomBytes(24).toString('base64url');
  const child = spawn(
    'rclone',
    [
      'rcd',
      '--rc-addr=127.0.0.1:0',
      '--retries=1',
      '--low-level-retries=3',
      '--contimeout=15s',
      '--timeout=60s',
      '--ignore-times',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: environment(secrets, password) },
  );
  const end = (): void => void child.kill();
  signal.addEventListener('abort', end, { once: true });
  const address = await addressOf(child).catch((error: unknown) => {
    child.kill();
    signal.removeEventListener('abort', end);
    throw error;
  });
  const authorization = `Basic ${Buffer.from(`longwave:${password}`).toString('base64')}`;
  return {
    async call(command, input, limit) {
      signal.throwIfAborted();
      const late = AbortSignal.timeout(Math.ceil(limit));
      const response = await fetch(new URL(command, address), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(input),
        signal: AbortSignal.any([signal, late]),
      }).catch((error: unknown) => {
        // rclone itself waits for as long as a byte comes now and then.
        if (late.aborted && !signal.aborted) throw new RcloneError('timeout');
        throw error;
      });
      const value: unknown = await response.json();
      if (response.ok) return value;
      const failed = FAILURE.safeParse(value);
      throw new RcloneError(failed.success ? failed.data.error : `status ${response.status}`);
    },
    async close() {
      signal.removeEventListener('abort', end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

/** Nothing of our own settings, which hold the secrets of other mirrors. */
function environment({ CONFIG, CONFIG_PASSWORD }: Secrets, password: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:LONGWAVE_|DATABASE_URL$)/.test(name));
  return {
    ...Object.fromEntries(own),
    RCLONE_RC_USER: 'longwave',
    RCLONE_RC_PASS: password,
    // Never asks anybody on a terminal.
    RCLONE_ASK_PASSWORD: 'false',
    ...(CONFIG === undefined ? {} : { RCLONE_CONFIG: CONFIG }),
    ...(CONFIG_PASSWORD === undefined ? {} : { RCLONE_CONFIG_PASS: CONFIG_PASSWORD }),
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new ReachError('io', 'rclone does not start in time; try "rclone rcd" by hand')),
      START_MS,
    );
    const settle = (work: () => void): void => {
      clearTimeout(late);
      work();
    };
    let last = '';
    child.once('error', (cause) =>
      settle(() =>
        reject(
          errno(cause) === 'ENOENT'
            ? new ReachError(
                'no_program',
                'rclone is not installed; install it (Debian: apt install rclone)',
                { cause },
              )
            : new ReachError('no_program', `rclone cannot be started (${errno(cause)})`, { cause }),
        ),
      ),
    );
    child.once('exit', () =>
      settle(() => reject(new ReachError('io', `rclone ended as it started: ${last.slice(0, 300)}`))),
    );
    if (child.stderr === null) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      last = line;
      const address = /remote control on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(line)?.[1];
      if (address !== undefined) settle(() => resolve(address));
    });
  });
}
