import type { Newsroom } from '#newsroom';
import { type GapView, frontPath, supportForPath, supportPath } from '#reader';
import type { Filling, SupportShown } from '#support';
import { type Asking, fillingOf, isOpen, reminderDays } from './asking.ts';
import { frontOutputs } from './fronts.ts';
import { gapOutputs } from './gap.ts';
import { openGather } from './gather.ts';
import { coloursOf, readLabels } from './labels.ts';
import type { Preview } from './preview.ts';
import { previewFiles } from './preview-files.ts';
import { storyOutputs } from './stories.ts';
import { supportOutputs } from './support.ts';

/** What pages say of supporting the paper, as the next edition would. */
export type Saying = {
  support: SupportShown | null;
  gap: GapView | null;
  /** The onion address that pages show, ending in `/`; null: none. */
  onion: string | null;
};

export const NOTHING_SAID: Saying = { support: null, gap: null, onion: null };

/** The page that is looked at. `section`: of the newest story that is taken for it; null: of any or none. */
export type LookedAt =
  | { page: 'front'; lang: string }
  | { page: 'story'; lang: string; section: string | null }
  | { page: 'support'; lang: string; appeal?: string };

export const askingFor = ({ support, gap }: Saying, at: number): Asking | null =>
  support === null ? null : { shown: support, gap: gap !== null, days: reminderDays(at) };

/**
 * A page of the paper as the next edition would have it, saying what is given here in place of what is kept.
 *
 * @returns null for a language in which the site is not published, where no such story is live, or no way to pay is open
 */
export async function renderLook(options: {
  newsroom: Newsroom;
  at: number;
  saying: Saying;
  looked: LookedAt;
}): Promise<Preview | null> {
  const { newsroom, at, saying, looked } = options;
  const asking = askingFor(saying, at);
  const labels = await readLabels(newsroom, isOpen(asking));
  const site = labels.sites.get(looked.lang);
  if (site === undefined) return null;
  const gather = openGather({ newsroom, labels, at, asking });
  const sites = [...labels.sites.values()];
  const beside = [...gapOutputs(sites, saying.gap).put, ...supportOutputs(sites, asking, saying.onion)];
  const pages = await pagesOf();
  const wanted =
    looked.page === 'support'
      ? looked.appeal === undefined
        ? supportPath(site.prefix)
        : supportForPath(site.prefix, looked.appeal)
      : (pages[0]?.path ?? frontPath(site.prefix));
  const page = [...pages, ...beside].find(({ path }) => path === wanted);
  if (page === undefined) return null;
  const files = previewFiles({
    colours: coloursOf(labels.site),
    media: gather.shown(),
    outputs: beside.filter((one) => one !== page),
  });
  return { path: page.path, html: String(page.text), files };

  async function pagesOf() {
    if (looked.page === 'support') return [];
    if (looked.page === 'front') return frontOutputs(gather, looked.lang);
    const list = looked.section === null ? 'latest' : `section/${looked.section}`;
    const [newest] = await newsroom.live.list(`${looked.lang}/${list}`, { limit: 1, newest: true });
    return newest === undefined ? [] : [...(await storyOutputs(gather, [newest.story]))];
  }
}

/** What stands in braces in appeals, and where their button leads, by language of the site. */
export async function renderFillings(
  newsroom: Newsroom,
  support: SupportShown,
): Promise<Map<string, Filled>> {
  const { sites } = await readLabels(newsroom, true);
  return new Map(
    [...sites].map(([lang, site]) => [
      lang,
      { filling: fillingOf(support, site), page: `${site.address}/${supportPath(site.prefix)}` },
    ]),
  );
}

/** `page`: address of the support page. */
export type Filled = { filling: Filling; page: string };
