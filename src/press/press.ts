import type { Newsroom, Revision, Story } from '#newsroom';
import type { SupportShown } from '#support';
import type { Filled, LookedAt, Saying } from './look.ts';
import type { Preview } from './preview.ts';
import type { PressOptions, PressReport } from './run.ts';
import type { SignAgainOptions } from './sign.ts';

export { countAhead, countEditions } from './count.ts';
export { shownColours, stylesheetOf } from './labels.ts';
export type { SiteColours } from '#reader';
export { programMark } from './program.ts';
export { startThreads } from './threads.ts';
export type { ThreadPlace } from './threads.ts';
export type { Output } from './output.ts';
export type { Filled, LookedAt, Saying } from './look.ts';
export type { Preview } from './preview.ts';
export type { PreviewFile } from './preview-files.ts';
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
  /** What the page says of supporting the paper. Default: nothing. */
  saying?: Saying;
}): Promise<Preview | null> {
  const { renderPreview } = await import('./preview.ts');
  return renderPreview(options);
}

/**
 * A page of the paper as the next edition would have it, saying of support what is given here; nothing is written.
 *
 * @returns null where there is no such page
 */
export async function previewPage(options: {
  newsroom: Newsroom;
  at: number;
  saying: Saying;
  looked: LookedAt;
}): Promise<Preview | null> {
  const { renderLook } = await import('./look.ts');
  return renderLook(options);
}

/** What stands in braces in appeals now, and where their button leads, by language of the site. */
export async function appealFillings(
  newsroom: Newsroom,
  support: SupportShown,
): Promise<Map<string, Filled>> {
  const { renderFillings } = await import('./look.ts');
  return renderFillings(newsroom, support);
}
