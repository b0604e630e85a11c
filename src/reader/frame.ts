import { formatDate } from './dates.ts';
import { contentPolicy, headElements, opening, type Head } from './head.ts';
import { html, nothing, settled, type Html } from './html.ts';
import { direction } from './languages/languages.ts';
import { supportWords } from './languages/support-words.ts';
import {
  archivePath,
  correctionsPath,
  feedPaths,
  frontPath,
  listPath,
  reachPath,
  supportPath,
  verifyPath,
  workerPath,
} from './paths.ts';
import { destination, placeOf, type Place } from './place.ts';
import { registerElement } from './register.ts';
import type { BannerView, Link, SiteView } from './views.ts';

/*
 * What every page shares: head, nameplate, menus, foot. Most of it depends only on the site and on how deep the
 * page stands, so it is made once for both and kept as long as the site's view lives.
 */

export type Frame = Head & {
  /** Class of the body element: what kind of page this is. */
  kind: string;
  /** The menu entry that this page belongs to. */
  section: string | null;
  /** The nameplate is the page's own heading. */
  front: boolean;
  /** A content policy of the page's own. Default: that of all pages. */
  policy?: string;
};

type Shared = {
  opening: Html;
  nameplate: Html;
  foot: Html;
  /** Of pages that are not in the menu themselves and stand in no other language, by section. */
  headers: Map<string | null, Html>;
};

const kept = new WeakMap<Place, Shared>();

function sharedParts(place: Place): Shared {
  const { site } = place;
  let parts = kept.get(place);
  if (parts === undefined) {
    parts = {
      opening: settled(opening(site.lang, direction(site.lang), contentPolicy(), site.paper)),
      nameplate: html`<a href="${place.link(frontPath(site.prefix))}">${site.name}</a>`,
      foot: settled(foot(place)),
      headers: new Map(),
    };
    kept.set(place, parts);
  }
  return parts;
}

/** A whole page around its main content. */
export function page(site: SiteView, frame: Frame, main: (place: Place) => Html): string {
  const place = placeOf(site, frame.path);
  const shared = sharedParts(place);
  const { policy } = frame;
  const start =
    policy === undefined ? shared.opening : opening(site.lang, direction(site.lang), policy, site.paper);
  return html`${start}${headElements(place, frame)}</head><body class="${frame.kind}"><a class="skip" href="#main">${place.words.skipToContent}</a>${sharedHeader(place, frame, shared)}<main id="main" tabindex="-1">${main(place)}</main>${shared.foot}</body></html>\n`
    .markup;
}

function sharedHeader(place: Place, frame: Frame, { nameplate, headers }: Shared): Html {
  const { menu: entries } = place.site;
  const own = frame.front || frame.alternates.length > 0 || entries.some(({ path }) => path === frame.path);
  if (own) return header(place, frame, nameplate);
  const section = entries.some(({ path }) => path === frame.section) ? frame.section : null;
  let made = headers.get(section);
  if (made === undefined) headers.set(section, (made = settled(header(place, frame, nameplate))));
  return made;
}

function header(place: Place, frame: Frame, nameplate: Html): Html {
  const { site } = place;
  const name = frame.front
    ? html`<h1 class="nameplate">${nameplate}</h1>`
    : html`<p class="nameplate">${nameplate}</p>`;
  const tagline = frame.front && site.tagline !== '' ? html`<p class="tagline">${site.tagline}</p>` : nothing;
  return html`<header class="head">
    <div class="plate">${name}${tagline}${languages(place, frame)}</div>
    ${menu(place, frame)}
  </header>`;
}

/** To this page in the other languages where it exists, else to their fronts. */
function languages(place: Place, frame: Frame): Html {
  const { site, words } = place;
  if (site.languages.length < 2) return nothing;
  const items = site.languages.map((language) => {
    if (language.lang === site.lang) {
      return html`<li><span aria-current="true" lang="${language.lang}">${language.name}</span></li>`;
    }
    const same = frame.alternates.find((alternate) => alternate.lang === language.lang);
    const path = same?.path ?? frontPath(language.prefix);
    return html`<li>
      <a
        href="${place.link(path)}"
        hreflang="${language.lang}"
        lang="${language.lang}"
        dir="${direction(language.lang)}"
        >${language.name}</a
      >
    </li>`;
  });
  return html`<nav class="langs" aria-label="${words.languages}">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function menu(place: Place, frame: Frame): Html {
  const { site, words } = place;
  if (site.menu.length === 0) return nothing;
  const items = site.menu.map((item) => {
    const current =
      item.path === frame.path
        ? html` aria-current="page"`
        : item.path === frame.section
          ? html` aria-current="true"`
          : nothing;
    return html`<li><a href="${destination(place, item.path)}"${current}>${item.label}</a></li>`;
  });
  return html`<nav class="menu" aria-label="${words.menu}">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function column(heading: string, links: readonly Link[], place: Place): Html {
  if (links.length === 0) return nothing;
  const items = links.map(
    (link) => html`<li><a href="${destination(place, link.path)}">${link.label}</a></li>`,
  );
  return html`<div>
    <h2>${heading}</h2>
    <ul>
      ${items}
    </ul>
  </div>`;
}

function foot(place: Place): Html {
  const { site, words } = place;
  const feeds = feedPaths(site.prefix, null);
  const support = {
    label: supportWords(site.lang).page.heading.replace('{paper}', () => site.name),
    path: supportPath(site.prefix),
  };
  const standing = [
    ...(site.support ? [support] : []),
    { label: words.latest, path: listPath(site.prefix, 'latest', '', null) },
    { label: words.archive, path: archivePath(site.prefix, null) },
    { label: words.corrections, path: correctionsPath(site.prefix, null) },
    { label: words.verify, path: verifyPath(site.prefix) },
    { label: words.reach, path: reachPath(site.prefix) },
  ];
  const own = site.footer.filter((link) => standing.every((other) => other.path !== link.path));
  const follow = [
    { label: 'RSS', path: feeds.rss },
    { label: 'Atom', path: feeds.atom },
    { label: 'JSON', path: feeds.json },
  ];
  const adFree =
    site.adFreeSince === null ? nothing : html`${words.adFree(formatDate(site, site.adFreeSince))} `;
  return html`<footer class="foot">
    <div class="foot-in">
      <p class="foot-name">
        <a href="${place.link(frontPath(site.prefix))}">${site.name}</a
        >${site.tagline === '' ? nothing : html` <span>${site.tagline}</span>`}
      </p>
      <nav class="foot-nav" aria-label="${words.about}">
        ${column(words.sections, site.sections, place)}${column(words.about, [...own, ...standing], place)}${column(words.follow, follow, place)}
      </nav>
      <p class="promise">${adFree}${words.noTracking}</p>
    </div>
  </footer>${registerElement(place.link(workerPath))}`;
}

/** The breaking banner of fronts and lists. Its link is a path of the edition or a full https address. */
export function bannerElement(place: Place, banner: BannerView | null): Html {
  if (banner === null) return nothing;
  const link = banner.link;
  const href = link === null || link === '' ? null : destination(place, link);
  const words = href === null ? html`${banner.text}` : html`<a href="${href}">${banner.text}</a>`;
  return html`<aside class="breaking" aria-label="${place.words.breaking}">
    <p><strong>${place.words.breaking}</strong> ${words}</p>
  </aside>`;
}
