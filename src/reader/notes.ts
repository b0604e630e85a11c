import { html, nothing, type Html } from './html.ts';
import { formatDate } from './dates.ts';
import type { Place } from './place.ts';
import { paragraphs } from './text.ts';
import { dateElement } from './time.ts';
import type { LegalNoticeView, NoteView, StoryView } from './views.ts';

/** One line under the byline that says the story was changed and leads to the note: nobody has to find it. */
export function notesAtHead(place: Place, notes: readonly NoteView[]): Html {
  const newest = newestOf(notes, 'correction') ?? newestOf(notes, 'update');
  if (newest === null) return nothing;
  const date = formatDate(place.site, newest.at);
  const line = newest.kind === 'correction' ? place.words.correctedOn(date) : place.words.updatedOn(date);
  return html`<p class="changed">${line} <a href="#notes">${place.words.readNote}</a></p>`;
}

function newestOf(notes: readonly NoteView[], kind: NoteView['kind']): NoteView | null {
  let newest: NoteView | null = null;
  for (const note of notes) if (note.kind === kind && (newest === null || note.at > newest.at)) newest = note;
  return newest;
}

/** Every note in full, newest first. */
export function notesAtFoot(place: Place, notes: readonly NoteView[]): Html {
  if (notes.length === 0) return nothing;
  const sorted = notes.toSorted((a, b) => b.at - a.at);
  return html`<section class="notes" id="notes" aria-labelledby="notes-title">
    <h2 id="notes-title">${place.words.notes}</h2>
    ${sorted.map((note) => noteElement(place, note))}
  </section>`;
}

export function noteElement(place: Place, note: NoteView): Html {
  return html`<div class="note ${note.kind}">
    <p class="note-head"><b>${place.words.note[note.kind]}</b> ${dateElement(place, note.at)}</p>
    ${paragraphs(note.text)}${wording(place, note)}
  </div>`;
}

function wording(place: Place, note: NoteView): Html {
  const { noteBefore, noteAfter } = place.words;
  const before =
    note.before === null || note.before === ''
      ? nothing
      : html`<div>
          <dt>${noteBefore}</dt>
          <dd><del>${note.before}</del></dd>
        </div>`;
  const after =
    note.after === null || note.after === ''
      ? nothing
      : html`<div>
          <dt>${noteAfter}</dt>
          <dd><ins>${note.after}</ins></dd>
        </div>`;
  return before === nothing && after === nothing ? nothing : html`<dl>${before}${after}</dl>`;
}

/** Law may ask for a size: the classes step by quarters, rounded up so that a notice is never smaller than asked. */
function ratioClass(ratio: number): string {
  const bounded = Number.isFinite(ratio) ? Math.min(4, Math.max(0.5, ratio)) : 1;
  return `ratio-${Math.ceil(bounded * 4) * 25}`;
}

/** The notices that belong at one place of a story. */
export function legalNotices(place: Place, view: StoryView, placement: LegalNoticeView['placement']): Html {
  const notices = view.legalNotices.filter((notice) => notice.placement === placement);
  if (notices.length === 0) return nothing;
  return html`<div class="legal" role="note" aria-label="${place.words.legalNotice}">
    ${notices.map((notice) => html`<div class="${ratioClass(notice.sizeRatio)}" dir="auto">${paragraphs(notice.text)}</div>`)}
  </div>`;
}
