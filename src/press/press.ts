import type { PressOptions, PressReport } from './run.ts';

export { countAhead, countEditions } from './count.ts';
export { programMark } from './program.ts';
export { startThreads } from './threads.ts';
export type { ThreadPlace } from './threads.ts';
export type { Output } from './output.ts';
export type { PressOptions, PressReport } from './run.ts';

/**
 * Makes the next edition from what is public now. Killed at any moment, the previous edition stands.
 *
 * @throws DepotError when another process presses for too long, or the disk refuses
 */
export async function press(options: PressOptions): Promise<PressReport> {
  // Loaded when first asked for: a caller of `startThreads` has its threads loading beside it by then.
  const { pressEdition } = await import('./run.ts');
  return pressEdition(options);
}
