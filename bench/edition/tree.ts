import { decodeNode, encodeUnit, fromHex, placeOf, recordOf, sortRecords, toHex, updateTree } from '#edition';
import type { FileEntry } from '#edition';
import { percentile, spread } from '../spread.ts';
import type { Spread } from '../spread.ts';
import { sha256 } from './paper.ts';
import { storyPath } from './site.ts';

/* The tree alone, in memory, whose units nobody stores: what one story more costs it. */

const NONE = new Uint8Array(0);

export type TreeCost = {
  ms: Spread;
  cpuMs: Spread;
  nodesRead: Spread;
  nodesWritten: Spread;
  /** Bytes of the proof of the new story: its nodes and its unit. Of 95 in 100 it has at most `proof95`. */
  proof: Spread;
  proof95: number;
  /** Bytes of memory that all nodes take, without what a program adds. */
  nodes: number;
  buildMs: number;
};

export function measureTree(stories: number, rounds: number): TreeCost {
  const nodes = new Map<string, Uint8Array>();
  const count = { read: 0, written: 0 };
  const store = {
    sha256,
    read: (hash: Uint8Array): Uint8Array => {
      count.read += 1;
      const bytes = nodes.get(toHex(hash));
      if (bytes === undefined) throw new Error(`There is no node ${toHex(hash)}`);
      return bytes;
    },
    write: (hash: Uint8Array, bytes: Uint8Array): void => {
      count.written += 1;
      nodes.set(toHex(hash), bytes);
    },
  };
  const started = performance.now();
  const records = Array.from({ length: stories }, (_, number) => recordOfStory(number).record);
  let root = updateTree(store, null, { remove: NONE, add: sortRecords(records) });
  const buildMs = performance.now() - started;
  const samples: { ms: number; cpu: number; read: number; written: number; proof: number }[] = [];
  for (let round = -50; round < rounds; round++) {
    const { record, unit } = recordOfStory(stories + round + 50);
    Object.assign(count, { read: 0, written: 0 });
    const cpu = process.cpuUsage();
    const before = performance.now();
    root = updateTree(store, root, { remove: NONE, add: record });
    const ms = performance.now() - before;
    const { user, system } = process.cpuUsage(cpu);
    // The first warm the program up.
    if (round < 0) continue;
    const proof = unit.length + wayTo(store.read, root, record).reduce((sum, { length }) => sum + length, 0);
    samples.push({ ms, cpu: (user + system) / 1000, ...count, proof });
  }
  const of = (name: 'ms' | 'cpu' | 'read' | 'written' | 'proof'): Spread =>
    spread(samples.map((sample) => sample[name]));
  const bytes = [...nodes.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    ms: of('ms'),
    cpuMs: of('cpu'),
    nodesRead: of('read'),
    nodesWritten: of('written'),
    proof: of('proof'),
    proof95: percentile(
      samples.map((sample) => sample.proof),
      0.95,
    ),
    nodes: bytes,
    buildMs,
  };
}

function recordOfStory(number: number): { record: Uint8Array; unit: Uint8Array } {
  const path = storyPath(number);
  const key = path.slice(0, -'.html'.length);
  const unit = encodeUnit({ key, files: [entryOf(path), entryOf(`text/${path}`)] });
  return { record: recordOf(placeOf(key, sha256), sha256(unit)), unit };
}

function entryOf(path: string): FileEntry {
  const raw = toHex(sha256(Buffer.from(path)));
  return {
    path,
    raw,
    size: 12_345,
    object: toHex(sha256(fromHex(raw))),
    stored: 4_321,
    gzip: true,
    type: 'text/html; charset=utf-8',
  };
}

function wayTo(read: (hash: Uint8Array) => Uint8Array, root: Uint8Array, place: Uint8Array): Uint8Array[] {
  const way: Uint8Array[] = [];
  let hash: Uint8Array | null = root;
  for (let depth = 0; hash !== null; depth++) {
    const bytes = read(hash);
    way.push(bytes);
    const node = decodeNode(bytes);
    if (node.kind === 'leaf') break;
    const byte = place[depth >> 1] ?? 0;
    hash = node.children[depth % 2 === 0 ? byte >> 4 : byte & 15] ?? null;
  }
  return way;
}
