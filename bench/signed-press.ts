/*
 * A full press, signed and unsigned, of the same newsroom in turns.
 *
 *   node bench/signed-press.ts [--stories 1000,10000] [--rounds 5] [--on /dev/shm]
 *
 * Each press runs in a process of its own, from an empty folder of editions, with as many threads as there are
 * processors; the order within a pair changes from round to round. Processor time is that of all its threads.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDepot } from '#depot';
import { openNewsroom } from '#newsroom';
import { press } from '#press';
import { openStore } from '#store';
import { makeKeys } from './edition/paper.ts';
import { fillNewsroom } from './fill.ts';
import { show, spread } from './spread.ts';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '1000,10000' },
    rounds: { type: 'string', default: '5' },
    on: { type: 'string', default: '/dev/shm' },
    /** For the process that presses once: a data folder. */
    press: { type: 'string' },
    signed: { type: 'boolean', default: false },
  },
});

type Run = { seconds: number; processor: number };

async function pressOnce(folder: string, signed: boolean): Promise<Run> {
  const now = Date.now;
  const databaseUrl = `sqlite:${join(folder, 'longwave.db')}`;
  const store = await openStore({ url: databaseUrl, now });
  const newsroom = await openNewsroom({ store, folder, now, random: Math.random });
  const depot = await openDepot({ folder: join(folder, 'edition'), now });
  const keys = signed ? await makeKeys(now()) : null;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const report = await press({
    newsroom,
    depot,
    at: now(),
    databaseUrl,
    folder,
    threads: availableParallelism(),
    full: true,
    ...(keys === null ? {} : { sign: { signers: keys.signers, anchors: keys.anchors } }),
  });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (report.signed !== signed) throw new Error('The edition is not signed as it was asked for');
  await depot.close();
  await store.close();
  return { seconds, processor: (user + system) / 1e6 };
}

function pressApart(folder: string, signed: boolean): Run {
  rmSync(join(folder, 'edition'), { recursive: true, force: true });
  const own = [import.meta.filename, '--press', folder, ...(signed ? ['--signed'] : [])];
  const ran = spawnSync(process.execPath, own, { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`The press failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Run;
}

async function compare(stories: number, rounds: number) {
  const folder = mkdtempSync(join(values.on, 'longwave-bench-'));
  try {
    await fillNewsroom(folder, stories);
    const runs: Record<'signed' | 'unsigned', Run[]> = { signed: [], unsigned: [] };
    // The first pair warms the caches.
    for (let round = -1; round < rounds; round++) {
      for (const signed of round % 2 === 0 ? [true, false] : [false, true]) {
        const run = pressApart(folder, signed);
        if (round >= 0) runs[signed ? 'signed' : 'unsigned'].push(run);
      }
    }
    const ratio = (name: keyof Run): number[] =>
      runs.signed.map((run, at) => run[name] / (runs.unsigned[at]?.[name] ?? Number.NaN));
    return {
      stories,
      runs,
      seconds: spread(ratio('seconds')),
      processor: spread(ratio('processor')),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.press !== undefined) {
  console.log(JSON.stringify(await pressOnce(values.press, values.signed)));
} else {
  const results: unknown[] = [];
  for (const stories of values.stories.split(',').map(Number)) {
    const found = await compare(stories, Number(values.rounds));
    const seconds = (name: 'signed' | 'unsigned'): string =>
      `${name} ${show(spread(found.runs[name].map((run) => run.seconds)), ' s')}, ${show(spread(found.runs[name].map((run) => run.processor)), ' s of processor')}`;
    console.log(`${String(stories).padStart(6)} stories  ${seconds('unsigned')}; ${seconds('signed')}`);
    console.log(
      `               signed / unsigned: time ${show(found.seconds)}, processor ${show(found.processor)}`,
    );
    results.push(found);
  }
  writeFileSync(
    join(import.meta.dirname, 'results', 'signed-press.json'),
    `${JSON.stringify({ rounds: Number(values.rounds), results }, null, 2)}\n`,
  );
}
