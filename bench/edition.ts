/*
 * What signed editions cost, beside tuf-js with hash bins, at several numbers of stories (generated, and sparse: see
 * bench/edition/site.ts).
 *
 *   node bench/edition.ts [--stories 1000,100000,1000000] [--rounds 15] [--on /var/tmp] [--part follow,publish,tree,tuf]
 *
 * follow: a signed depot behind the newsroom's own server; bytes, requests and round trips of readers over HTTP, and the
 * time to check a page in Node and in both browsers. publish: one story after the other, durably, in depots of all sizes
 * in turns. tree: the tree alone, in memory.
 * tuf: the same stories as targets of succinct hash bins, read by tuf-js.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDepot } from '#depot';
import type { Depot } from '#depot';
import { measureFollowing } from './edition/follow.ts';
import type { Cost, Following } from './edition/follow.ts';
import { makeKeys } from './edition/paper.ts';
import type { Keys } from './edition/paper.ts';
import { measurePublishing } from './edition/publish.ts';
import type { Publishing } from './edition/publish.ts';
import { publishStory, storyPath } from './edition/site.ts';
import { measureTree } from './edition/tree.ts';
import { measureTuf } from './edition/tuf.ts';
import { measureVerifying } from './edition/verify.ts';
import type { Verifying } from './edition/verify.ts';
import { show } from './spread.ts';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '1000,100000,1000000' },
    rounds: { type: 'string', default: '15' },
    on: { type: 'string', default: '/var/tmp' },
    part: { type: 'string', default: 'follow,publish,tree,tuf' },
  },
});
const rounds = Number(values.rounds);
const sizes = values.stories.split(',').map(Number);
const parts = values.part.split(',');
const AT = Date.UTC(2026, 10, 23);

const print = (stories: number, what: string, text: string): void =>
  console.log(`${String(stories).padStart(7)} stories  ${what.padEnd(26)} ${text}`);

const printCost = (stories: number, what: string, cost: Cost): void =>
  print(
    stories,
    what,
    `${show(cost.metadata, ' B')}, in vain ${show(cost.vain, ' B')}; requests ${show(cost.requests)}; round trips ${show(cost.trips)}`,
  );

type Followed = Following & {
  /** Bytes that the process took more once the depot was open and read: of all of it, and of V8's heap alone. */
  memory: { resident: number; heap: number };
  fillSeconds: number;
  /** Files that one story makes another in an exported folder, and that it takes away; null where that was not tried. */
  exported: { written: number; removed: number } | null;
  verifying: Verifying[];
};

/** In a process of its own, so that nothing of it is in this one's memory. */
function fill(folder: string, stories: number): void {
  const child = join(import.meta.dirname, 'edition', 'fill-child.ts');
  const filled = spawnSync(process.execPath, [child, folder, String(stories), String(AT)], {
    encoding: 'utf8',
  });
  if (filled.status !== 0) throw new Error(`The depot was not filled: ${filled.stderr}`);
}

async function publish(): Promise<Publishing[]> {
  const folder = mkdtempSync(join(values.on, 'longwave-bench-'));
  try {
    const sites = sizes.map((stories) => ({ stories, folder: join(folder, String(stories)) }));
    for (const site of sites) fill(site.folder, site.stories);
    const found = await measurePublishing(sites, await makeKeys(AT), { rounds: rounds * 3, at: AT });
    for (const { stories, ms, processor, timeBySmallest, processorBySmallest } of found)
      print(
        stories,
        'publish',
        `${show(ms, ' ms')}, ${show(timeBySmallest)} of the smallest; processor ${show(processor, ' ms')}, ${show(processorBySmallest)}`,
      );
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function follow(stories: number): Promise<Followed> {
  const folder = mkdtempSync(join(values.on, 'longwave-bench-'));
  try {
    const started = performance.now();
    fill(folder, stories);
    const fillSeconds = (performance.now() - started) / 1000;
    const keys = await makeKeys(AT);
    const before = process.memoryUsage();
    const depot = await openDepot({ folder, now: Date.now });
    const found = await measureFollowing(depot, keys, { stories, rounds, at: AT });
    const after = process.memoryUsage();
    const memory = {
      resident: after.rss - before.rss,
      heap: after.heapUsed + after.external - before.heapUsed - before.external,
    };
    const exported = stories > EXPORTED_UP_TO ? null : await exportTwice(depot, keys, stories);
    const verifying = await measureVerifying(depot, keys, {
      path: storyPath(stories),
      now: AT + 3_600_000,
      rounds: 41,
    });
    await depot.close();
    tell(stories, { ...found, memory, fillSeconds, exported, verifying });
    return { ...found, memory, fillSeconds, exported, verifying };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Beyond it there are millions of files. */
const EXPORTED_UP_TO = 10_000;

async function exportTwice(depot: Depot, keys: Keys, stories: number): Promise<Followed['exported']> {
  const to = mkdtempSync(join(values.on, 'longwave-bench-'));
  try {
    await depot.exportFolder({ to });
    await publishStory(depot, keys, { number: stories + rounds, at: AT + 3_600_000 });
    const { written, removed } = await depot.exportFolder({ to });
    return { written, removed };
  } finally {
    rmSync(to, { recursive: true, force: true });
  }
}

function tell(stories: number, found: Followed): void {
  printCost(stories, 'nothing new', found.nothingNew);
  printCost(stories, 'times signed anew', found.newTimes);
  printCost(stories, 'new edition, new story', found.newStory);
  printCost(stories, 'new reader', found.newReader);
  const { ms, processor, signing, bytes } = found.publish;
  const times = `${show(ms, ' ms')}; processor ${show(processor, ' ms')}; signing ${show(signing, ' ms')}`;
  print(stories, 'publish', `${times}; pack ${show(bytes, ' B')}`);
  const megabytes = (count: number): string => `${(count / 1e6).toFixed(0)} MB`;
  print(
    stories,
    'memory',
    `${megabytes(found.memory.resident)}, heap and buffers ${megabytes(found.memory.heap)}`,
  );
  if (found.exported !== null)
    print(stories, 'export', `${found.exported.written} written, ${found.exported.removed} removed`);
  for (const { where, chain, page } of found.verifying)
    print(stories, `verify, ${where}`, `chain ${show(chain, ' ms')}; page ${show(page, ' ms')}`);
}

for (const part of parts) {
  const results: unknown[] = part === 'publish' ? await publish() : [];
  for (const stories of part === 'publish' ? [] : sizes) {
    if (part === 'follow') results.push({ stories, ...(await follow(stories)) });
    if (part === 'tree') {
      const tree = measureTree(stories, rounds * 50);
      print(
        stories,
        'tree alone',
        `${show(tree.ms, ' ms')}; written ${show(tree.nodesWritten)} nodes; proof ${show(tree.proof, ' B')}, p95 ${tree.proof95} B; all nodes ${(tree.nodes / 1e6).toFixed(1)} MB, ${tree.buildMs.toFixed(0)} ms`,
      );
      results.push({ stories, ...tree });
    }
    if (part === 'tuf') {
      const bins = await measureTuf(stories, rounds);
      for (const one of bins)
        print(
          stories,
          `tuf-js, ${one.bins} bins`,
          `nothing new ${one.nothingNew} B; new story ${one.newStory} B; new reader ${one.newReader} B; publish ${show(one.publish, ' ms')}; snapshot ${one.snapshot} B`,
        );
      results.push({ stories, bins });
    }
  }
  const file = join(import.meta.dirname, 'results', `edition-${part}.json`);
  writeFileSync(file, `${JSON.stringify({ rounds, results }, null, 2)}\n`);
}
