import { html, scriptJson, type Html } from './html.ts';
import { supportWords } from './languages/support-words.ts';
import { askingPath } from './paths.ts';
import { askingScript } from './scripts.ts';
import { supportFrame } from './support-frame.ts';
import type { SiteView } from './views.ts';

/** What this device remembers of our asking, shown word for word, with what can be chosen. See `asking-line.ts`. */
export function renderAskingPage(site: SiteView): string {
  const { asking } = supportWords(site.lang);
  return supportFrame(site, {
    path: askingPath(site.prefix),
    pathOf: askingPath,
    heading: asking.heading,
    intro: asking.intro,
    kind: 'asking',
    script: true,
    main: (place) => html`<div class="well">
        <section aria-labelledby="asking-now">
          <h2 id="asking-now">${asking.statusHeading}</h2>
          <noscript><p>${asking.noScript}</p></noscript>
          <div id="asking-status" aria-live="polite"></div>
        </section>
        <section aria-labelledby="asking-choose">
          <h2 id="asking-choose">${asking.choiceHeading}</h2>
          <div id="asking-choices" class="asking-choices"></div>
          <p class="fine">${asking.limits}</p>
        </section>
      </div>
      ${data(site, asking.says)}<script src="${place.link(askingScript().path)}" defer></script>`,
  });
}

const data = ({ lang, timeZone }: SiteView, words: object): Html =>
  html`<script type="application/json" id="asking-data">${scriptJson({ lang, timeZone, words })}</script>`;
