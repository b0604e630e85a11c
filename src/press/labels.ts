import type { Author, MediaFile, Newsroom, Page, Picture, Site, Term } from '#newsroom';
import { fullPalette } from '#newsroom';
import {
  coloursShown,
  listPath,
  pagePath,
  styles,
  type Link,
  type PictureView,
  type SiteColours,
  type SiteView,
} from '#reader';
import { inLanguage } from './in-language.ts';
import { pictureView } from './picture-view.ts';

/** Names and addresses of everything that pages link to, read once for a press. */
export type Labels = {
  site: Site;
  pages: Page[];
  authors: Map<string, Author>;
  /** The site as each language's pages show it, the default language first. */
  sites: Map<string, SiteView>;
  /** The publisher's logo as it was read; undefined where there is none. */
  logo: Picture | MediaFile | undefined;
  author(id: string, lang: string): Link;
  section(id: string, lang: string): Link;
  tag(id: string, lang: string): Link;
  series(id: string, lang: string): Link & { summary: string };
};

export function prefixOf(site: Site, lang: string): string {
  return lang === site.defaultLang ? '' : `${lang}/`;
}

const LANGUAGE_NAMES = (lang: string): string =>
  new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;

function capitalised(text: string, lang: string): string {
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** The newsroom's own colours, as the stylesheet takes them. */
export function coloursOf({ colours }: Site): SiteColours | null {
  return colours
    ? { light: fullPalette(colours.light, 'light'), dark: fullPalette(colours.dark, 'dark') }
    : null;
}

/** The colours that pages of this site are in, by their names in the stylesheet. */
export const shownColours = (site: Site): SiteColours => coloursShown(coloursOf(site));

/** Path of the stylesheet that pages of this site have, from the edition's root. */
export const stylesheetOf = (site: Site): string => styles(coloursOf(site)).path;

/**
 * @param support whether pages lead to the one that takes support
 * @throws Error when the newsroom has no site settings yet
 */
export async function readLabels(newsroom: Newsroom, support = false): Promise<Labels> {
  const site = await newsroom.site.get();
  if (!site) throw new Error('The newsroom has no name and address yet; run "longwave init" first');
  const { logo } = site.publisher;
  const [authors, sections, tags, series, pages, [picture]] = await Promise.all([
    newsroom.authors.list(),
    newsroom.sections.list(),
    newsroom.tags.list(),
    newsroom.series.list(),
    newsroom.pages.list(),
    newsroom.media.get(logo === null ? [] : [logo]),
  ]);
  const terms = {
    section: new Map(sections.map((term) => [term.id, term])),
    tag: new Map(tags.map((term) => [term.id, term])),
    series: new Map(series.map((term) => [term.id, term])),
  };
  const authorById = new Map(authors.map((author) => [author.id, author]));
  const link = (kind: 'section' | 'tag' | 'author' | 'series', id: string, lang: string): Link => {
    const names = kind === 'author' ? authorById.get(id)?.names : terms[kind].get(id)?.names;
    return {
      label: (names && inLanguage(names, lang)) || id,
      path: listPath(prefixOf(site, lang), kind, id, null),
    };
  };
  const labels: Omit<Labels, 'sites'> = {
    site,
    pages,
    authors: authorById,
    logo: picture,
    author: (id, lang) => link('author', id, lang),
    section: (id, lang) => link('section', id, lang),
    tag: (id, lang) => link('tag', id, lang),
    series: (id, lang) => ({
      ...link('series', id, lang),
      summary: inLanguage(terms.series.get(id)?.summaries ?? {}, lang),
    }),
  };
  const order = [site.defaultLang, ...site.languages.filter((lang) => lang !== site.defaultLang)];
  const standing = { sections, order, support };
  const sites = new Map(order.map((lang) => [lang, siteView(labels, lang, standing)]));
  return { ...labels, sites };
}

function siteView(
  labels: Omit<Labels, 'sites'>,
  lang: string,
  { sections, order, support }: { sections: Term[]; order: string[]; support: boolean },
): SiteView {
  const { site } = labels;
  const prefix = prefixOf(site, lang);
  return {
    name: inLanguage(site.names, lang),
    tagline: inLanguage(site.taglines, lang),
    address: site.address,
    lang,
    prefix,
    timeZone: site.timeZone,
    languages: order.map((other) => ({
      lang: other,
      name: capitalised(LANGUAGE_NAMES(other), other),
      prefix: prefixOf(site, other),
    })),
    menu: (site.menus[lang] ?? []).flatMap((item) => menuLink(labels, lang, item)),
    footer: (site.footers[lang] ?? []).flatMap((item) => menuLink(labels, lang, item)),
    sections: sections.map((section) => labels.section(section.id, lang)),
    stylesheet: stylesheetOf(site),
    paper: site.colours ? { light: site.colours.light.paper, dark: site.colours.dark.paper } : null,
    support,
    adFreeSince: site.adFreeSince === null ? null : Date.parse(`${site.adFreeSince}T12:00:00Z`),
    publisher: { name: site.publisher.name, logo: logoView(site, labels.logo, lang) },
  };
}

/** The publisher's logo; what shows no more than the paper's name says so. */
function logoView(site: Site, logo: Picture | MediaFile | undefined, lang: string): PictureView | null {
  const view = pictureView(logo, lang, { alt: '', caption: '' });
  return view && { ...view, alt: view.alt || inLanguage(site.names, lang) };
}

/** `section:id`, `tag:id`, `series:id`, `author:id`, `page:slug`, a path of the edition, or an address. */
function menuLink(labels: Omit<Labels, 'sites'>, lang: string, item: { label: string; to: string }): Link[] {
  const [kind, id = ''] = item.to.split(/:(.*)/s);
  const prefix = prefixOf(labels.site, lang);
  switch (kind) {
    case 'section':
    case 'tag':
    case 'series':
    case 'author': {
      const found = labels[kind](id, lang);
      return [{ label: item.label || found.label, path: found.path }];
    }
    case 'page': {
      const page = labels.pages.find((one) => one.lang === lang && (one.slug === id || one.kind === id));
      return page ? [{ label: item.label || page.headline, path: pagePath(prefix, page.slug) }] : [];
    }
    case undefined:
    default:
      return [{ label: item.label || item.to, path: item.to.replace(/^\/+/, '') }];
  }
}
