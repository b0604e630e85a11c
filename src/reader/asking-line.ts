import { createHash } from 'node:crypto';
import { contentPolicy } from './head.ts';
import { html, nothing, trusted, type Html } from './html.ts';
import { registerPolicy } from './register.ts';
import type { Slots } from './views.ts';

/*
 * The line of script of pages that ask for support. An appeal stands without it. With it, a reader who chose so on this
 * device sees fewer or none, one variant is drawn where there are several, and the support page tells its form which
 * appeal led there. It stores nothing before the reader has chosen: then the one key `longwave-asking` holds
 *
 *   { "until": milliseconds since 1970, "every": milliseconds, "seen": [milliseconds, …] }
 *
 * all of them whole days, where appeals are hidden until `until`, and where `every` is above zero, one that was shown
 * hides the next for so long. Like the line for the worker, its text never differs, and no angle bracket may stand in it.
 */
const LINE =
  'var d=document,r=Math.random(),f=function(){d.querySelectorAll("[data-draw]").forEach(function(g){g.removeAttribute("data-draw");var c=Array.from(g.children),i=Math.floor(r*c.length);c.forEach(function(e,j){e.hidden=j!==i})});var o=d.querySelector("input[name=from]");if(o)o.value=new URLSearchParams(location.search).get("from")||""};try{var k="longwave-asking",a=JSON.parse(localStorage.getItem(k)),n=Date.now();n-=n%864e5;if(a){if(Math.max(a.until,n)===n){if(a.every){a.until=n+a.every;a.seen=a.seen.concat(n).slice(-9);localStorage.setItem(k,JSON.stringify(a))}}else d.documentElement.classList.add("quiet")}}catch(e){}f();d.addEventListener("DOMContentLoaded",f)';

const HASH = `'sha256-${createHash('sha256').update(LINE).digest('base64')}'`;

/** The part of a content policy that lets it run beside the line for the worker. */
export const askingPolicy = registerPolicy.replace('; worker-src', ` ${HASH}; worker-src`);

/** A module that waits for nothing, as the line for the worker is: most often it has run before anything is drawn. */
export const askingElement: Html = html`<script type="module" async>${trusted(LINE)}</script>`;

const asks = ({ strip, epic }: Slots): boolean => strip !== '' || epic !== '';

/** What the frame of a page has to be told where an appeal stands on it. */
export const asking = (slots: Slots): { policy?: string } =>
  asks(slots) ? { policy: contentPolicy().replace(registerPolicy, askingPolicy) } : {};

export const askingLine = (slots: Slots): Html => (asks(slots) ? askingElement : nothing);
