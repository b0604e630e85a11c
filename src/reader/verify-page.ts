import { verifyStylesheet } from './assets.ts';
import { html, nothing, scriptJson, trusted, type Html } from './html.ts';
import { figureWords } from './languages/gap-words.ts';
import { verifyWords, type VerifyWords } from './languages/verify-words.ts';
import { absoluteAddress, frontPath, gapPath, rootFrom, depthOf, verifyPath } from './paths.ts';
import type { Place } from './place.ts';
import { registerPolicy } from './register.ts';
import { toolPage } from './tool-page.ts';
import type { SiteView, VerifyView } from './views.ts';

/*
 * The page that verifies: the one page with a script. The script is a file of the edition like any other and carries no
 * words and no keys of its own; both stand in the page as data.
 */

/**
 * Mirrors set no headers, so the page's own policy decides: its own script, and requests to this place and to the host of
 * a pasted link. The origin's header says the same for this page alone.
 */
const POLICY = `default-src 'none'; ${registerPolicy.replace('script-src', "script-src 'self' file:")}; style-src 'self' file:; img-src 'self' file:; connect-src 'self' http: https:; form-action 'none'; base-uri 'none'`;

export function renderVerifyPage(site: SiteView, view: VerifyView): string {
  const words = verifyWords(site.lang);
  const { heading, intro } = words;
  return toolPage(site, {
    kind: 'verify',
    pathOf: verifyPath,
    heading,
    intro,
    policy: POLICY,
    stylesheet: verifyStylesheet().path,
    warning: view.root === null ? words.unsigned : view.sample ? words.sample : null,
    well: (place) =>
      html`<noscript>${withoutScript(place, words)}</noscript>
        ${view.root === null ? nothing : tools(words)}${answers(words)}${limits(words)}${addresses(place, view, words)}${fingerprint(view, words)}${view.gap === true ? figure(place) : nothing}`,
    program: (place) => (view.root === null ? nothing : program(place, view, words)),
  });
}

function withoutScript({ site }: Place, words: VerifyWords): Html {
  const [before = '', after = ''] = words.noScriptSave.split('{address}');
  const example = `${site.address}/-/save/${site.prefix}2026/11/23/…`;
  return html`<div class="verify-warning">
    <p>${words.noScript}</p>
    <p>${before}<bdi>${site.address}</bdi>${after} <bdi><code>${example}</code></bdi></p>
  </div>`;
}

/** Hidden until the script runs: without it they could do nothing. */
function tools(words: VerifyWords): Html {
  return html`<form class="verify-tools" hidden novalidate id="verify-tools">
    <div class="verify-link">
      <label for="verify-link">${words.link}</label>
      <input id="verify-link" type="url" inputmode="url" dir="ltr" autocomplete="off" spellcheck="false" placeholder="https://" />
      <button>${words.check}</button>
    </div>
    <div class="verify-drop" id="verify-drop">
      <p>${words.drop}</p>
      <p>
        <label class="verify-choose"><input id="verify-files" type="file" multiple /><span>${words.files}</span></label>
        <label class="verify-choose"><input id="verify-folder" type="file" webkitdirectory multiple /><span>${words.folder}</span></label>
      </p>
    </div>
  </form>`;
}

const answers = (words: VerifyWords): Html =>
  html`<section class="verify-answer" id="verify-answer" aria-live="polite" aria-label="${words.answer}" hidden></section>`;

const limits = (words: VerifyWords): Html =>
  html`<section class="verify-part">
    <h2>${words.limitsHeading}</h2>
    <ul>
      ${words.limits.map((limit) => html`<li>${limit}</li>`)}
    </ul>
  </section>`;

function addresses({ site }: Place, view: VerifyView, words: VerifyWords): Html {
  const all = [absoluteAddress(site.address, frontPath(site.prefix)), ...view.mirrors];
  return html`<section class="verify-part">
    <h2>${words.addressesHeading}</h2>
    <p>${words.addressesText}</p>
    <ul dir="ltr">
      ${all.map((address) => html`<li><a href="${address}">${address}</a></li>`)}
    </ul>
  </section>`;
}

function fingerprint(view: VerifyView, words: VerifyWords): Html {
  if (view.words.length === 0) return nothing;
  return html`<section class="verify-part">
    <h2>${words.fingerprintHeading}</h2>
    <p>${words.fingerprintText}</p>
    <ol class="verify-words" lang="en" dir="ltr">
      ${view.words.map((word) => html`<li>${word}</li>`)}
    </ol>
  </section>`;
}

/** Money is checked on a page of its own. */
function figure({ site, link }: Place): Html {
  const { heading, intro } = figureWords(site.lang);
  return html`<section class="verify-part">
    <h2><a href="${link(gapPath(site.prefix))}">${heading}</a></h2>
    <p>${intro}</p>
  </section>`;
}

/** What the script is told; see `verify/data.ts`, which reads it. */
function program(place: Place, view: VerifyView, words: VerifyWords): Html {
  const { site } = place;
  const data = {
    root: view.root,
    sample: view.sample,
    lang: site.lang,
    timeZone: site.timeZone,
    up: rootFrom(depthOf(verifyPath(site.prefix))),
    addresses: [site.address, ...view.mirrors],
    words: words.says,
  };
  // Outside a template, whose lines and indents would become part of it.
  return html`${trusted('<script type="application/json" id="verify-data">')}${scriptJson(data)}${trusted('</script>')}<script src="${place.link(view.script)}"></script>`;
}
