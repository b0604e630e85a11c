import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compact } from './assets.ts';
import { opening } from './head.ts';
import { html, nothing, scriptJson, trusted, type Html } from './html.ts';
import { direction } from './languages/languages.ts';
import { reachWords, type ReachWords } from './languages/reach-words.ts';
import { writtenDay } from './links.ts';
import { openAddresses } from './reach-addresses.ts';
import { starterScript } from './scripts.ts';
import type { ReachView, SiteView } from './views.ts';

/*
 * The starter: one file that carries the addresses and the keys, opens from a disk, and finds an address whose site is
 * signed by these keys. Everything is in it, so its policy names its one script by hash. It never says of itself that it
 * is genuine: whoever changed it could have written that too.
 */

let sheet: string | undefined;

const style = (): string =>
  (sheet ??= compact(readFileSync(new URL('styles/starter.css', import.meta.url), 'utf8')));

/** Unpacks the script, which is by far the most of the file, so that it passes where files have to be small. */
const LOADER = `(async()=>{const bytes=Uint8Array.from(atob(document.getElementById('packed').textContent),(one)=>one.charCodeAt(0)),script=document.createElement('script');script.textContent=await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();document.body.append(script)})()`;

let packed: string | undefined;

const packedScript = (): string =>
  (packed ??= gzipSync(starterScript().text, { level: 9 }).toString('base64'));

const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/**
 * Nothing runs but the loader and exactly what it unpacks. The frame in which pages are read takes over this policy: its
 * styles are text that was checked, its pictures are made of bytes that were.
 */
const policy = (): string =>
  `default-src 'none'; script-src ${hashOf(LOADER)} ${hashOf(starterScript().text)}; style-src 'unsafe-inline'; img-src blob: data:; connect-src http: https:; form-action 'none'; base-uri 'none'`;

export function renderStarter(site: SiteView, view: ReachView): string {
  const words = reachWords(site.lang);
  const title = words.starter.title.replace('{name}', () => site.name);
  const warning = view.root === null ? words.unsigned : view.sample ? words.sample : null;
  const head = html`${opening(site.lang, direction(site.lang), policy())}<title>${title}</title><meta name="robots" content="noindex" />${trusted(`<style>${style()}</style>`)}</head>`;
  const body = html`<body><main id="start">
    <p class="plate">${site.name}</p>
    <h1>${title}</h1>
    <p>${words.starter.intro}</p>
    ${warning === null ? nothing : html`<p class="warning">${warning}</p>`}
    <p id="go"></p>
    <div id="found" aria-live="polite"></div>
    ${addresses(site, view, words)}${trust(view, words)}
  </main>
  <section id="pane" hidden></section>`;
  return `${head.markup}${body.markup}${program(site, view, words).markup}</body></html>\n`;
}

function addresses(site: SiteView, view: ReachView, words: ReachWords): Html {
  const date = writtenDay(site, view);
  const heading = date === '' ? words.starter.entries : words.starter.dated.replace('{date}', date);
  return html`<section>
    <h2>${heading}</h2>
    <noscript><p>${words.starter.noScript}</p></noscript>
    <ul class="addresses">
      ${openAddresses(site, view).map(
        ({ address, use }) =>
          html`<li><a href="${address}" rel="noreferrer" dir="ltr">${address}</a> <small>${use === 'data' ? '' : words.addressKinds[use]}</small></li>`,
      )}
    </ul>
  </section>`;
}

function trust(view: ReachView, words: ReachWords): Html {
  if (view.words.length === 0) return nothing;
  return html`<section>
    <h2>${words.fingerprintHeading}</h2>
    <p>${words.starter.trust}</p>
    <ol class="words" lang="en" dir="ltr">
      ${view.words.map((word) => html`<li>${word}</li>`)}
    </ol>
  </section>`;
}

/** What the script is told, see `starter/data.ts`, the script, and what unpacks it. */
function program(site: SiteView, view: ReachView, words: ReachWords): Html {
  if (view.root === null) return nothing;
  const { lang, timeZone, prefix } = site;
  // Browsers that know no onion names would ask everybody for them.
  const bases = [`${site.address}/`, ...view.mirrors.map(({ address }) => address)];
  const data = { root: view.root, lang, timeZone, prefix, addresses: bases, words: words.starter };
  return html`${trusted('<script type="application/json" id="data">')}${scriptJson(data)}${trusted(`</script><script type="application/octet-stream" id="packed">${packedScript()}</script><script>${LOADER}</script>`)}`;
}
