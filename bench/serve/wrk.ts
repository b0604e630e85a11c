import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type Round = { requests: number; p50: number; p99: number; failed: number };

const MILLISECONDS: Record<string, number> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };

/** One round of wrk on the second core: requests a second, and latencies in milliseconds. */
export async function load(options: { url: string; seconds: number; connections: number }): Promise<Round> {
  const settings = `-c 1 wrk -t1 -c${options.connections} -d${options.seconds}s --latency -H`.split(' ');
  const command = [...settings, 'Accept-Encoding: gzip', options.url];
  const { stdout } = await promisify(execFile)('taskset', command);
  const failures = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? '0';
  const socket =
    /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)?.slice(1) ?? [];
  return {
    requests: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    p50: latency(stdout, '50%'),
    p99: latency(stdout, '99%'),
    failed: Number(failures) + socket.reduce((sum, count) => sum + Number(count), 0),
  };
}

function latency(output: string, share: string): number {
  const match = new RegExp(`${share}\\s+([\\d.]+)(us|ms|s|m)\\b`).exec(output);
  return Number(match?.[1]) * (MILLISECONDS[match?.[2] ?? ''] ?? Number.NaN);
}
