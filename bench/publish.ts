/*
 * Time from the call that publishes a story until its page and every list and feed it belongs to are answered over
 * HTTP, durably, in a newsroom of some size: the server's own work, in one process as the server does it.
 *
 *   node bench/publish.ts [--stories 1000,10000] [--rounds 20] [--on /var/tmp]
 *
 * Each round writes a new story with three tags, two authors and a translation (drafts, not timed), then times: both
 * moved to live (database, synced), the edition pressed (packs and head pointer, synced), and every path of it that
 * changed fetched until it answers. Then the same for a banner and for one changed figure.
 */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';
import { openDepot, type Depot } from '#depot';
import { openNewsroom, type Newsroom, type StoryId } from '#newsroom';
import { createOrigin } from '#origin';
import { press, type Output, type PressReport } from '#press';
import { openStore } from '#store';
import { corpus } from './corpus.ts';
import { draftOf, fillNewsroom } from './fill.ts';
import { percentile, show, spread } from './spread.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '1000,10000' },
    rounds: { type: 'string', default: '20' },
    on: { type: 'string', default: '/var/tmp' },
  },
});
const rounds = Number(values.rounds);

type Works = {
  newsroom: Newsroom;
  depot: Depot;
  port: number;
  press(standing?: Output[]): Promise<PressReport>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Fetches one path and gives its ETag. @throws Error when it does not answer 200 */
function fetchTag(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(
      { port, host: '127.0.0.1', path: `/${path}`, agent, headers: { 'accept-encoding': 'gzip' } },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(String(response.headers.etag))
            : reject(new Error(`${path}: ${response.statusCode}`)),
        );
      },
    ).on('error', reject);
  });
}

/** Every changed path answers, and with the bytes of the new edition. */
async function answered({ depot, port }: Works, report: PressReport): Promise<void> {
  await Promise.all(
    [...report.added, ...report.changed].map(async (path) => {
      const entry = depot.lookup(path);
      const tag = await fetchTag(port, path);
      if (!entry || !tag.includes(entry.raw.slice(0, 8)))
        throw new Error(`${path} answers ${tag}, which is not the new edition`);
    }),
  );
}

type Sample = { ms: number; files: number; parts: number[] };

async function publishOnce(works: Works, number: number): Promise<Sample> {
  const { newsroom } = works;
  const [story, other] = [...corpus(1_000_000 + number * 2, 1_000_002 + number * 2)];
  if (!story || !other) throw new Error('The corpus is empty');
  const first = await newsroom.stories.create({ lang: 'en', draft: draftOf(story) });
  const second = await newsroom.stories.create({
    lang: 'ru',
    draft: { ...draftOf(other), tags: story.tags, section: story.section },
    source: { story: first.id, revision: 1 },
  });
  const started = performance.now();
  await newsroom.batch(async () => {
    for (const id of [first.id, second.id] satisfies StoryId[]) {
      const moved = await newsroom.stories.move({ story: id, to: 'live' });
      if (!moved.ok) throw new Error(moved.reasons.map((reason) => reason.message).join('; '));
    }
  });
  const kept = performance.now();
  const report = await works.press();
  const pressed = performance.now();
  await answered(works, report);
  const ended = performance.now();
  return {
    ms: ended - started,
    files: report.added.length + report.changed.length,
    parts: [kept - started, pressed - kept, ended - pressed],
  };
}

async function timed(works: Works, act: () => Promise<PressReport>): Promise<Sample> {
  const started = performance.now();
  const report = await act();
  const pressed = performance.now();
  await answered(works, report);
  return {
    ms: performance.now() - started,
    files: report.added.length + report.changed.length,
    parts: [pressed - started],
  };
}

async function measure(stories: number) {
  const folder = mkdtempSync(join(values.on, 'longwave-bench-'));
  try {
    await fillNewsroom(folder, stories);
    const databaseUrl = `sqlite:${join(folder, 'longwave.db')}`;
    const store = await openStore({ url: databaseUrl, now: Date.now });
    const newsroom = await openNewsroom({ store, folder, now: Date.now, random: Math.random });
    const depot = await openDepot({ folder: join(folder, 'edition'), now: Date.now });
    const origin = createOrigin({ depot });
    const { port } = await origin.listen(0, '127.0.0.1');
    let standing: Output[] = [];
    const works: Works = {
      newsroom,
      depot,
      port,
      press: (given = standing) =>
        press({
          newsroom,
          depot,
          at: Date.now(),
          databaseUrl,
          folder,
          threads: 2,
          standing: () => Promise.resolve(given),
        }),
    };
    await works.press();
    const found: Record<'publish' | 'banner' | 'figure', Sample[]> = { publish: [], banner: [], figure: [] };
    for (let round = -3; round < rounds; round++) {
      const publish = await publishOnce(works, round + 3);
      const banner = await timed(works, async () => {
        await newsroom.front.raiseBanner({
          lang: 'en',
          text: `Vote ${round} tonight`,
          expiresAt: Date.now() + 3_600_000,
        });
        return works.press();
      });
      standing = [
        {
          path: 'gap.svg',
          type: 'image/svg+xml',
          text: `<svg xmlns="http://www.w3.org/2000/svg"><text y="16">${hash('sha256', String(round)).slice(0, 6)}</text></svg>`,
        },
      ];
      const figure = await timed(works, () => works.press());
      if (round < 0) continue; // the first warm the caches, as a server that runs has them
      found.publish.push(publish);
      found.banner.push(banner);
      found.figure.push(figure);
    }
    await origin.close();
    await depot.close();
    await store.close();
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const results: unknown[] = [];
for (const stories of values.stories.split(',').map(Number)) {
  const found = await measure(stories);
  for (const [what, samples] of Object.entries(found)) {
    const times = samples.map((sample) => sample.ms);
    const parts = [0, 1, 2].map((part) =>
      percentile(
        samples.map((sample) => sample.parts[part] ?? 0),
        0.5,
      ).toFixed(1),
    );
    const files = spread(samples.map((sample) => sample.files));
    console.log(
      `${String(stories).padStart(6)} stories  ${what.padEnd(8)} ${show(spread(times), ' ms').padEnd(26)} p90 ${percentile(times, 0.9).toFixed(1)} ms  files ${show(files)}  parts ${parts.join(' / ')}`,
    );
    results.push({ stories, what, ms: spread(times), p90: percentile(times, 0.9), files, parts });
  }
}
const fileSystem = spawnSync('stat', ['-f', '-c', '%T', values.on], { encoding: 'utf8' }).stdout.trim();
writeFileSync(
  join(root, 'bench', 'results', `publish-${fileSystem.replaceAll(/\W+/g, '-')}.json`),
  `${JSON.stringify({ rounds, fileSystem, results }, null, 2)}\n`,
);
agent.destroy();
