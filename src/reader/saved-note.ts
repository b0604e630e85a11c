import { compact } from './assets.ts';
import { html, trusted } from './html.ts';
import { direction } from './languages/languages.ts';
import { verifyWords } from './languages/verify-words.ts';
import type { SiteView } from './views.ts';

const STYLE = compact(`
.saved-note{max-width:70rem;margin:0 auto;padding:.9rem clamp(1rem,4vw,2rem);background:var(--tint);border-block-end:1px solid var(--rule);font-size:.9375rem;line-height:1.5}
.saved-note summary{cursor:pointer;font-weight:600}
.saved-note p{max-width:46rem;padding-block-start:.4rem}
.saved-note a{font-weight:600}
.saved-words{columns:8rem;max-width:46rem;padding-block-start:.5rem;font:.875rem/1.6 ui-monospace,monospace;list-style:decimal inside}
.unpictured{padding:2rem 1rem;background:var(--tint);color:var(--soft);font-size:.9375rem}
@media print{.saved-note details:not([open]) summary{display:none}}
`);

/**
 * What is put above a saved story, in one language: says what the file is and how to check it, and never that it is
 * genuine. What stands in braces is filled in when a story is saved.
 *
 * @param fingerprint the paper's fingerprint as words; none where the edition is not signed
 */
export function renderSavedNote(site: SiteView, fingerprint: readonly string[]): string {
  const { note } = verifyWords(site.lang);
  const filled = (text: string) => {
    const [before = '', after] = text.split('{address}');
    return after === undefined
      ? html`${before}`
      : html`${before}<a href="{address}" dir="ltr">{address}</a>${after}`;
  };
  const words = fingerprint.map((word) => html`<li>${word}</li>`);
  return `${
    html`<style>${trusted(STYLE)}</style><aside class="saved-note" lang="${site.lang}" dir="${direction(site.lang)}" aria-label="${note.heading}">
    <p><strong>${note.heading}.</strong> ${note.text.replace('{name}', site.name)}</p>
    <details>
      <summary>${note.date}</summary>
      <p>${filled(note.check)}</p>
      <ol class="saved-words" lang="en" dir="ltr">${words}</ol>
    </details>
  </aside>`.markup
  }`;
}
