/**
 * How long a server takes from the start of its process to its first answer: a newsroom with the sample, code compiled
 * before. `node bench/start.ts --data FOLDER --rounds 9`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(root, 'data') },
    rounds: { type: 'string', default: '9' },
    port: { type: 'string', default: '4911' },
  },
});

/** Milliseconds of the processor, user and system, that a process has had. */
function processor(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function round(): Promise<{ clock: number; processor: number }> {
  const began = performance.now();
  const child = spawn(join(root, 'script', 'longwave'), ['serve'], {
    env: { ...process.env, LONGWAVE_DATA: values.data, LONGWAVE_PORT: values.port },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
      const answer = await fetch(`http://127.0.0.1:${values.port}/`).catch(() => null);
      if (answer?.ok === true && (await answer.arrayBuffer()).byteLength > 0) break;
      await wait(5);
    }
    return { clock: performance.now() - began, processor: processor(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

await round();
const rounds: Awaited<ReturnType<typeof round>>[] = [];
for (let at = 0; at < Number(values.rounds); at += 1) rounds.push(await round());
for (const what of ['clock', 'processor'] as const) {
  const sorted = rounds.map((one) => one[what]).sort((one, other) => one - other);
  const [least, median, most] = [0, Math.floor(sorted.length / 2), -1].map((at) => sorted.at(at) ?? 0);
  console.log(
    `${what}: ${median?.toFixed(0)} ms (${least?.toFixed(0)}–${most?.toFixed(0)}) of ${sorted.length}`,
  );
}
