import type { Worker } from 'node:worker_threads';
import { writePack, type WrittenPack } from '#depot';
import type { StoryId } from '#newsroom';
import type { Asking } from './asking.ts';
import type { Gather } from './gather.ts';
import type { PageKey } from './keys.ts';
import { openEncoder } from './output.ts';
import { planAll } from './plan.ts';
import { renderAll } from './render.ts';
import type { Staging } from './staging.ts';
import { startThreads, type FromThread, type ToThread } from './threads.ts';

export type Progress = (done: number, total: number) => void;

export type FullOptions = {
  gather: Gather;
  writer: Staging;
  threads: number;
  databaseUrl: string;
  folder: string;
  asking: Asking | null;
  /** Threads that were started already. Default: started here. */
  started?: readonly Worker[];
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
  const { gather, writer, progress, databaseUrl, folder, asking } = options;
  let [done, total] = [0, 0];
  // The other threads load their code while the work is still being cut up.
  const queue = tasks(gather);
  queue.catch(() => undefined); // told by whoever waits for it below
  const workers = options.started ?? startThreads(options.threads - 1, { databaseUrl, folder });
  const there = workers.map((worker): Hand => {
    const start = { kind: 'start', at: gather.at, pack: writer.packFile(), asking } as const;
    return (work) => runThread({ ...work, worker, start });
  });
  const here: Hand = (work) => runHere({ ...work, gather, pack: writer.packFile() });
  const hands = [...there, here].map((hand) =>
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
  const encode = openEncoder();
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
  worker: Worker;
  start: ToThread;
  next: () => Promise<PageKey[] | undefined>;
  rendered: (keys: number) => void;
}): Promise<WrittenPack> {
  return new Promise((resolve, reject) => {
    const { worker } = options;
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
      if (message.kind === 'failed') {
        const { name, code, stack } = message;
        // An error loses its class between threads; its name and code tell what to do.
        fail(Object.assign(new Error(message.message), { name, code, stack }));
      } else if (message.kind === 'closed') resolve(message.pack);
      else {
        // One task is always ahead, so that the thread never waits for this one.
        if (message.kind === 'rendered') options.rendered(under.shift() ?? 0);
        else feed().catch(fail);
        feed().catch(fail);
      }
    });
    worker.postMessage(options.start);
    worker.on('error', fail);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new Error(`A thread of the press ended with status ${code}; press again`));
    });
  });
}
