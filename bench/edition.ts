/*
 * What signed editions cost, beside tuf-js with hash bins, at several numbers of stories (generated, and sparse: see
 * bench/edition/site.ts).
 *
 *   node bench/edition.ts [--stories 1000,100000,1000000] [--rounds 15] [--on /var/tmp] [--part follow,tree,tuf]
 *
 * follow: a signed depot behind the newsroom's own server; bytes, requests and round trips of readers over HTTP, and the
 * time to publish one story durably and to check a page in Node and in both browsers. tree: the tree alone, in memory.
 * tuf: the same stories as targets of succinct hash bins, read by tuf-js.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDepot } from '#depot';
import { measureFollowing } from './edition/follow.ts';
import type { Cost, Following } from './edition/follow.ts';
import { makeKeys } from './edition/paper.ts';
import { fillSite, storyPath } from './edition/site.ts';
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
    part: { type: 'string', default: 'follow,tree,tuf' },
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

type Followed = Following & { memory: number; fillSeconds: number; verifying: Verifying[] };

async function follow(stories: number): Promise<Followed> {
  const folder = mkdtempSync(join(values.on, 'longwave-bench-'));
  try {
    const keys = await makeKeys(AT);
    const filler = await openDepot({ folder, now: Date.now });
    const started = performance.now();
    await fillSite(filler, stories, keys, AT);
    const fillSeconds = (performance.now() - started) / 1000;
    await filler.close();
    // Opened anew, so that nothing of the filling is in memory.
    const depot = await openDepot({ folder, now: Date.now });
    const before = process.memoryUsage().rss;
    const found = await measureFollowing(depot, keys, { stories, rounds, at: AT });
    const memory = process.memoryUsage().rss - before;
    const verifying = await measureVerifying(depot, keys, {
      path: storyPath(stories),
      now: AT + 3_600_000,
      rounds: 41,
    });
    await depot.close();
    printCost(stories, 'nothing new', found.nothingNew);
    printCost(stories, 'times signed anew', found.newTimes);
    printCost(stories, 'new edition, new story', found.newStory);
    printCost(stories, 'new reader', found.newReader);
    const { ms, signing, bytes } = found.publish;
    print(
      stories,
      'publish',
      `${show(ms, ' ms')}; signing ${show(signing, ' ms')}; pack ${show(bytes, ' B')}`,
    );
    print(stories, 'memory', `${(memory / 1e6).toFixed(0)} MB`);
    for (const { where, chain, page } of verifying)
      print(stories, `verify, ${where}`, `chain ${show(chain, ' ms')}; page ${show(page, ' ms')}`);
    return { ...found, memory, fillSeconds, verifying };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const part of parts) {
  const results: unknown[] = [];
  for (const stories of sizes) {
    if (part === 'follow') results.push({ stories, ...(await follow(stories)) });
    if (part === 'tree') {
      const tree = measureTree(stories, rounds * 20);
      print(
        stories,
        'tree alone',
        `${show(tree.ms, ' ms')}; written ${show(tree.nodesWritten)} nodes; proof ${show(tree.proof, ' B')}; all nodes ${(tree.nodes / 1e6).toFixed(1)} MB, ${tree.buildMs.toFixed(0)} ms`,
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
