import { mediaOf } from '#body';
import { noticeApplies } from '#newsroom';
import type {
  LegalNotice,
  LiveCard,
  LiveStory,
  MediaFile,
  MediaId,
  Newsroom,
  Picture,
  StoryId,
} from '#newsroom';
import {
  filePath,
  type Card,
  type FileView,
  type LegalNoticeView,
  type PictureView,
  type SiteView,
  type StoryView,
} from '#reader';
import { openAsks, type Asking, type Asks } from './asking.ts';
import { historyView } from './history.ts';
import { inLanguage } from './in-language.ts';
import { parseList } from './keys.ts';
import type { Labels } from './labels.ts';
import { noteView } from './notes.ts';
import { pictureView } from './picture-view.ts';
import { openAllPlaces, openPlaces, type Places } from './places.ts';

/**
 * Turns what the newsroom holds as public into the reader's views. One gather serves one press: what it has read
 * it keeps, so the answers of one gather agree with each other.
 */
export type Gather = Places & {
  at: number;
  labels: Labels;
  newsroom: Newsroom;
  /** What fills the places for appeals. */
  asks: Asks;
  /** The id of the section of a story that was gathered; null where it has none. */
  sectionOf(story: string): string | null;
  site(lang: string): SiteView;
  /** Cards of these stories in this order; one that is not live is left out. */
  cards(ids: readonly StoryId[]): Promise<Card[]>;
  stories(ids: readonly StoryId[]): Promise<StoryView[]>;
  /** Pictures and files by media id, as this language shows them. */
  media(
    ids: readonly MediaId[],
    lang: string,
  ): Promise<{ pictures: Map<string, PictureView>; files: Map<string, FileView> }>;
  /** Pictures and files that views were made from so far, as they were then. */
  shown(): Iterable<Picture | MediaFile>;
};

const CARDS_KEPT = 20_000;

export function openGather(options: {
  newsroom: Newsroom;
  labels: Labels;
  at: number;
  /** What pages say of supporting the paper. Default: nothing. */
  asking?: Asking | null;
  /** Every page is wanted, so that it pays to read ahead. Default false. */
  all?: boolean;
}): Gather {
  const { newsroom, labels, at, asking = null, all = false } = options;
  const places = all ? openAllPlaces(newsroom) : openPlaces(newsroom);
  const known = new Map<StoryId, Card>();
  const sections = new Map<string, string | null>();
  const seriesOrder = new Map<string, StoryId[]>();
  const pictures = new Map<MediaId, Picture | MediaFile>();
  let notices: Promise<LegalNotice[]> | undefined;

  const site = (lang: string): SiteView => {
    const view = labels.sites.get(lang);
    if (!view) throw new Error(`A story is in "${lang}", which is none of the newsroom's languages`);
    return view;
  };

  const readMedia = async (ids: Iterable<MediaId>): Promise<void> => {
    const missing = [...new Set(ids)].filter((id) => !pictures.has(id));
    if (missing.length === 0) return;
    for (const medium of await newsroom.media.get(missing)) pictures.set(medium.id, medium);
  };

  const cardView = (card: LiveCard): Card => ({
    story: card.story,
    lang: card.lang,
    path: card.path,
    headline: card.headline,
    standfirst: card.standfirst,
    kicker: card.kicker,
    summary: card.summary,
    section: card.section === null ? null : labels.section(card.section, card.lang),
    bylines: card.bylines.map((id) => labels.author(id, card.lang)),
    publishedAt: card.publishedAt,
    updatedAt: card.updatedAt,
    corrected: card.state === 'corrected',
    lead: card.lead ? pictureView(pictures.get(card.lead.media), card.lang, card.lead) : null,
  });

  const keep = async (found: readonly LiveCard[]): Promise<void> => {
    await readMedia(found.flatMap((card) => (card.lead ? [card.lead.media] : [])));
    if (known.size > CARDS_KEPT) known.clear();
    for (const card of found) known.set(card.story, cardView(card));
  };

  /** Cards of these stories at the same places, undefined for one that is not live. */
  const cardsAt = async (ids: readonly StoryId[]): Promise<(Card | undefined)[]> => {
    const found = ids.map((id) => known.get(id));
    const missing = ids.filter((_, at) => found[at] === undefined);
    if (missing.length === 0) return found;
    await keep(await newsroom.live.cards(missing));
    return ids.map((id, at) => found[at] ?? known.get(id));
  };

  const cards = async (ids: readonly StoryId[]): Promise<Card[]> =>
    (await cardsAt(ids)).filter((card) => card !== undefined);

  const media: Gather['media'] = async (ids, lang) => {
    await readMedia(ids);
    const views = { pictures: new Map<string, PictureView>(), files: new Map<string, FileView>() };
    for (const id of ids) {
      const medium = pictures.get(id);
      if (!medium) continue;
      if ('renditions' in medium) {
        const view = pictureView(medium, lang, { alt: '', caption: '' });
        if (view) views.pictures.set(id, view);
      } else {
        views.files.set(id, {
          media: id,
          path: filePath(id, medium.name),
          name: medium.name,
          type: medium.type,
          bytes: medium.bytes,
        });
      }
    }
    return views;
  };

  const orderOf = async (list: string): Promise<StoryId[]> => {
    const kept = seriesOrder.get(list);
    if (kept) return kept;
    const { lang, id } = parseList(list);
    const order = await newsroom.live.seriesOrder(lang, id);
    seriesOrder.set(list, order);
    return order;
  };

  const seriesView = async (story: LiveStory): Promise<StoryView['series']> => {
    if (!story.series) return null;
    const order = await orderOf(`${story.lang}/series/${story.series.id}`);
    const place = order.indexOf(story.story);
    const [previous, next] = [order[place - 1], order[place + 1]];
    const beside = await cards([previous, next].filter((id) => id !== undefined));
    const { label, path } = labels.series(story.series.id, story.lang);
    return {
      label,
      path,
      part: story.series.part,
      previous: beside.find((card) => card.story === previous) ?? null,
      next: beside.find((card) => card.story === next) ?? null,
    };
  };

  const storyView = async (
    story: LiveStory,
    card: Card,
    related: StoryView['related'],
    valid: readonly LegalNotice[],
  ): Promise<StoryView> => {
    return {
      card,
      body: story.body,
      ...(await media(mediaOf(story.body) as MediaId[], story.lang)),
      dateline: story.dateline,
      tags: story.tags.map((id) => labels.tag(id, story.lang)),
      series: await seriesView(story),
      words: story.words,
      notes: story.notes.map(noteView),
      legalNotices: valid
        .filter((notice) => noticeApplies(notice, story))
        .flatMap((notice) => noticeView(notice, story.lang)),
      translations: story.translations,
      translatedFrom: story.translatedFrom,
      related,
      history: historyView(story),
    };
  };

  const stories: Gather['stories'] = async (ids) => {
    const found = await newsroom.live.stories([...ids]);
    notices ??= newsroom.live.notices(at);
    const valid = await notices;
    await keep(found.filter((story) => !known.has(story.story)));
    const links = found.flatMap((story) => story.related);
    const shown = await cardsAt([...found.map((one) => one.story), ...links.map((one) => one.story)]);
    await readMedia(found.flatMap((story) => mediaOf(story.body) as MediaId[]));
    const views: StoryView[] = [];
    let next = found.length;
    for (const [at, story] of found.entries()) {
      const card = shown[at];
      if (!card) throw new Error(`Story "${story.story}" is live but has no card; run "longwave doctor"`);
      const related = story.related.flatMap(({ reason }) => {
        const other = shown[next++];
        return other ? [{ card: other, reason }] : [];
      });
      sections.set(story.story, story.section);
      views.push(await storyView(story, card, related, valid));
    }
    return views;
  };

  const { logo } = labels;
  const shown = (): Iterable<Picture | MediaFile> => [...pictures.values(), ...(logo ? [logo] : [])];
  const sectionOf = (story: string): string | null => sections.get(story) ?? null;
  const asks = openAsks(asking, at);
  return { ...places, at, labels, newsroom, asks, sectionOf, site, cards, stories, media, shown };
}

function noticeView(notice: LegalNotice, lang: string): LegalNoticeView[] {
  const text = inLanguage(notice.texts, lang);
  if (text === '') return [];
  const { id, jurisdiction, placement, sizeRatio } = notice;
  return [{ id, text, jurisdiction, placement, sizeRatio }];
}
