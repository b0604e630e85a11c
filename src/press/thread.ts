import { parentPort, workerData } from 'node:worker_threads';
import { writePack, type PackWriter } from '#depot';
import { newsroomOn } from '#newsroom';
import { openStore } from '#store';
import { isOpen } from './asking.ts';
import { openGather } from './gather.ts';
import { readLabels } from './labels.ts';
import { openEncoder } from './output.ts';
import { renderAll } from './render.ts';
import type { FromThread, ThreadPlace, ToThread } from './threads.ts';

type Start = Extract<ToThread, { kind: 'start' }>;

/** Opens the newsroom on this thread; done when the press says at which time and into which pack. */
async function open({ databaseUrl, folder }: ThreadPlace, { at, asking }: Start) {
  const now = (): number => at;
  const store = await openStore({ url: databaseUrl, now });
  const newsroom = newsroomOn({ store, folder, now, random: Math.random });
  const labels = await readLabels(newsroom, isOpen(asking));
  const gather = openGather({ newsroom, labels, at, asking, all: true });
  return { store, gather };
}

function run(place: ThreadPlace, port: NonNullable<typeof parentPort>): void {
  const tell = (message: FromThread): void => port.postMessage(message);
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  let pack: PackWriter | undefined;
  const encode = openEncoder();
  const handle = async (message: ToThread): Promise<void> => {
    if (message.kind === 'start') {
      opened = await open(place, message);
      pack = writePack(message.pack);
      tell({ kind: 'ready' });
      return;
    }
    if (!opened || !pack) throw new Error('A thread of the press was given work before it was started');
    const { store, gather } = opened;
    if (message.kind === 'close') {
      tell({ kind: 'closed', pack: pack.close() });
      await store.close();
      port.close();
      return;
    }
    const into = pack;
    await renderAll(gather, message.keys, (output) => void into.put(encode(output)));
    tell({ kind: 'rendered' });
  };
  // One after another: a task may come while the one before is under way.
  let last = Promise.resolve();
  port.on('message', (message: ToThread) => {
    last = last
      .then(() => handle(message))
      .catch((error: unknown) => {
        const told = error instanceof Error ? error : new Error(String(error));
        const { name, message: text, stack = '' } = told;
        const code = 'code' in told && typeof told.code === 'string' ? told.code : '';
        tell({ kind: 'failed', name, code, message: text, stack });
      });
  });
}

if (parentPort) run(workerData as ThreadPlace, parentPort);
