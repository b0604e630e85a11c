import { hash } from 'node:crypto';
import type { StoryId } from '#newsroom';
import {
  type AppealView,
  formatDate,
  formatMoney,
  gapPicturePath,
  renderAppeal,
  type SiteView,
  type Slots,
  supportForPath,
  supportPath,
} from '#reader';
import {
  appealAt,
  appealSource,
  digitsOf,
  type Filling,
  fillTexts,
  type Placement,
  type SupportShown,
} from '#support';
import type { PageKey } from './keys.ts';
import type { Labels } from './labels.ts';

/** What pages say of supporting the paper. Plain data, which threads are handed. */
export type Asking = {
  shown: SupportShown;
  /** Days (yyyy-mm-dd) for which readers are offered a reminder; the same through a month, as pages are. */
  days: readonly string[];
  /** Whether the edition holds a picture of the gap in each language. */
  gap: boolean;
};

/** Whether there is any way to pay, and so a page that takes support. */
export const isOpen = (asking: Asking | null): boolean => asking !== null && asking.shown.rails.length > 0;

/** What fills the places for appeals on a page. */
export type Asks = {
  story(site: SiteView, path: string, section: string | null): Slots;
  front(site: SiteView, path: string): Slots;
};

export const NO_SLOTS: Slots = { strip: '', epic: '', context: '', proof: '' };

/** The picture in the language of a site; null where nothing of the gap is published. */
export const gapFor = ({ gap }: Asking, { prefix }: SiteView): string | null =>
  gap ? gapPicturePath(prefix) : null;

export const moneyView = (amount: number, currency: string) => ({
  amount,
  currency,
  digits: digitsOf(currency) ?? 2,
});

/** The appeal at a place, its words filled in; null: none stands there. */
export function appealView(
  asking: Asking,
  site: SiteView,
  spot: { placement: Exclude<Placement, 'newsletter'>; section: string | null; at: number },
): AppealView | null {
  const { shown } = asking;
  const { lang, prefix } = site;
  const payable = shown.rails.length > 0;
  const appeal = appealAt(shown.appeals, { ...spot, lang, payable });
  if (appeal === null) return null;
  const filling = fillingOf(shown, site);
  const variants = appeal.variants.flatMap(({ name: variant, texts }) => {
    const said = texts[lang];
    return said === undefined ? [] : [{ from: appealSource(appeal, variant), ...fillTexts(said, filling) }];
  });
  return {
    placement: spot.placement,
    page: Object.keys(appeal.presets).length > 0 ? supportForPath(prefix, appeal.id) : supportPath(prefix),
    variants,
    refused: shown.countries.filter(({ verdict }) => verdict === 'refuse').map(({ country }) => country),
    gap: gapFor(asking, site),
    rails: shown.rails.map((rail) => rail.name),
  };
}

/** What stands in braces, as readers of a site's language write it. */
export function fillingOf({ offers, cost }: SupportShown, site: SiteView): Filling {
  const { lang, name } = site;
  const [offer] = offers;
  const money = (amount: number | undefined, currency: string | undefined): string | null =>
    amount === undefined || currency === undefined ? null : formatMoney(lang, moneyView(amount, currency));
  return {
    paper: name,
    since: site.adFreeSince === null ? null : formatDate(site, site.adFreeSince),
    cost: money(cost?.amount, cost?.currency),
    floor: money(offer?.floor, offer?.currency),
    first: money(offer?.monthly[0], offer?.currency),
  };
}

/** Appeals are the same on all pages of a language, section and depth, so each is made once. */
export function openAsks(asking: Asking | null, at: number): Asks {
  if (asking === null) return { story: () => NO_SLOTS, front: () => NO_SLOTS };
  const made = new Map<string, Slots>();
  const slots = (site: SiteView, path: string, section: string | null, front: boolean): Slots => {
    const key = `${site.lang} ${path.split('/').length} ${front ? 'front' : `story ${section ?? ''}`}`;
    let found = made.get(key);
    if (found === undefined) {
      const one = (placement: 'strip' | 'epic' | 'banner'): string =>
        renderAppeal(site, path, appealView(asking, site, { placement, section, at }));
      found = front
        ? { ...NO_SLOTS, strip: one('banner') }
        : { ...NO_SLOTS, strip: one('strip'), epic: one('epic') };
      made.set(key, found);
    }
    return found;
  };
  return {
    story: (site, path, section) => slots(site, path, section, false),
    front: (site, path) => slots(site, path, null, true),
  };
}

/** What stands on pages, as digests by where: the next press compares them and makes anew what differs. */
export type AskingMarks = Record<string, string>;

const EVERYWHERE = 'all';

export function askingMarks(
  asking: Asking | null,
  labels: Labels,
  sections: readonly string[],
  at: number,
): AskingMarks {
  if (asking === null || !isOpen(asking)) return {};
  const marks: AskingMarks = { [EVERYWHERE]: 'open' };
  const mark = (key: string, views: (AppealView | null)[]): void => {
    marks[key] = hash('sha256', JSON.stringify(views)).slice(0, 12);
  };
  for (const site of labels.sites.values()) {
    const view = (placement: 'strip' | 'epic' | 'banner', section: string | null) =>
      appealView(asking, site, { placement, section, at });
    mark(`front ${site.lang}`, [view('banner', null)]);
    for (const section of [null, ...sections])
      mark(`story ${site.lang} ${section ?? ''}`, [view('strip', section), view('epic', section)]);
  }
  return marks;
}

/** The first days of months to come: one, three and twelve from now on. */
export function reminderDays(at: number): string[] {
  const now = new Date(at);
  return [1, 3, 12].map((months) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10),
  );
}

/** More stories than these are pressed as part of everything. */
const NAMED_AT_MOST = 1000;

/**
 * The pages on which another appeal stands now, or one that says something else.
 *
 * @param storiesOf stories of a section in a language, so many at most
 * @returns null where they are so many that everything is pressed
 */
export async function askedAnew(
  before: AskingMarks,
  now: AskingMarks,
  storiesOf: (lang: string, section: string, limit: number) => Promise<StoryId[]>,
): Promise<PageKey[] | null> {
  const keys: PageKey[] = [];
  const differ = Object.keys({ ...before, ...now }).filter((key) => before[key] !== now[key]);
  for (const key of differ) {
    const [kind, lang = '', section = ''] = key.split(' ');
    if (kind === 'front') keys.push({ kind: 'front', lang });
    // Stories of no section stand in no list, and what is everywhere is on every page.
    else if (section === '') return null;
    else {
      const stories = await storiesOf(lang, section, NAMED_AT_MOST + 1);
      if (stories.length > NAMED_AT_MOST) return null;
      keys.push(...stories.map((story): PageKey => ({ kind: 'story', story })));
    }
  }
  return keys;
}
