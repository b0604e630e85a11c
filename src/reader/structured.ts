import { isoTime } from './dates.ts';
import { absoluteAddress } from './paths.ts';
import { widestJpeg } from './picture.ts';
import type { Link, ListView, PictureView, SiteView, StoryView } from './views.ts';

type Json = Record<string, unknown>;

function absolute(site: SiteView, path: string): string {
  return absoluteAddress(site.address, path);
}

function image(site: SiteView, picture: PictureView | null): Json | undefined {
  const source = picture === null ? null : widestJpeg(picture);
  if (picture === null || source === null) return undefined;
  return {
    '@type': 'ImageObject',
    url: absolute(site, source.path),
    width: source.width,
    height: source.height,
    caption: picture.caption === '' ? undefined : picture.caption,
    creditText: [picture.credit, picture.agency].filter((part) => part !== '').join(' / ') || undefined,
  };
}

export function publisherData(site: SiteView): Json {
  const { logo, name } = site.publisher;
  const source = logo && widestJpeg(logo);
  return {
    '@type': 'NewsMediaOrganization',
    name,
    url: absolute(site, 'index.html'),
    logo: source ? absolute(site, source.path) : undefined,
    correctionsPolicy: absolute(site, `${site.prefix}corrections.html`),
  };
}

function person(site: SiteView, author: Link): Json {
  return {
    '@type': 'Person',
    name: author.label,
    url: author.path === '' ? undefined : absolute(site, author.path),
  };
}

/** A story as schema.org has it; source: https://schema.org/NewsArticle. */
export function storyData(site: SiteView, view: StoryView): Json {
  const { card } = view;
  const place = view.dateline.place;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': absolute(site, card.path),
    headline: card.headline,
    description: card.summary === '' ? undefined : card.summary,
    inLanguage: card.lang,
    datePublished: isoTime(card.publishedAt),
    dateModified: isoTime(Math.max(card.publishedAt, card.updatedAt)),
    dateline: place ?? undefined,
    author:
      card.bylines.length === 0
        ? { '@type': 'Organization', name: site.publisher.name, url: absolute(site, 'index.html') }
        : card.bylines.map((author) => person(site, author)),
    publisher: publisherData(site),
    image: image(site, card.lead),
    articleSection: card.section?.label,
    keywords: view.tags.length === 0 ? undefined : view.tags.map((tag) => tag.label),
    isAccessibleForFree: true,
    isPartOf:
      view.series === null
        ? undefined
        : { '@type': 'CreativeWorkSeries', name: view.series.label, url: absolute(site, view.series.path) },
    ...noteData(view),
    ...translationData(site, view),
  };
}

function noteData(view: StoryView): Json {
  const corrections = view.notes.filter((note) => note.kind === 'correction');
  if (corrections.length === 0) return {};
  return {
    correction: corrections.map((note) => ({
      '@type': 'CorrectionComment',
      text: note.text,
      datePublished: isoTime(note.at),
    })),
  };
}

function translationData(site: SiteView, view: StoryView): Json {
  const work = (translation: { lang: string; path: string }): Json => ({
    '@type': 'NewsArticle',
    '@id': absolute(site, translation.path),
    url: absolute(site, translation.path),
    inLanguage: translation.lang,
  });
  const from = view.translatedFrom;
  const into = from === null ? view.translations : [];
  return {
    translationOfWork: from === null ? undefined : work(from),
    workTranslation: into.length === 0 ? undefined : into.map(work),
  };
}

/** The way from the front to a page, which is the last of `links`. */
export function breadcrumbData(site: SiteView, links: readonly Link[]): Json {
  const all = [{ label: site.name, path: `${site.prefix}index.html` }, ...links];
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: all.map((link, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: link.label,
      item: absolute(site, link.path),
    })),
  };
}

export function siteData(site: SiteView): Json[] {
  return [
    {
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: site.name,
      description: site.tagline === '' ? undefined : site.tagline,
      url: absolute(site, `${site.prefix}index.html`),
      inLanguage: site.lang,
      publisher: publisherData(site),
    },
  ];
}

export function listData(site: SiteView, view: ListView, heading: string): Json {
  const page = { '@context': 'https://schema.org', url: absolute(site, view.path), inLanguage: site.lang };
  const description = view.description === '' ? undefined : view.description;
  if (view.kind !== 'author') return { ...page, '@type': 'CollectionPage', name: heading, description };
  return {
    ...page,
    '@type': 'ProfilePage',
    mainEntity: {
      '@type': 'Person',
      name: heading,
      description,
      url: absolute(site, view.path),
      image: image(site, view.portrait),
    },
  };
}
