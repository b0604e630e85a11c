import type { Depot } from '#depot';
import { objectPath } from '#edition';
import type { Anchor, FileEntry, OpenedFile } from '#edition';
import { createOrigin } from '#origin';
import { spread } from '../spread.ts';
import type { Spread } from '../spread.ts';
import type { Asked } from './reader.ts';
import { CountingReader, Memory } from './reader.ts';
import type { Keys } from './paper.ts';
import { publishStory, signAgain, storyPath } from './site.ts';
import type { Published } from './site.ts';

export type Cost = {
  /** Bytes of the bodies of what was there, but for the story's own. */
  metadata: Spread;
  /** Bytes of the bodies that said that something is not there. */
  vain: Spread;
  requests: Spread;
  trips: Spread;
};

export type Following = {
  nothingNew: Cost;
  newTimes: Cost;
  /** A reader who knows the paper: a new edition, and a story never seen. */
  newStory: Cost;
  /** A reader who has a fingerprint and nothing else. */
  newReader: Cost;
  publish: Record<keyof Published, Spread>;
};

const MINUTE = 60_000;

/** What following costs, and publishing one story beside it. */
export async function measureFollowing(
  depot: Depot,
  keys: Keys,
  options: { stories: number; rounds: number; at: number },
): Promise<Following> {
  const { stories, rounds } = options;
  let clock = options.at;
  const origin = createOrigin({ depot });
  const { port } = await origin.listen(0, '127.0.0.1');
  const found: Record<'nothing' | 'times' | 'story' | 'reader', Asked[][]> = {
    nothing: [],
    times: [],
    story: [],
    reader: [],
  };
  const published: Published[] = [];
  const open = (anchor: Anchor, memory: Memory): CountingReader =>
    new CountingReader({ port, anchor, memory, now: () => clock });
  const first = { root: keys.anchors.roots[0] ?? new Uint8Array(0) };
  const memory = new Memory();
  const start = open(first, memory);
  await start.follower.update();
  start.close();
  for (let round = 0; round < rounds; round++) {
    const reader = open(first, memory.copy());
    await reader.follower.recall();
    await reader.follower.update();
    reader.take();
    await reader.follower.update();
    found.nothing.push(reader.take());
    await signAgain(depot, keys, (clock += MINUTE));
    await reader.follower.update();
    found.times.push(reader.take());
    const number = stories + round;
    published.push(await publishStory(depot, keys, { number, at: (clock += MINUTE) }));
    const { file } = await reader.follower.visit(storyPath(number));
    found.story.push(withoutPage(reader.take(), entryOf(file)));
    reader.close();
    const stranger = open({ fingerprint: keys.fingerprint }, new Memory());
    await stranger.follower.update();
    const opened = await stranger.follower.open(storyPath(number));
    found.reader.push(withoutPage(stranger.take(), entryOf(opened)));
    stranger.close();
  }
  await origin.close();
  return {
    nothingNew: costOf(found.nothing),
    newTimes: costOf(found.times),
    newStory: costOf(found.story),
    newReader: costOf(found.reader),
    publish: {
      ms: spread(published.map(({ ms }) => ms)),
      processor: spread(published.map(({ processor }) => processor)),
      signing: spread(published.map(({ signing }) => signing)),
      bytes: spread(published.map(({ bytes }) => bytes)),
    },
  };
}

function entryOf(file: OpenedFile | null): FileEntry {
  if (file === null) throw new Error('The new story is not there');
  return file.entry;
}

/** Without the story's bytes, which come at its own path or as an object. */
function withoutPage(asked: readonly Asked[], { path, object }: FileEntry): Asked[] {
  const own = [path, objectPath(object)];
  return asked.map((one) => (own.includes(one.path) ? { ...one, body: 0 } : one));
}

function costOf(visits: readonly Asked[][]): Cost {
  const of = (count: (asked: readonly Asked[]) => number): Spread => spread(visits.map(count));
  const sum = (asked: readonly Asked[]): number => asked.reduce((all, { body }) => all + body, 0);
  return {
    metadata: of((asked) => sum(asked.filter(({ status }) => status === 200))),
    vain: of((asked) => sum(asked.filter(({ status }) => status !== 200))),
    requests: of((asked) => asked.length),
    trips: of((asked) => Math.max(...asked.map(({ trip }) => trip))),
  };
}
