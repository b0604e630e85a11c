import { parentPort, workerData } from 'node:worker_threads';
import { writePack, type WrittenPack } from '#depot';
import { newsroomOn } from '#newsroom';
import { openStore } from '#store';
import { openGather, STRETCH } from './gather.ts';
import type { PageKey } from './keys.ts';
import { readLabels } from './labels.ts';
import { encode } from './output.ts';
import { renderAll } from './render.ts';

/** What a thread is started with. */
export type ThreadData = { databaseUrl: string; folder: string; at: number; pack: string };

export type ToThread = { kind: 'render'; keys: PageKey[] } | { kind: 'close' };
export type FromThread =
  | { kind: 'ready' }
  | { kind: 'rendered'; files: number; bytes: number }
  | { kind: 'closed'; pack: WrittenPack }
  | { kind: 'failed'; message: string; stack: string };

async function run(data: ThreadData, port: NonNullable<typeof parentPort>): Promise<void> {
  const tell = (message: FromThread): void => port.postMessage(message);
  const now = (): number => data.at;
  const store = await openStore({ url: data.databaseUrl, now });
  const newsroom = newsroomOn({ store, folder: data.folder, now, random: Math.random });
  const gather = openGather({ newsroom, labels: await readLabels(newsroom), at: data.at, stretch: STRETCH });
  const pack = writePack(data.pack);
  const handle = async (message: ToThread): Promise<void> => {
    if (message.kind === 'close') {
      tell({ kind: 'closed', pack: pack.close() });
      await store.close();
      port.close();
      return;
    }
    let [files, bytes] = [0, 0];
    await renderAll(gather, message.keys, (output) => {
      const encoded = encode(output);
      pack.put(encoded);
      files += 1;
      bytes += encoded.raw.length;
    });
    tell({ kind: 'rendered', files, bytes });
  };
  // One after another: a task may come while the one before is under way.
  let last = Promise.resolve();
  port.on('message', (message: ToThread) => {
    last = last
      .then(() => handle(message))
      .catch((error: unknown) => {
        const { message: text, stack } = error instanceof Error ? error : new Error(String(error));
        tell({ kind: 'failed', message: text, stack: stack ?? '' });
      });
  });
  tell({ kind: 'ready' });
}

if (parentPort) await run(workerData as ThreadData, parentPort);
