import type { Newsroom } from '#newsroom';

/** Newest stories among which a probe takes one. */
const RECENT = 20;

/** The path of a recent story of any language, for a probe to open; none where nothing is published. */
export async function recentPages(newsroom: Newsroom, random: () => number): Promise<string[]> {
  const site = await newsroom.site.get();
  const lists = (site?.languages ?? []).map((lang) =>
    newsroom.live.list(`${lang}/latest`, { limit: RECENT, newest: true }),
  );
  const stories = (await Promise.all(lists)).flat();
  const picked = stories[Math.floor(random() * stories.length)];
  if (picked === undefined) return [];
  return (await newsroom.live.cards([picked.story])).map(({ path }) => path);
}
