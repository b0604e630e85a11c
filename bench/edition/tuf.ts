import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Updater } from 'tuf-js';
import { fetchFrom, findTarget, updateTrust } from '#edition';
import { spread } from '../spread.ts';
import type { Spread } from '../spread.ts';
import { Bins, digestOf } from './bins.ts';
import { Memory } from './reader.ts';
import { storyPath } from './site.ts';

export type BinCost = {
  bins: number;
  /** Bytes of all answers, each packed with gzip at its best, without the target. */
  nothingNew: number;
  newStory: number;
  newReader: number;
  /** Of these, the snapshot. */
  snapshot: number;
  /** Requests for a new story, one after the other. */
  requests: number;
  /** Milliseconds to put one story into its bin and sign and write bin, snapshot and timestamp anew, all in memory. */
  publish: Spread;
  /** Milliseconds of tuf-js for the visit of a new reader; null where it was not waited for. */
  theirMs: number | null;
};

const BITS = [8, 10, 12, 14];
/** tuf-js copies all it has read so far for each line of a snapshot: four times the bins take it sixteen times as long. */
const THEIRS_UP_TO = 10;

/** A client that follows the bins: tuf-js, or ours, which asks for the same files. */
type Client = { visit: (path: string | null) => Promise<void> };

/** What each number of bins costs a reader and the press. */
export async function measureTuf(stories: number, rounds: number): Promise<BinCost[]> {
  const digests = Array.from({ length: stories }, (_, number) => digestOf(storyPath(number)));
  const costs: BinCost[] = [];
  for (const bits of BITS) costs.push(await measureBins(bits, digests, rounds));
  return costs;
}

async function measureBins(bits: number, digests: readonly string[], rounds: number): Promise<BinCost> {
  const bins = await Bins.open(bits, digests);
  const served = await serve(bins);
  const folder = mkdtempSync(join(tmpdir(), 'longwave-bench-tuf-'));
  const root = bins.files.get('1.root.json') ?? new Uint8Array(0);
  const stories = digests.length;
  try {
    const clients = [
      ours(served.url, root),
      ...(bits <= THEIRS_UP_TO ? [theirs(served.url, root, folder)] : []),
    ];
    await bins.prepare(storyPath(0));
    for (const client of clients) await client.visit(storyPath(0));
    const nothingNew = await same(clients, served, null);
    const news = Array.from({ length: rounds }, (_, at) => storyPath(stories + at));
    for (const path of news) bins.warm(path);
    const times: number[] = [];
    for (const path of news) {
      const started = performance.now();
      await bins.publish(path);
      times.push(performance.now() - started);
    }
    const last = news.at(-1) ?? '';
    const newStory = await same(clients, served, last);
    const requests = served.asked.length;
    const snapshot = served.asked.find(({ path }) => path === bins.snapshotName)?.bytes ?? 0;
    const newReader = await same([ours(served.url, root)], served, last);
    const started = performance.now();
    if (bits <= THEIRS_UP_TO) await theirs(served.url, root, join(folder, 'new')).visit(last);
    const theirMs = bits <= THEIRS_UP_TO ? performance.now() - started : null;
    return {
      bins: 2 ** bits,
      nothingNew,
      newStory,
      newReader,
      snapshot,
      requests,
      publish: spread(times),
      theirMs,
    };
  } finally {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What one visit costs. @throws Error where two clients do not ask for the same */
async function same(clients: readonly Client[], served: Served, path: string | null): Promise<number> {
  const costs: number[] = [];
  for (const client of clients) {
    served.asked.length = 0;
    await client.visit(path);
    costs.push(served.asked.reduce((sum, { bytes }) => sum + bytes, 0));
  }
  const [first] = costs;
  if (first === undefined || costs.some((cost) => cost !== first))
    throw new Error(`Two clients took ${costs.join(' and ')} bytes for the same`);
  return first;
}

function theirs(url: string, root: Uint8Array, folder: string): Client {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'root.json'), root);
  return {
    async visit(path) {
      const updater = new Updater({ metadataDir: folder, metadataBaseUrl: url, config: { fetchRetries: 0 } });
      await updater.refresh();
      if (path !== null && (await updater.getTargetInfo(path)) === undefined)
        throw new Error(`tuf-js does not find "${path}"`);
    },
  };
}

function ours(url: string, root: Uint8Array): Client {
  const store = new Memory();
  const get = fetchFrom({ base: url, fetch, signal: () => AbortSignal.timeout(60_000) });
  return {
    async visit(path) {
      const trust = await updateTrust({ root, now: Date.now(), fetch: get, store });
      if (path !== null && (await findTarget({ trust, path, fetch: get, store })) === null)
        throw new Error(`No target "${path}"`);
    },
  };
}

type Served = { url: string; asked: { path: string; bytes: number }[]; close: () => Promise<void> };

async function serve(bins: Bins): Promise<Served> {
  const asked: Served['asked'] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    const bytes = bins.files.get(path);
    asked.push({ path, bytes: bytes === undefined ? 0 : gzipSync(bytes, { level: 9 }).length });
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Their client keeps its connections.
        server.closeAllConnections();
      }),
  };
}
