import { mediaOf } from '#body';
import { dayIn, prefixOf } from '#newsroom';
import type { LiveCard, LiveStory, MediaId, Newsroom, Revision, Story } from '#newsroom';
import { assets, filePath, picturePath } from '#reader';
import { openGather } from './gather.ts';
import { coloursOf, readLabels } from './labels.ts';
import { storyOutputs } from './stories.ts';

/** A story's page as readers would get it, and the files that it shows. Nothing of it is in any edition. */
export type Preview = {
  /** Where the page stands, from the root of the site; links in it are relative to that. */
  path: string;
  html: string;
  files: Map<string, PreviewFile>;
};
export type PreviewFile =
  | { type: string; bytes: string | Uint8Array }
  | { media: MediaId; format: 'jpeg' | 'avif' | 'original'; width: number; type: string };

/**
 * Renders a revision that readers do not have.
 *
 * @returns null for a language in which the site is not published
 */
export async function renderPreview(options: {
  newsroom: Newsroom;
  story: Story;
  revision: Revision;
  at: number;
}): Promise<Preview | null> {
  const { newsroom, story, at } = options;
  const labels = await readLabels(newsroom);
  if (!labels.sites.has(story.lang)) return null;
  const shown = await asIfLive(options, labels.site.timeZone, prefixOf(labels.site, story.lang));
  const { live } = newsroom;
  const pretending: Newsroom = {
    ...newsroom,
    live: {
      ...live,
      stories: async (ids) => (ids.includes(story.id) ? [shown] : live.stories(ids)),
      cards: async (ids) => [
        ...(await live.cards(ids.filter((id) => id !== story.id))),
        ...(ids.includes(story.id) ? [shown] : []),
      ],
    },
  };
  const gather = openGather({ newsroom: pretending, labels, at });
  const [page] = await storyOutputs(gather, [story.id]);
  if (page === undefined) throw new Error(`The preview of story "${story.id}" came to nothing`);
  const files = new Map<string, PreviewFile>();
  for (const { path, type, bytes } of assets(coloursOf(labels.site))) files.set(path, { type, bytes });
  const ids = [...(mediaOf(shown.body) as MediaId[]), ...(shown.lead ? [shown.lead.media] : [])];
  for (const medium of await newsroom.media.get(ids)) {
    if (!('renditions' in medium)) {
      const { id: media, name, type } = medium;
      files.set(filePath(media, name), { media, format: 'original', width: 0, type });
      continue;
    }
    for (const { format, width } of medium.renditions) {
      const type = `image/${format}`;
      files.set(picturePath(medium.id, width, format), { media: medium.id, format, width, type });
    }
  }
  return { path: page.path, html: String(page.text), files };
}

async function asIfLive(
  { newsroom, story, revision, at }: Parameters<typeof renderPreview>[0],
  timeZone: string,
  prefix: string,
): Promise<LiveStory> {
  const publishedAt = story.firstLiveAt ?? story.dueAt ?? at;
  const notes = await newsroom.stories.notes(story.id);
  const card: LiveCard = {
    story: story.id,
    lang: story.lang,
    path: story.path ?? `${prefix}${dayIn(timeZone, publishedAt).replaceAll('-', '/')}/preview.html`,
    revision: revision.number,
    state: notes.some(({ kind }) => kind === 'correction') ? 'corrected' : 'live',
    publishedAt,
    updatedAt: publishedAt,
    translationGroup: story.translationGroup,
    headline: revision.headline,
    standfirst: revision.standfirst,
    kicker: revision.kicker,
    summary: revision.summary,
    section: revision.section,
    series: revision.series,
    tags: revision.tags,
    bylines: revision.bylines,
    lead: revision.lead,
    words: revision.words,
  };
  const translations = (await newsroom.live.translations([story.id])).get(story.id) ?? [];
  return {
    ...card,
    dateline: revision.dateline,
    body: revision.body,
    notes: notes.filter(({ kind }) => kind !== 'withdrawal'),
    translations,
    translatedFrom: null,
    related: [],
    history: [],
    recordedSince: null,
  };
}
