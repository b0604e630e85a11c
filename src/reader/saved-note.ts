import { compact } from './assets.ts';
import { html, trusted, type Html } from './html.ts';
import { direction } from './languages/languages.ts';
import { verifyWords } from './languages/verify-words.ts';
import { absoluteAddress, frontPath } from './paths.ts';
import type { SiteView } from './views.ts';

const STYLE = compact(`
.saved-note{padding:.9rem max(clamp(1rem,4vw,2rem),50% - 33rem);background:var(--tint);border-block-end:1px solid var(--rule);font-size:.9375rem;line-height:1.5}
.saved-note summary{width:fit-content;padding-block:.4rem;cursor:pointer;font-weight:600}
.saved-note p{max-width:46rem;padding-block-start:.4rem}
.saved-note a{font-weight:600}
.saved-words{columns:8rem;max-width:46rem;padding-block-start:.5rem;font:.875rem/1.6 ui-monospace,monospace;list-style:decimal inside}
.saved-addresses{padding-block-start:.3rem;overflow-wrap:anywhere;list-style:none}
[dir=rtl] .saved-addresses{text-align:right}
.unpictured{padding:2rem 1rem;background:var(--tint);color:var(--soft);font-size:.9375rem}
@media print{.saved-note details:not([open]) summary{display:none}}
`);

/**
 * What is put above a saved story, in one language: says what the file is and how to check it, and never that it is
 * genuine. What stands in braces is filled in when a story is saved.
 *
 * @param view the paper's fingerprint as words, none where the edition is not signed; addresses beside the newsroom's own
 */
export function renderSavedNote(
  site: SiteView,
  view: { words: readonly string[]; addresses: readonly string[] },
): string {
  const { note } = verifyWords(site.lang);
  const words = view.words.map((word) => html`<li>${word}</li>`);
  return html`<style>${trusted(STYLE)}</style><aside class="saved-note" lang="${site.lang}" dir="${direction(site.lang)}" aria-label="${note.heading}">
    <p><strong>${note.heading}.</strong> ${note.text.replace('{name}', () => site.name)}</p>
    <p>${withPlaces(note.date)}</p>
    <details>
      <summary>${note.how}</summary>
      <p>${withPlaces(note.check)}</p>
      <ol class="saved-words" lang="en" dir="ltr">${words}</ol>
      ${addressesOf(site, view.addresses)}
    </details>
  </aside>`.markup;
}

/** A file is passed on to people who have no other way to the paper; a few ways are enough for it. */
const MOST = 8;

function addressesOf(site: SiteView, addresses: readonly string[]): Html {
  const all = [absoluteAddress(site.address, frontPath(site.prefix)), ...addresses.slice(0, MOST)];
  return html`<p>${verifyWords(site.lang).addressesHeading}:</p>
    <ul class="saved-addresses" dir="ltr">
      ${all.map((address) => html`<li><a href="${address}">${address}</a></li>`)}
    </ul>`;
}

/** Text with places to fill in. What will stand there is the same in every language, so it keeps its own direction. */
function withPlaces(text: string): Html[] {
  return text.split(/(\{\w+\})/).map((part) => {
    if (!/^\{\w+\}$/.test(part)) return html`${part}`;
    return part === '{address}'
      ? html`<a href="${part}" dir="ltr">${part}</a>`
      : html`<bdi dir="ltr">${part}</bdi>`;
  });
}
