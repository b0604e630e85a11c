import { Worker } from 'node:worker_threads';
import type { Asking } from './asking.ts';
import type { PageKey } from './keys.ts';
import type { WrittenPack } from '#depot';

/** Where a thread finds the newsroom. */
export type ThreadPlace = { databaseUrl: string; folder: string };

export type ToThread =
  | { kind: 'start'; at: number; pack: string; asking: Asking | null }
  | { kind: 'render'; keys: PageKey[] }
  | { kind: 'close' };

export type FromThread =
  | { kind: 'ready' }
  | { kind: 'rendered' }
  | { kind: 'closed'; pack: WrittenPack }
  | { kind: 'failed'; name: string; code: string; message: string; stack: string };

/**
 * Starts threads for a full press. They load their code at once, so whoever knows early that a full press comes starts
 * them first and loads its own code beside them.
 */
export function startThreads(count: number, place: ThreadPlace): Worker[] {
  return Array.from(
    { length: Math.max(0, count) },
    () =>
      new Worker(new URL('./thread.ts', import.meta.url), {
        workerData: place,
        // Under a lower limit the collector runs twice as often; a thread needs about 50 MB.
        resourceLimits: { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1536 },
      }),
  );
}
