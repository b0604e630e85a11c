/**
 * Imports a generated WordPress export and tells time and memory.
 *
 *   node bench/import.ts [--megabytes 2048] [--characters 5000]
 *
 * The export and the newsroom it goes into stand in a folder of their own under the system's temporary folder.
 * Memory is the peak of the process that imports, which generates nothing.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from '../test/fixtures/import/generate.ts';

type Result = { items: number; seconds: number; cpu: number; peak: number };

async function work(file: string, folder: string): Promise<Omit<Result, 'peak' | 'cpu'>> {
  const started = performance.now();
  const items = await importAll(file, folder);
  return { items, seconds: (performance.now() - started) / 1000 };
}

async function importAll(file: string, folder: string): Promise<number> {
  const { openStore } = await import('#store');
  const { importArchive } = await import('#newsroom');
  const store = await openStore({ url: `sqlite:${join(folder, 'newsroom.db')}`, now: Date.now });
  const report = await importArchive({ store, folder, now: Date.now, random: Math.random, from: file });
  await store.close();
  if (report.imported !== report.items)
    throw new Error(`Only ${report.imported} of ${report.items} items came in`);
  return report.items;
}

async function child(): Promise<void> {
  const [file = '', folder = ''] = process.argv.slice(3);
  const done = await work(file, folder);
  const { user, system } = process.cpuUsage();
  process.send?.({ ...done, cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS / 1024 });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      megabytes: { type: 'string', default: '2048' },
      characters: { type: 'string', default: '5000' },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'longwave-bench-import-'));
  try {
    const file = join(folder, 'export.xml');
    await generate(file, Number(values.megabytes) * 1024 * 1024, Number(values.characters));
    const { size } = await stat(file);
    const importer = fork(import.meta.filename, ['--child', file, folder]);
    const [result] = (await once(importer, 'message')) as [Result];
    const megabytes = size / 1024 / 1024;
    console.log(`${megabytes.toFixed(0)} MB, ${result.items} items`);
    console.log(`${result.seconds.toFixed(1)} s, ${result.cpu.toFixed(1)} s of processor time`);
    console.log(
      `${(result.items / result.seconds).toFixed(0)} items/s, ${(result.items / result.cpu).toFixed(0)} per second of processor time`,
    );
    console.log(`${result.peak.toFixed(0)} MB of memory at most`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--child') await child();
else if (import.meta.main) await main();
