import { blockText, diffBodies, diffWords } from '#body';
import type { BlockDiff, Doc, TextDiff } from '#body';
import { formatDate, formatDayShort } from './dates.ts';
import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import { messages } from './languages/languages.ts';
import { noteElement } from './notes.ts';
import { changesPath, encodePath, verifyPath } from './paths.ts';
import type { Place } from './place.ts';
import { paragraphs } from './text.ts';
import { momentElement } from './time.ts';
import type { NoteView, SiteView, StoryView } from './views.ts';

/** What readers saw of one revision; `details` are fields whose words the page does not show, as text to compare. */
export type VersionView = {
  headline: string;
  standfirst: string;
  kicker: string;
  dateline: { place: string | null; date: string | null };
  body: Doc;
  details: Record<DetailName, string>;
};

export type DetailName = 'byline' | 'section' | 'tags' | 'series' | 'picture' | 'summary';

/** A step of a story's public life. `notes` are the corrections and updates that came with it. */
export type HistoryEvent =
  | { kind: 'published' | 'changed' | 'restored'; at: number; version: VersionView; notes: NoteView[] }
  | { kind: 'noted'; at: number; notes: NoteView[] }
  | { kind: 'withdrawn'; at: number; reason: string };

export type HistoryView = {
  /** Oldest first; empty for a story that stands as it was first published. */
  events: HistoryEvent[];
  /** When changes began to be recorded, for a story that was published elsewhere before; else null. */
  since: number | null;
};

/** Everything that readers were shown of a story, version by version, newest first. */
export function renderHistory(site: SiteView, view: Pick<StoryView, 'card' | 'history'>): string {
  const { card } = view;
  const words = messages(site.lang);
  return page(
    site,
    {
      path: changesPath(card.path),
      title: `${words.history.title}: ${card.headline}`,
      description: '',
      type: 'website',
      image: null,
      alternates: [],
      feeds: null,
      article: nothing,
      data: [],
      // Words that were taken back are not for search engines.
      indexed: false,
      kind: 'history-page',
      section: card.section?.path ?? null,
      front: false,
    },
    (place) => main(place, view),
  );
}

/** The line of a story's page that leads there, or says that there is nothing to see. */
export function historyLine(place: Place, view: Pick<StoryView, 'card' | 'history'>): Html {
  const words = place.words.history;
  const { events, since } = view.history;
  if (events.length > 0) {
    const path = place.link(changesPath(view.card.path));
    return html`<p class="history"><a href="${path}">${words.title}</a> · ${saveLink(place, view)}</p>`;
  }
  const none = since === null ? words.none : words.noneSince(formatDate(place.site, since));
  return html`<p class="history">${none} · ${saveLink(place, view)}</p>`;
}

/** To the page that verifies, which puts the story together as one file. */
function saveLink({ link, site, words }: Place, { card }: Pick<StoryView, 'card'>): Html {
  const save = `${link(verifyPath(site.prefix))}#save=${encodePath(card.path)}`;
  return html`<a href="${save}">${words.saveStory}</a>`;
}

function main(place: Place, { card, history }: Pick<StoryView, 'card' | 'history'>): Html {
  const words = place.words.history;
  const since =
    history.since === null
      ? nothing
      : html`<p class="intro">${words.since(formatDate(place.site, history.since))}</p>`;
  const steps = stepsOf(place, history.events);
  return html`<header class="list-head">
      <div>
        <h1>${words.title}</h1>
        <p class="intro"><a href="${place.link(card.path)}">${card.headline}</a></p>
        <p class="intro">${words.intro}</p>
        ${since}
      </div>
    </header>
    <ol class="versions" reversed>
      ${steps.reverse()}
    </ol>`;
}

function stepsOf(place: Place, events: readonly HistoryEvent[]): Html[] {
  let before: VersionView | null = null;
  return events.map((event) => {
    const inner = step(place, event, before);
    if ('version' in event) before = event.version;
    return html`<li>
      <h2>${place.words.history.kinds[event.kind]} ${momentElement(place, event.at)}</h2>
      ${inner}
    </li>`;
  });
}

function step(place: Place, event: HistoryEvent, before: VersionView | null): Html {
  const words = place.words.history;
  if (event.kind === 'withdrawn') return html`${paragraphs(event.reason)}`;
  const notes = event.notes.map((note) => noteElement(place, note));
  if (event.kind === 'noted') return html`${notes}`;
  if (before === null) return html`<p class="quiet">${words.first}</p>`;
  const silent = event.kind === 'changed' && notes.length === 0;
  return html`${silent ? html`<p class="silent">${words.silent}</p>` : notes}${difference(place, before, event.version)}`;
}

function difference(place: Place, before: VersionView, after: VersionView): Html {
  const words = place.words.history;
  const dateline = (version: VersionView): string => datelineText(place, version);
  const parts = [
    field(words.fields.kicker, before.kicker, after.kicker),
    field(words.fields.headline, before.headline, after.headline),
    field(words.fields.standfirst, before.standfirst, after.standfirst),
    field(words.fields.dateline, dateline(before), dateline(after)),
    bodyPart(place, before.body, after.body),
    detailsPart(place, before, after),
  ].filter((part) => part !== nothing);
  return parts.length === 0 ? html`<p class="quiet">${words.same}</p>` : html`${parts}`;
}

function datelineText(place: Place, { dateline }: VersionView): string {
  const date = dateline.date === null ? '' : formatDayShort(place.site.lang, dateline.date);
  return [dateline.place ?? '', date].filter((part) => part !== '').join(place.words.comma);
}

function field(name: string, before: string, after: string): Html {
  if (before === after) return nothing;
  return html`<h3>${name}</h3>
    <p class="difference">${marked(diffWords(before, after))}</p>`;
}

/** Names of what else is another; the words themselves stand on the story's page. */
function detailsPart(place: Place, before: VersionView, after: VersionView): Html {
  const words = place.words.history;
  const names = DETAILS.filter((name) => before.details[name] !== after.details[name]);
  if (names.length === 0) return nothing;
  return html`<p class="quiet">${words.alsoChanged(names.map((name) => words.details[name]).join(place.words.comma))}</p>`;
}

const DETAILS: readonly DetailName[] = ['byline', 'section', 'tags', 'series', 'picture', 'summary'];

function bodyPart(place: Place, before: Doc, after: Doc): Html {
  const diffs = diffBodies(before, after);
  if (diffs.every(({ kind }) => kind === 'same')) return nothing;
  const blocks: Html[] = [];
  let same = false;
  for (const diff of diffs) {
    if (diff.kind !== 'same') {
      blocks.push(block(place, diff));
      same = false;
    } else if (!same) {
      blocks.push(html`<p class="gap" role="separator">⋯</p>`);
      same = true;
    }
  }
  return html`<h3>${place.words.history.fields.body}</h3>
    <div class="difference">${blocks}</div>`;
}

function block(place: Place, diff: Exclude<BlockDiff, { kind: 'same' }>): Html {
  const words = place.words.history;
  const text = blockText(diff.kind === 'removed' ? diff.before : diff.after);
  switch (diff.kind) {
    case 'added':
      return text === '' ? wordless(words.put) : html`<p>${marked([{ kind: 'added', text }])}</p>`;
    case 'removed':
      return text === '' ? wordless(words.taken) : html`<p>${marked([{ kind: 'removed', text }])}</p>`;
    case 'changed':
      return diff.inline.every(({ kind }) => kind === 'same')
        ? html`${wordless(words.form)}
            <p>${lines(text)}</p>`
        : html`<p>${marked(diff.inline)}</p>`;
    case 'moved':
      return html`${wordless(words.moved)}
        <p>${diff.inline === undefined ? lines(text) : marked(diff.inline)}</p>`;
  }
}

const wordless = (says: string): Html => html`<p class="quiet">${says}</p>`;

/** Insertions and deletions as such: readers' programs name them, and no colour has to be seen. */
function marked(pieces: readonly TextDiff[]): Html[] {
  return pieces.map(({ kind, text }) => {
    if (kind === 'same') return html`${lines(text)}`;
    return kind === 'added' ? html`<ins>${lines(text)}</ins>` : html`<del>${lines(text)}</del>`;
  });
}

const lines = (text: string): (Html | string)[] =>
  text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [html`<br />`, line]));
