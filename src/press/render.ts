import { setImmediate as turn } from 'node:timers/promises';
import { dayOutputs, monthOutputs, yearOutputs, yearsOutputs } from './archives.ts';
import { frontOutputs } from './fronts.ts';
import type { Gather } from './gather.ts';
import type { PageKey } from './keys.ts';
import { correctionsOutputs, listOutputs } from './lists.ts';
import type { Output } from './output.ts';
import { fixedOutputs, pageOutputs } from './pages.ts';
import { newsSitemapOutputs, sitemapIndexOutputs, sitemapOutputs } from './sitemaps.ts';
import { feedOutputs, forwardingOutputs, storyOutputs } from './stories.ts';

/** Renders one key. Nothing comes back for a page that is no longer there. */
export async function render(gather: Gather, key: PageKey): Promise<Output[]> {
  switch (key.kind) {
    case 'story':
      return [...(await storyOutputs(gather, [key.story]))];
    case 'forwarding':
      return forwardingOutputs(gather, key.path);
    case 'front':
      return frontOutputs(gather, key.lang);
    case 'list':
      return listOutputs(gather, key.list, key.number);
    case 'day':
      return dayOutputs(gather, key.lang, key.date);
    case 'month':
      return monthOutputs(gather, key.lang, key.month);
    case 'year':
      return yearOutputs(gather, key.lang, key.year);
    case 'years':
      return yearsOutputs(gather, key.lang);
    case 'corrections':
      return correctionsOutputs(gather, key.lang, key.number);
    case 'page':
      return pageOutputs(gather, key.id, key.lang);
    case 'feeds':
      return feedOutputs(gather, key.list);
    case 'sitemap':
      return sitemapOutputs(gather, key.month);
    case 'sitemapIndex':
      return sitemapIndexOutputs(gather);
    case 'newsSitemap':
      return newsSitemapOutputs(gather);
    case 'fixed':
      return fixedOutputs(gather);
  }
}

/** Stories read at once: each batch costs the same few queries, and its stories' memory. */
const BATCH = 50;

/**
 * Renders keys, stories among them some at a time, and hands each file on as soon as it is there. Other work of the
 * thread gets its turn in between.
 */
export async function renderAll(
  gather: Gather,
  keys: readonly PageKey[],
  each: (output: Output) => void,
): Promise<void> {
  const stories = keys.filter((key) => key.kind === 'story').map((key) => key.story);
  for (let from = 0; from < stories.length; from += BATCH) {
    for (const output of await storyOutputs(gather, stories.slice(from, from + BATCH))) each(output);
    await turn();
  }
  for (const key of keys) {
    if (key.kind === 'story') continue;
    for (const output of await render(gather, key)) each(output);
    await turn();
  }
}
