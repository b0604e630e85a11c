import { formatDay, formatMonth, formatNumber, formatYear } from './dates.ts';
import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import { keptCard, row } from './kept-cards.ts';
import { messages } from './languages/languages.ts';
import { step } from './paging.ts';
import { archivePath } from './paths.ts';
import { label, type Place } from './place.ts';
import { breadcrumbData } from './structured.ts';
import type { ArchiveView, Link, SiteView } from './views.ts';

/** A day, a month, a year or all years of what was published. */
export function renderArchive(site: SiteView, view: ArchiveView): string {
  const title = titleOf(site, view);
  return page(
    site,
    {
      path: view.path,
      title,
      description: '',
      type: 'website',
      image: null,
      alternates: [],
      feeds: null,
      article: nothing,
      data: [breadcrumbData(site, [...above(site, view), { label: title, path: view.path }])],
      indexed: true,
      kind: 'archive-page',
      section: null,
      front: false,
    },
    (place) => main(place, view),
  );
}

function titleOf(site: SiteView, view: ArchiveView): string {
  switch (view.kind) {
    case 'day':
      return formatDay(site.lang, view.date);
    case 'month':
      return formatMonth(site.lang, view.month);
    case 'year':
      return formatYear(site.lang, view.year);
    case 'years':
      return messages(site.lang).archive;
  }
}

/** The longer spans that hold this one, longest first. */
function above(site: SiteView, view: ArchiveView): Link[] {
  const year = (date: string): Link => ({
    label: formatYear(site.lang, date.slice(0, 4)),
    path: archivePath(site.prefix, date.slice(0, 4)),
  });
  const month = (date: string): Link => ({
    label: formatMonth(site.lang, date.slice(0, 7)),
    path: archivePath(site.prefix, date.slice(0, 7)),
  });
  switch (view.kind) {
    case 'day':
      return [year(view.date), month(view.date)];
    case 'month':
      return [year(view.month)];
    case 'year':
    case 'years':
      return [];
  }
}

function main(place: Place, view: ArchiveView): Html {
  const { site, words } = place;
  const top: Link = { label: words.archive, path: archivePath(site.prefix, null) };
  if (view.kind === 'years') {
    return html`<header class="list-head">
        <div>
          <h1>${words.archive}</h1>
          <p class="intro">${words.archiveYears}</p>
        </div>
      </header>
      ${years(place, view)}`;
  }
  const trail = [top, ...above(site, view)].map((link) => html`<li>${label(place, link)}</li>`);
  return html`<header class="list-head">
      <div>
        <nav class="trail" aria-label="${words.breadcrumb}">
          <ul>
            ${trail}
          </ul>
        </nav>
        <h1>${titleOf(site, view)}</h1>
      </div>
    </header>
    ${content(place, view)}`;
}

function content(place: Place, view: Exclude<ArchiveView, { kind: 'years' }>): Html {
  const { words } = place;
  switch (view.kind) {
    case 'day':
      return html`<ul class="rows">
          ${view.cards.map((story) => html`<li>${keptCard(place, story, row)}</li>`)}
        </ul>
        ${steps(place, view, words.nextDay, words.previousDay)}`;
    case 'month':
      return html`${view.days.map((day) => dayBlock(place, day))}${steps(place, view, words.nextMonth, words.previousMonth)}`;
    case 'year':
      return html`<ul class="spans">
        ${view.months.map((month) => spanItem(place, month.path, formatMonth(place.site.lang, month.month), month.count))}
      </ul>`;
  }
}

function years(place: Place, view: Extract<ArchiveView, { kind: 'years' }>): Html {
  if (view.years.length === 0) return html`<p class="empty">${place.words.noStories}</p>`;
  return html`<ul class="spans">
    ${view.years.map((year) => spanItem(place, year.path, formatYear(place.site.lang, year.year), year.count))}
  </ul>`;
}

function spanItem(place: Place, path: string, name: string, count: number): Html {
  const stories = place.words.stories(count, formatNumber(place.site.lang, count));
  return html`<li><a href="${place.link(path)}">${name}</a> <small>${stories}</small></li>`;
}

function dayBlock(place: Place, day: { date: string; path: string; stories: Link[] }): Html {
  const stories = day.stories.map(
    (story) => html`<li><a href="${place.link(story.path)}">${story.label}</a></li>`,
  );
  return html`<section class="day">
    <h2>
      <a href="${place.link(day.path)}"
        ><time datetime="${day.date}">${formatDay(place.site.lang, day.date)}</time></a
      >
    </h2>
    <ul>
      ${stories}
    </ul>
  </section>`;
}

/** A neighbouring day or month comes as its date, and is shown in the words of the language. */
function inWords(place: Place, link: Link | null): Link | null {
  if (link === null || !/^\d{4}-\d\d(-\d\d)?$/.test(link.label)) return link;
  const format = link.label.length === 7 ? formatMonth : formatDay;
  return { ...link, label: format(place.site.lang, link.label) };
}

function steps(
  place: Place,
  view: { newer: Link | null; older: Link | null },
  newer: string,
  older: string,
): Html {
  if (view.newer === null && view.older === null) return nothing;
  return html`<nav class="paging" aria-label="${place.words.pages}">
    <ul>
      ${step(place, inWords(place, view.newer), newer, 'prev')}${step(place, inWords(place, view.older), older, 'next')}
    </ul>
  </nav>`;
}
