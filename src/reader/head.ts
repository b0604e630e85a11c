import { iconPath, pagesStylesheet } from './assets.ts';
import { html, nothing, scriptJson, trusted, type Html } from './html.ts';
import { absoluteAddress, feedPaths, type FeedPaths } from './paths.ts';
import { widestJpeg } from './picture.ts';
import type { Place } from './place.ts';
import { registerPolicy } from './register.ts';
import type { PictureView, SiteView } from './views.ts';

/** What a page says of itself to browsers, search engines and messengers. */
export type Head = {
  path: string;
  /** Without the site's name. */
  title: string;
  description: string;
  type: 'website' | 'article' | 'profile';
  image: PictureView | null;
  /** The same content in other languages, this page not among them. */
  alternates: readonly { lang: string; path: string }[];
  /** The page's own language; it may differ from its site's on a page shared by all. */
  feeds: FeedPaths | null;
  /** Open Graph's own fields for a story. */
  article: Html;
  /** JSON-LD. */
  data: readonly unknown[];
  /** A story or a front, which needs no more than the first stylesheet. */
  light?: boolean;
  /** False keeps the page out of search engines, and drops canonical and alternates. */
  indexed: boolean;
};

/**
 * Mirrors set no headers, so the policy stands in the page too. `file:` is for copies on a disk, where browsers do
 * not hold other files to be the page's own origin. `base` differs on the page that is shown at any depth.
 */
export function contentPolicy(options: { styleHash?: string } = {}): string {
  const style = options.styleHash === undefined ? '' : ` 'sha256-${options.styleHash}'`;
  return `default-src 'none'; ${registerPolicy}; style-src 'self' file:${style}; img-src 'self' file:; media-src 'self' file:; form-action 'self'; base-uri 'self'`;
}

/** What comes first in every page. The origin puts its base element after `<head>` where it needs one. */
export function opening(
  lang: string,
  dir: 'ltr' | 'rtl',
  policy: string,
  paper: SiteView['paper'] = null,
): Html {
  const { light, dark } = paper ?? { light: '#fdfcf8', dark: '#15171b' };
  return html`<!doctype html>
    <html lang="${lang}" dir="${dir}"><head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <meta name="theme-color" content="${light}" media="(prefers-color-scheme: light)">
        <meta name="theme-color" content="${dark}" media="(prefers-color-scheme: dark)">`;
}

const territories: Readonly<Record<string, string>> = { en: 'en_GB', ru: 'ru_RU', fa: 'fa_IR' };

/** Everything between the opening and the end of `<head>`. */
export function headElements(place: Place, head: Head): Html {
  const { site } = place;
  const title = head.title === site.name ? site.name : `${head.title} — ${site.name}`;
  const description =
    head.description === '' ? nothing : html`<meta name="description" content="${head.description}" />`;
  const icon = html`<link rel="icon" type="image/svg+xml" href="${place.link(iconPath())}" />`;
  const sheets = [site.stylesheet, ...(head.light === true ? [] : [pagesStylesheet().path])];
  const sheet = sheets.map((path) => html`<link rel="stylesheet" href="${place.link(path)}" />`);
  if (!head.indexed) {
    return html`<title>${title}</title><meta name="robots" content="noindex" />${description}${icon}${sheet}`;
  }
  return html`<title>${title}</title>${description}<meta
      name="robots"
      content="max-image-preview:large"
    />${sheet}${icon}<link
      rel="canonical"
      href="${absoluteAddress(site.address, head.path)}"
    />${alternateLinks(site, head)}${feedLinks(place, head.feeds)}${openGraph(place, head)}${dataElement(head.data)}`;
}

function dataElement(data: readonly unknown[]): Html {
  if (data.length === 0) return nothing;
  return html`<script type="application/ld+json">
    ${scriptJson(data)}
  </script>`;
}

function alternateLinks(site: SiteView, head: Head): Html | Html[] {
  if (head.alternates.length === 0) return nothing;
  const all = [{ lang: site.lang, path: head.path }, ...head.alternates];
  const base = site.languages.find((language) => language.prefix === '')?.lang;
  const fallback = all.find((alternate) => alternate.lang === base) ?? all[0];
  const link = (lang: string, path: string): Html =>
    html`<link rel="alternate" hreflang="${lang}" href="${absoluteAddress(site.address, path)}" />`;
  const links = all.map((alternate) => link(alternate.lang, alternate.path));
  return fallback === undefined ? links : [...links, link('x-default', fallback.path)];
}

function feedLinks(place: Place, feeds: FeedPaths | null): Html {
  const { rss, atom, json } = feeds ?? feedPaths(place.site.prefix, null);
  const { name } = place.site;
  return html`<link
      rel="alternate"
      type="application/rss+xml"
      title="${name} (RSS)"
      href="${place.link(rss)}"
    /><link
      rel="alternate"
      type="application/atom+xml"
      title="${name} (Atom)"
      href="${place.link(atom)}"
    /><link
      rel="alternate"
      type="application/feed+json"
      title="${name} (JSON)"
      href="${place.link(json)}"
    />`;
}

function openGraph(place: Place, head: Head): Html {
  const { site } = place;
  const description =
    head.description === ''
      ? nothing
      : html`<meta property="og:description" content="${head.description}" />`;
  const locale = territories[site.lang];
  const where = locale === undefined ? nothing : html`<meta property="og:locale" content="${locale}" />`;
  return html`<meta property="og:site_name" content="${site.name}" /><meta
      property="og:type"
      content="${head.type}"
    /><meta property="og:title" content="${head.title}" />${description}<meta
      property="og:url"
      content="${absoluteAddress(site.address, head.path)}"
    />${where}${head.article}${openGraphPicture(site, head)}`;
}

function openGraphPicture(site: SiteView, { image: picture, type }: Head): Html {
  const source = picture === null ? null : widestJpeg(picture);
  if (picture === null || source === null)
    return openGraphLogo(type === 'website' ? site.publisher.logo : null, site);
  return html`<meta property="og:image" content="${absoluteAddress(site.address, source.path)}" /><meta
      property="og:image:width"
      content="${source.width}"
    /><meta property="og:image:height" content="${source.height}" /><meta
      property="og:image:alt"
      content="${picture.alt}"
    /><meta name="twitter:card" content="summary_large_image" />`;
}

/** Fronts and lists are shown with the publisher's logo, small; a story is as light as it can be. */
function openGraphLogo(logo: PictureView | null, site: SiteView): Html {
  const source = logo && widestJpeg(logo);
  const shown =
    source &&
    html`<meta property="og:image" content="${absoluteAddress(site.address, source.path)}" /><meta
        property="og:image:alt"
        content="${logo.alt}"
      />`;
  return html`${shown ?? nothing}${trusted('<meta name="twitter:card" content="summary">')}`;
}
