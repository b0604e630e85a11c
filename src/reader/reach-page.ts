import { reachStylesheet } from './assets.ts';
import { html, nothing, scriptJson, trusted, type Html } from './html.ts';
import { reachWords, type ReachWords } from './languages/reach-words.ts';
import { cardsPath, depthOf, linksPath, reachPath, rootFrom, starterPath } from './paths.ts';
import type { Place } from './place.ts';
import { openAddresses } from './reach-addresses.ts';
import { registerPolicy } from './register.ts';
import { reachScript } from './scripts.ts';
import { toolPage } from './tool-page.ts';
import type { ReachView, SiteView } from './views.ts';

/*
 * How to find the paper again, in plain words, and what this device keeps for it. The words need no script; the rest is
 * told by the worker, which the page's script asks.
 */

/** Its script speaks with the worker alone, so it may ask no host. */
const POLICY = `default-src 'none'; ${registerPolicy.replace('script-src', "script-src 'self' file:")}; style-src 'self' file:; img-src 'self' file:; form-action 'none'; base-uri 'none'`;

export function renderReachPage(site: SiteView, view: ReachView): string {
  const words = reachWords(site.lang);
  const { heading, intro } = words;
  return toolPage(site, {
    kind: 'reach',
    pathOf: reachPath,
    heading,
    intro,
    policy: POLICY,
    stylesheet: reachStylesheet().path,
    warning: view.root === null ? words.unsigned : view.sample ? words.sample : null,
    well: (place) =>
      html`${steps(place, view, words)}${addresses(place, view, words)}${device(words)}${limits(words)}${fingerprint(view, words)}`,
    program: (place) => program(place, words),
  });
}

/** In the order of what a reader gains by them; what cannot be done here is left out. */
function steps(place: Place, view: ReachView, words: ReachWords): Html {
  const { prefix } = place.site;
  const { bookmark, starter, words: write, cards, onion, pass } = words.steps;
  const signed = view.root !== null;
  const items = [
    step(bookmark),
    signed ? step(starter, { path: place.link(starterPath(prefix)), download: true }) : nothing,
    signed ? step(write) : nothing,
    step(cards, { path: place.link(cardsPath(prefix)), download: false }),
    view.onion === null ? nothing : step(onion),
    signed ? step(pass) : nothing,
  ];
  return html`<section class="reach-part reach-steps" aria-labelledby="reach-steps">
    <h2 id="reach-steps">${words.stepsHeading}</h2>
    <ol>
      ${items}
    </ol>
  </section>`;
}

function step(words: { what: string; why: string }, link?: { path: string; download: boolean }): Html {
  if (link === undefined) return html`<li><strong>${words.what}</strong> ${words.why}</li>`;
  const download = link.download ? html` download` : nothing;
  return html`<li><a href="${link.path}"${download}><strong>${words.what}</strong></a> ${words.why}</li>`;
}

function addresses(place: Place, view: ReachView, words: ReachWords): Html {
  const { site } = place;
  const all = openAddresses(site, view);
  return html`<section class="reach-part" aria-labelledby="reach-addresses">
    <h2 id="reach-addresses">${words.addressesHeading}</h2>
    <p>${all.length > 1 ? words.addressesText : words.onlyOne}</p>
    <ul class="reach-addresses">
      ${all.map(
        ({ address, use }) =>
          html`<li><a href="${address}" dir="ltr">${address}</a> <small>${use === 'data' ? '' : words.addressKinds[use]}</small></li>`,
      )}
    </ul>
    <p class="reach-lists">
      ${words.listsText} <a href="${place.link(linksPath(site.prefix, 'txt'))}" download dir="ltr">links.txt</a>
      <a href="${place.link(linksPath(site.prefix, 'json'))}" download dir="ltr">links.json</a>
    </p>
  </section>`;
}

/** What the script fills: without it, only why there is nothing. */
const device = (words: ReachWords): Html =>
  html`<section class="reach-part reach-device" aria-labelledby="reach-device">
    <h2 id="reach-device">${words.deviceHeading}</h2>
    <noscript><p>${words.noScript}</p></noscript>
    <div id="reach-status" aria-live="polite"></div>
    <div id="reach-tools"></div>
  </section>`;

/** A limit begins with its own short name, up to the first full stop. */
function limits(words: ReachWords): Html {
  const items = words.limits.map((limit) => {
    const end = limit.indexOf('. ') + 1;
    return html`<li><strong>${limit.slice(0, end)}</strong>${limit.slice(end)}</li>`;
  });
  return html`<section class="reach-part" aria-labelledby="reach-limits">
    <h2 id="reach-limits">${words.limitsHeading}</h2>
    <ul class="reach-limits">
      ${items}
    </ul>
  </section>`;
}

function fingerprint(view: ReachView, words: ReachWords): Html {
  if (view.words.length === 0) return nothing;
  return html`<section class="reach-part" aria-labelledby="reach-fingerprint">
    <h2 id="reach-fingerprint">${words.fingerprintHeading}</h2>
    <p>${words.fingerprintText}</p>
    <ol class="reach-words" lang="en" dir="ltr">
      ${view.words.map((word) => html`<li>${word}</li>`)}
    </ol>
  </section>`;
}

/** What the script is told; see `reach/data.ts`, which reads it. */
function program(place: Place, words: ReachWords): Html {
  const { lang, timeZone, prefix } = place.site;
  const data = { lang, timeZone, up: rootFrom(depthOf(reachPath(prefix))), words: words.says };
  // Outside a template, whose lines and indents would become part of it.
  return html`${trusted('<script type="application/json" id="reach-data">')}${scriptJson(data)}${trusted('</script>')}<script src="${place.link(reachScript().path)}"></script>`;
}
