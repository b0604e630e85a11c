/*
 * A full press beside Hugo: the same stories, the same file system, in turns.
 *
 *   node bench/press.ts [--stories 10000] [--rounds 5] [--on /dev/shm] [--export]
 *
 * Each program is a whole process from start to exit, timed by GNU time, which also gives its peak memory. Hugo comes
 * from Debian; its templates are in bench/hugo/. Results go to bench/results/press-<stories>-<file system>.json.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillNewsroom } from './fill.ts';
import { writeHugoSite } from './hugo.ts';
import { show, spread } from './spread.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    on: { type: 'string', default: '/dev/shm' },
  },
});
const [stories, rounds] = [Number(values.stories), Number(values.rounds)];

/** `processor` is user and system time of all threads: on a busy machine it says more than the clock. */
type Run = { seconds: number; processor: number; megabytes: number };

/** Runs a command under GNU time. @throws Error with what it printed when it failed */
function timed(command: string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Run {
  const mark = '@@ %e %U %S %M';
  const ran = spawnSync('/usr/bin/time', ['-f', mark, ...command], {
    ...options,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const found = /@@ ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(ran.stderr);
  if (ran.status !== 0 || !found) throw new Error(`${command.join(' ')} failed: ${ran.stderr}${ran.stdout}`);
  const [seconds = 0, user = 0, system = 0, kilobytes = 0] = found.slice(1).map(Number);
  return { seconds, processor: user + system, megabytes: kilobytes / 1024 };
}

const told = ({ seconds, processor, megabytes }: Run): string =>
  `${seconds} s, ${processor.toFixed(2)} s of processor, ${megabytes.toFixed(0)} MB`;

const folder = mkdtempSync(join(values.on, 'longwave-bench-'));
try {
  const [ours, hugo] = [join(folder, 'ours'), join(folder, 'hugo')];
  mkdirSync(hugo);
  writeHugoSite(hugo, stories);
  await fillNewsroom(ours, stories);
  const runs: Record<'longwave' | 'hugo', Run[]> = { longwave: [], hugo: [] };
  const env = { ...process.env, LONGWAVE_DATA: ours };
  for (let round = 0; round <= rounds; round++) {
    rmSync(join(ours, 'edition'), { recursive: true, force: true });
    rmSync(join(hugo, 'public'), { recursive: true, force: true });
    const ran = {
      longwave: timed([join(root, 'script', 'longwave'), 'press', '--full'], { cwd: root, env }),
      hugo: timed(['hugo', '--quiet'], { cwd: hugo }),
    };
    if (round === 0) continue; // the first warms the caches of both
    runs.longwave.push(ran.longwave);
    runs.hugo.push(ran.hugo);
    console.error(`round ${round}: Longwave ${told(ran.longwave)}; Hugo ${told(ran.hugo)}`);
  }
  const figures = Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [
      name,
      {
        seconds: spread(all.map((run) => run.seconds)),
        processor: spread(all.map((run) => run.processor)),
        megabytes: spread(all.map((run) => run.megabytes)),
      },
    ]),
  );
  for (const [name, { seconds, processor, megabytes }] of Object.entries(figures)) {
    const shown = [show(seconds, ' s'), show(processor, ' s of processor'), show(megabytes, ' MB')];
    console.log(`${name.padEnd(9)} ${shown.map((figure) => figure.padEnd(32)).join('')}`);
  }
  const fileSystem = spawnSync('stat', ['-f', '-c', '%T', values.on], { encoding: 'utf8' }).stdout.trim();
  const result = { stories, rounds, fileSystem, figures, runs };
  writeFileSync(
    join(root, 'bench', 'results', `press-${stories}-${fileSystem.replace(/\W+/g, '-')}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
