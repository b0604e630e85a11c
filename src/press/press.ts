import type { Newsroom, Revision, Story } from '#newsroom';
import type { Preview } from './preview.ts';
import type { PressOptions, PressReport } from './run.ts';
import type { SignAgainOptions } from './sign.ts';

export { countAhead, countEditions } from './count.ts';
export { stylesheetOf } from './labels.ts';
export { programMark } from './program.ts';
export { startThreads } from './threads.ts';
export type { ThreadPlace } from './threads.ts';
export type { Output } from './output.ts';
export type { Preview, PreviewFile } from './preview.ts';
export type { PressOptions, PressReport } from './run.ts';
export type { SignAgainOptions, Signing } from './sign.ts';

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

/**
 * Signs the times of the current edition anew, so that readers see that it is still the last one. Nothing else changes.
 *
 * @returns false where there is no edition yet
 * @throws DepotError when another process presses for too long, or the disk refuses
 */
export async function signAgain(options: SignAgainOptions): Promise<boolean> {
  const { signEditionAgain } = await import('./sign.ts');
  return signEditionAgain(options);
}

/**
 * A story's page as readers would get it, from a revision that they do not have; nothing is written.
 *
 * @returns null for a language in which the site is not published
 */
export async function previewStory(options: {
  newsroom: Newsroom;
  story: Story;
  revision: Revision;
  at: number;
}): Promise<Preview | null> {
  const { renderPreview } = await import('./preview.ts');
  return renderPreview(options);
}
