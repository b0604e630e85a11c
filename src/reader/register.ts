import { createHash } from 'node:crypto';
import { html, trusted, type Html } from './html.ts';

/*
 * The one line of script that stands in every page. It asks for the worker after the page is there, and only where
 * browsers run one; the page has all it needs without. Its text never differs, so that one hash in the policy stands for
 * it; where the worker is from the page is told by the element. It is a module that waits for nothing: any other script at
 * the end of a page waits for the styles, and what is drawn waits for it (docs/BENCH.md). No angle bracket may stand in
 * it: see "Saved stories" in docs/EDITION.md.
 */
const LINE =
  'var s=navigator.serviceWorker;if(s&&/^http/.test(location.protocol)){onload=function(){s.controller||setTimeout(function(){s.register(document.querySelector("[data-worker]").dataset.worker,{updateViaCache:"none"}).catch(function(){})},1)};onpagehide=function(){s.controller?.postMessage({longwave:1,ask:"bye"})}}';

/** What stands for that line in a content policy. */
export const registerPolicy = `script-src 'sha256-${createHash('sha256').update(LINE).digest('base64')}'; worker-src 'self'`;

/** @param worker the address of the worker, as the page links to it */
export const registerElement = (worker: string): Html =>
  html`<script type="module" async data-worker="${worker}">${trusted(LINE)}</script>`;
