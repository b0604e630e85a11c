import { archivePath, correctionsPath, sitemapPath, type Link } from '#reader';
import type { Change, MediaId, Page, StoryId } from '#newsroom';
import { mediaOf } from '#body';
import type { Gather } from './gather.ts';
import { KeySet, parseList, type PageKey } from './keys.ts';
import { prefixOf } from './labels.ts';
import { pathOfList } from './lists.ts';
import { closedPages, PAGE, pageOfRank } from './paging.ts';
import { sitemapMonths } from './sitemaps.ts';

/** What to do for an edition. */
export type Plan = {
  keys: PageKey[];
  /** Paths that nothing stands at any more. */
  removed: string[];
  /** Media whose renditions may have come or gone. */
  media: MediaId[];
};

/** Everything an edition holds, but for stories: those are taken in ranges. */
export async function planAll(gather: Gather): Promise<PageKey[]> {
  const keys = new KeySet();
  const { live } = gather.newsroom;
  keys.add({ kind: 'fixed' }, { kind: 'sitemapIndex' }, { kind: 'newsSitemap' });
  for (const month of await sitemapMonths(gather)) keys.add({ kind: 'sitemap', month });
  for (const { id, lang } of gather.labels.pages) keys.add({ kind: 'page', id, lang });
  const sections = await gather.newsroom.sections.list();
  for (const lang of gather.labels.sites.keys()) {
    keys.add({ kind: 'front', lang }, { kind: 'years', lang }, { kind: 'feeds', list: `${lang}/latest` });
    keys.add(
      { kind: 'list', list: `${lang}/latest`, number: null },
      { kind: 'corrections', lang, number: null },
    );
    for (const { id } of sections) {
      keys.add({ kind: 'feeds', list: `${lang}/section/${id}` });
      keys.add({ kind: 'list', list: `${lang}/section/${id}`, number: null });
    }
    for (const id of gather.labels.authors.keys())
      keys.add({ kind: 'list', list: `${lang}/author/${id}`, number: null });
    for (const { list, count } of await gather.lists(`${lang}/`)) addList(keys, list, count);
  }
  for (const path of await live.forwardings()) keys.add({ kind: 'forwarding', path });
  return keys.values();
}

function addList(keys: KeySet, list: string, total: number): void {
  const { lang, kind, id } = parseList(list);
  if (kind === 'day') {
    keys.add({ kind: 'day', lang, date: id }, { kind: 'month', lang, month: id.slice(0, 7) });
    keys.add({ kind: 'year', lang, year: id.slice(0, 4) });
    return;
  }
  const key = (number: number | null): PageKey =>
    kind === 'corrections' ? { kind, lang, number } : { kind: 'list', list, number };
  keys.add(key(null));
  for (let number = 1; number <= closedPages(total); number++) keys.add(key(number));
}

/**
 * What these changes touch, by what the newsroom recorded when stories were published: the lists each stands in,
 * the related links that name it, the media it uses.
 *
 * @param exists whether the edition so far has a file at a path
 * @returns null when a change touches every page, so that only a full press will do
 */
export async function planChanges(
  gather: Gather,
  changes: readonly Change[],
  exists: (path: string) => boolean,
): Promise<Plan | null> {
  const planner = new Planner(gather, exists);
  for (const change of changes) if (!(await planner.follow(change))) return null;
  return planner.plan();
}

class Planner {
  readonly #gather: Gather;
  readonly #exists: (path: string) => boolean;
  readonly #keys = new KeySet();
  readonly #removed = new Set<string>();
  readonly #media = new Set<MediaId>();
  readonly #stories = new Set<StoryId>();

  constructor(gather: Gather, exists: (path: string) => boolean) {
    this.#gather = gather;
    this.#exists = exists;
  }

  plan(): Plan {
    this.#keys.add({ kind: 'newsSitemap' });
    return { keys: this.#keys.values(), removed: [...this.#removed], media: [...this.#media] };
  }

  /** @returns false when this change touches every page */
  async follow(change: Change): Promise<boolean> {
    const { key } = change;
    switch (change.kind) {
      case 'story':
        await this.#story(key as StoryId);
        return true;
      case 'list':
        await this.#list(key, change.at ?? 0);
        return true;
      case 'redirect':
        this.#keys.add({ kind: 'forwarding', path: key });
        return true;
      case 'author':
      case 'tag':
      case 'series':
        await this.#term(change.kind, key);
        return true;
      case 'media':
        this.#media.add(key as MediaId);
        for (const story of await this.#gather.newsroom.live.usedBy({ media: key })) await this.#story(story);
        return !this.#standsOutsideStories(key);
      case 'page':
        this.#pages((page) => page.id === key);
        this.#keys.add({ kind: 'fixed' });
        return true;
      case 'front':
        this.#front(key);
        return true;
      case 'section':
      case 'notice':
      case 'site':
        return false;
    }
  }

  async #story(id: StoryId): Promise<void> {
    if (this.#stories.has(id)) return;
    this.#stories.add(id);
    const { live } = this.#gather.newsroom;
    this.#keys.add({ kind: 'story', story: id });
    for (const { list, at } of await live.listsOf(id)) await this.#card(list, at);
    for (const other of await live.relatedTo(id)) this.#keys.add({ kind: 'story', story: other });
  }

  /** The page of the list on which a card shows something else now. */
  async #card(list: string, at: number): Promise<void> {
    const { lang, kind, id } = parseList(list);
    if (kind === 'day') return this.#day(lang, id);
    if (kind === 'series') return this.#wholeList(list);
    const { live } = this.#gather.newsroom;
    const total = await live.count(list);
    const [first, last] = [
      await live.count(list, { before: at }),
      await live.count(list, { before: at + 1 }),
    ];
    for (let rank = first; rank < Math.max(last, first + 1); rank++)
      this.#page(list, pageOfRank(total, rank));
    this.#followers(lang, kind, list);
  }

  /** A story came into the list or left it at `at`: from its page to the newest, all may have moved. */
  async #list(list: string, at: number): Promise<void> {
    const { lang, kind, id } = parseList(list);
    if (kind === 'day') return this.#dayMember(lang, id);
    if (kind === 'series') return this.#wholeList(list);
    const { live } = this.#gather.newsroom;
    const total = await live.count(list);
    const closed = closedPages(total);
    const rank = await live.count(list, { before: at });
    const from = Math.floor(rank / PAGE);
    for (let number = Math.max(1, from); number <= closed; number++) this.#page(list, number);
    let newest = closed;
    while (newest > 0 && !this.#exists(this.#path(list, newest))) newest -= 1;
    for (let number = Math.max(1, newest); number <= closed; number++) this.#page(list, number);
    this.#dropBeyond(list, closed);
    this.#landing(list, kind, id, total);
    this.#followers(lang, kind, list);
  }

  #wholeList(list: string): Promise<void> {
    return this.#gather.newsroom.live.count(list).then((total) => {
      const { kind, id } = parseList(list);
      for (let number = 1; number <= closedPages(total); number++) this.#page(list, number);
      this.#dropBeyond(list, closedPages(total));
      this.#landing(list, kind, id, total);
    });
  }

  /** Numbered pages above `closed` went when the list shrank; the page below then leads to the landing page. */
  #dropBeyond(list: string, closed: number): void {
    for (let number = closed + 1; this.#exists(this.#path(list, number)); number++) {
      this.#removed.add(this.#path(list, number));
      if (closed > 0) this.#page(list, closed);
    }
  }

  #landing(list: string, kind: string, id: string, total: number): void {
    const path = this.#path(list, null);
    const came = !this.#exists(path);
    this.#page(list, null);
    if ((total === 0 || came) && (kind === 'tag' || kind === 'series')) {
      for (const lang of this.#gather.labels.sites.keys()) {
        const other = `${lang}/${kind}/${id}`;
        if (other !== list && this.#exists(this.#path(other, null))) this.#page(other, null);
      }
    }
  }

  #path(list: string, number: number | null): string {
    const { lang, kind } = parseList(list);
    return kind === 'corrections'
      ? correctionsPath(prefixOf(this.#gather.labels.site, lang), number)
      : pathOfList(this.#gather, list, number);
  }

  #page(list: string, number: number | null): void {
    const { lang, kind } = parseList(list);
    this.#keys.add(kind === 'corrections' ? { kind, lang, number } : { kind: 'list', list, number });
  }

  /** What shows the newest of a list besides the list itself. */
  #followers(lang: string, kind: string, list: string): void {
    if (kind === 'latest') this.#keys.add({ kind: 'feeds', list }, { kind: 'front', lang });
    if (kind === 'section') this.#keys.add({ kind: 'feeds', list });
  }

  #day(lang: string, date: string): void {
    const month = date.slice(0, 7);
    this.#keys.add({ kind: 'day', lang, date }, { kind: 'month', lang, month });
    this.#keys.add({ kind: 'sitemap', month }, { kind: 'sitemapIndex' });
  }

  async #dayMember(lang: string, date: string): Promise<void> {
    this.#day(lang, date);
    const [month, year] = [date.slice(0, 7), date.slice(0, 4)];
    this.#keys.add({ kind: 'year', lang, year }, { kind: 'years', lang });
    const near = await this.#gather.newsroom.live.nearestDays(lang, date);
    for (const other of [near.older, near.newer]) {
      if (other === null) continue;
      this.#keys.add({ kind: 'day', lang, date: other });
      if (!other.startsWith(month)) this.#keys.add({ kind: 'month', lang, month: other.slice(0, 7) });
    }
  }

  async #term(kind: 'author' | 'tag' | 'series', id: string): Promise<void> {
    for (const story of await this.#gather.newsroom.live.usedBy({ [kind]: id })) await this.#story(story);
    for (const lang of this.#gather.labels.sites.keys()) await this.#wholeList(`${lang}/${kind}/${id}`);
    if (kind !== 'author') return;
    this.#pages((page) => page.kind === 'masthead');
  }

  #pages(wanted: (page: Page) => boolean): void {
    for (const page of this.#gather.labels.pages.filter(wanted)) {
      this.#keys.add({ kind: 'page', id: page.id, lang: page.lang });
      for (const id of mediaOf(page.body)) this.#media.add(id as MediaId);
    }
  }

  #front(lang: string): void {
    this.#keys.add({ kind: 'front', lang });
    for (const section of this.#gather.site(lang).sections) this.#sectionLanding(lang, section);
  }

  #sectionLanding(lang: string, section: Link): void {
    const id = /section\/(.+)\.html$/.exec(section.path)?.[1];
    if (id) this.#page(`${lang}/section/${id}`, null);
  }

  /** A portrait or a static page's picture may stand on pages that no record leads to. */
  #standsOutsideStories(media: string): boolean {
    const { labels } = this.#gather;
    return (
      [...labels.authors.values()].some((author) => author.portrait === media) ||
      labels.site.publisher.logo === media ||
      labels.pages.some((page) => mediaOf(page.body).includes(media))
    );
  }
}

/** Paths that a key without output leaves empty. */
export function emptiedBy(gather: Gather, key: PageKey): string[] {
  const { site } = gather.labels;
  switch (key.kind) {
    case 'list':
      return [pathOfList(gather, key.list, key.number)];
    case 'day':
      return [archivePath(prefixOf(site, key.lang), key.date)];
    case 'month':
      return [archivePath(prefixOf(site, key.lang), key.month)];
    case 'year':
      return [archivePath(prefixOf(site, key.lang), key.year)];
    case 'corrections':
      return [correctionsPath(prefixOf(site, key.lang), key.number)];
    case 'sitemap':
      return [sitemapPath(key.month)];
    case 'forwarding':
      return [key.path];
    case 'story':
    case 'front':
    case 'years':
    case 'page':
    case 'feeds':
    case 'sitemapIndex':
    case 'newsSitemap':
    case 'fixed':
      return [];
  }
}
