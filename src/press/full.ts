import { Worker } from 'node:worker_threads';
import { writePack, type WrittenPack } from '#depot';
import type { StoryId } from '#newsroom';
import type { Gather } from './gather.ts';
import type { PageKey } from './keys.ts';
import { encode } from './output.ts';
import { planAll } from './plan.ts';
import { renderAll } from './render.ts';
import type { Staging } from './staging.ts';
import type { FromThread, ThreadData, ToThread } from './thread.ts';

export type Progress = (done: number, total: number) => void;

export type FullOptions = {
  gather: Gather;
  writer: Staging;
  threads: number;
  databaseUrl: string;
  folder: string;
  progress: Progress;
};

const STORIES_A_TASK = 200;
const KEYS_A_TASK = 40;

/** Small tasks, so that threads end together; stories first, since they are the most. */
async function tasks(gather: Gather): Promise<PageKey[][]> {
  const found: PageKey[][] = [];
  let after: StoryId | null = null;
  for (;;) {
    const ids: StoryId[] = await gather.newsroom.live.all(after, STORIES_A_TASK);
    const last = ids.at(-1);
    if (last === undefined) break;
    found.push(ids.map((story) => ({ kind: 'story', story })));
    after = last;
  }
  const keys = await planAll(gather);
  for (let from = 0; from < keys.length; from += KEYS_A_TASK)
    found.push(keys.slice(from, from + KEYS_A_TASK));
  return found;
}

/** Takes tasks until there are none and gives the pack it wrote. */
type Hand = (options: {
  next: () => Promise<PageKey[] | undefined>;
  rendered: (keys: number) => void;
}) => Promise<WrittenPack>;

/**
 * Renders the whole site on this thread and on others beside it, each of which writes a pack of its own. This thread
 * has its code loaded and its database open already, which makes it the cheapest of them.
 */
export async function pressFull(options: FullOptions): Promise<void> {
  const { gather, writer, progress, databaseUrl, folder } = options;
  let [done, total] = [0, 0];
  // The other threads load their code while the work is still being cut up.
  const queue = tasks(gather);
  const there = (): Hand => {
    const data = { databaseUrl, folder, at: gather.at, pack: writer.packFile() };
    return (work) => runThread({ ...work, data });
  };
  const here: Hand = (work) => runHere({ ...work, gather, pack: writer.packFile() });
  const hands = [...Array.from({ length: Math.max(0, options.threads - 1) }, there), here].map((hand) =>
    hand({
      next: async () => (await queue).shift(),
      rendered: (keys) => {
        done += keys;
        progress(done, total);
      },
    }),
  );
  total = (await queue).reduce((sum, keys) => sum + keys.length, 0);
  const settled = await Promise.allSettled(hands);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  for (const result of settled) if (result.status === 'fulfilled') writer.addPack(result.value);
}

async function runHere(options: {
  gather: Gather;
  pack: string;
  next: () => Promise<PageKey[] | undefined>;
  rendered: (keys: number) => void;
}): Promise<WrittenPack> {
  const pack = writePack(options.pack);
  try {
    for (let keys = await options.next(); keys; keys = await options.next()) {
      await renderAll(options.gather, keys, (output) => void pack.put(encode(output)));
      options.rendered(keys.length);
    }
    return pack.close();
  } catch (error) {
    pack.abort();
    throw error;
  }
}

/** Feeds one thread tasks until there are none and gives its pack. */
function runThread(options: {
  data: ThreadData;
  next: () => Promise<PageKey[] | undefined>;
  rendered: (keys: number) => void;
}): Promise<WrittenPack> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: options.data,
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 },
    });
    let closing = false;
    const under: number[] = [];
    const fail = (error: Error): void => {
      reject(error);
      void worker.terminate();
    };
    const feed = async (): Promise<void> => {
      const keys = await options.next();
      if (keys) under.push(keys.length);
      if (keys || !closing)
        worker.postMessage((keys ? { kind: 'render', keys } : { kind: 'close' }) satisfies ToThread);
      closing = !keys;
    };
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'failed')
        fail(Object.assign(new Error(message.message), { stack: message.stack }));
      else if (message.kind === 'closed') resolve(message.pack);
      else {
        // One task is always ahead, so that the thread never waits for this one.
        if (message.kind === 'rendered') options.rendered(under.shift() ?? 0);
        else feed().catch(fail);
        feed().catch(fail);
      }
    });
    worker.on('error', fail);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new Error(`A thread of the press ended with status ${code}; press again`));
    });
  });
}
