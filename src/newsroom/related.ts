import type { LiveCard, StoryId } from './types.ts';

export type RelatedReason = 'pick' | 'tag' | 'section' | 'series';
export type RelatedLink = { story: StoryId; reason: RelatedReason };

/** A live story of the same language that shares something with the one in hand. */
export type Candidate = { story: StoryId; at: number; tags: number; series: boolean; section: boolean };

export const RELATED_AT_MOST = 6;

/** How much each thing in common weighs; the sum decides, and between equals the newer story wins. */
const WEIGHT = { tag: 3, series: 2, section: 1 };

/** Editor's picks in their order, then the best of the rest. */
export function chooseRelated(first: RelatedLink[], candidates: Candidate[]): RelatedLink[] {
  const named = new Set(first.map(({ story }) => story));
  const rest = candidates
    .filter(({ story }) => !named.has(story))
    .toSorted((a, b) => score(b) - score(a) || b.at - a.at || (a.story < b.story ? -1 : 1))
    .map((candidate) => ({ story: candidate.story, reason: reasonOf(candidate) }));
  return [...first, ...rest].slice(0, RELATED_AT_MOST);
}

function score({ tags, series, section }: Candidate): number {
  return tags * WEIGHT.tag + (series ? WEIGHT.series : 0) + (section ? WEIGHT.section : 0);
}

function reasonOf({ tags, series }: Candidate): RelatedReason {
  if (tags > 0) return 'tag';
  return series ? 'series' : 'section';
}

/** The lists in which candidates are looked for, and what standing in each has in common. */
export function commonLists(card: LiveCard): { list: string; shares: 'tag' | 'series' | 'section' }[] {
  const { lang, tags, series, section } = card;
  return [
    ...tags.map((tag) => ({ list: `${lang}/tag/${tag}`, shares: 'tag' as const })),
    ...(series ? [{ list: `${lang}/series/${series.id}`, shares: 'series' as const }] : []),
    ...(section === null ? [] : [{ list: `${lang}/section/${section}`, shares: 'section' as const }]),
  ];
}
