import { Worker } from 'node:worker_threads';
import type { WrittenPack } from '#depot';
import type { StoryId } from '#newsroom';
import type { Gather } from './gather.ts';
import type { PageKey } from './keys.ts';
import { planAll } from './plan.ts';
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

/** Renders the whole site on threads, each of which writes a pack of its own. */
export async function pressFull(options: FullOptions): Promise<void> {
  const { gather, writer, progress } = options;
  const queue = await tasks(gather);
  const total = queue.reduce((sum, keys) => sum + keys.length, 0);
  let done = 0;
  const count = Math.max(1, Math.min(options.threads, queue.length));
  const threads = Array.from({ length: count }, () =>
    runThread({
      data: {
        databaseUrl: options.databaseUrl,
        folder: options.folder,
        at: gather.at,
        pack: writer.packFile(),
      },
      next: () => queue.shift(),
      rendered: (keys) => {
        done += keys;
        progress(done, total);
      },
    }),
  );
  const settled = await Promise.allSettled(threads);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  for (const result of settled) if (result.status === 'fulfilled') writer.addPack(result.value);
}

/** Feeds one thread tasks until there are none and gives its pack. */
function runThread(options: {
  data: ThreadData;
  next: () => PageKey[] | undefined;
  rendered: (keys: number) => void;
}): Promise<WrittenPack> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: options.data,
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    let under: PageKey[] = [];
    const fail = (error: Error): void => {
      reject(error);
      void worker.terminate();
    };
    const feed = (): void => {
      const keys = options.next();
      under = keys ?? [];
      worker.postMessage((keys ? { kind: 'render', keys } : { kind: 'close' }) satisfies ToThread);
    };
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'failed')
        fail(Object.assign(new Error(message.message), { stack: message.stack }));
      else if (message.kind === 'closed') resolve(message.pack);
      else {
        if (message.kind === 'rendered') options.rendered(under.length);
        feed();
      }
    });
    worker.on('error', fail);
    worker.on('exit', (code) => {
      if (code !== 0) reject(new Error(`A thread of the press ended with status ${code}; press again`));
    });
  });
}
