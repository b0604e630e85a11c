import { dayIn, prefixOf } from '#newsroom';
import type { LiveCard, LiveStory, Newsroom, Revision, Story } from '#newsroom';
import { isOpen } from './asking.ts';
import { gapOutputs } from './gap.ts';
import { openGather } from './gather.ts';
import { coloursOf, readLabels } from './labels.ts';
import { askingFor, NOTHING_SAID, type Saying } from './look.ts';
import { previewFiles, type PreviewFile } from './preview-files.ts';
import { storyOutputs } from './stories.ts';
import { supportOutputs } from './support.ts';

/** A story's page as readers would get it, and the files that it shows. Nothing of it is in any edition. */
export type Preview = {
  /** Where the page stands, from the root of the site; links in it are relative to that. */
  path: string;
  html: string;
  files: Map<string, PreviewFile>;
};

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
  /** What the page says of supporting the paper. Default: nothing. */
  saying?: Saying;
}): Promise<Preview | null> {
  const { newsroom, story, at, saying = NOTHING_SAID } = options;
  const asking = askingFor(saying, at);
  const labels = await readLabels(newsroom, isOpen(asking));
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
  const gather = openGather({ newsroom: pretending, labels, at, asking });
  const [page] = await storyOutputs(gather, [story.id]);
  if (page === undefined) throw new Error(`The preview of story "${story.id}" came to nothing`);
  const sites = [...labels.sites.values()];
  const files = previewFiles({
    colours: coloursOf(labels.site),
    media: gather.shown(),
    outputs: [...gapOutputs(sites, saying.gap).put, ...supportOutputs(sites, asking, saying.onion)],
  });
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
