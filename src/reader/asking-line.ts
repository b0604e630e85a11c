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
 * hides the next for so long. A reader who asked to be reminded after so many stories has the key `later` beside it, a
 * number (`later/count.ts`), which each story that is opened makes one less; at nought the story says so. Like the line for the worker, its text never differs, and no angle bracket may stand in it.
 */
const LINE =
  'var d=document,r=Math.random(),l,s,k="longwave-asking",f=function(){d.querySelectorAll("[data-draw]").forEach(function(g){g.removeAttribute("data-draw");var c=[...g.children];c.forEach(function(g,j){g.hidden=j!=~~(r*c.length)})});if(l)d.querySelectorAll("[data-due]").forEach(function(g){g.removeAttribute("data-due");if(+l&&!performance.navigation?.type)s.later=--l;g.hidden=+l});var o=d.querySelector("input[name=from]");if(o)o.value=new URLSearchParams(location.search).get("from")||""};try{s=localStorage;l=s.later;var a=JSON.parse(s[k]),n=Date.now();n-=n%864e5;if(Math.max(a.until,n)==n){if(a.every){a.until=n+a.every;a.seen=a.seen.concat(n).slice(-9);s[k]=JSON.stringify(a)}}else d.documentElement.className+=" quiet"}catch(e){}f();d.addEventListener("DOMContentLoaded",f)';

const HASH = `'sha256-${createHash('sha256').update(LINE).digest('base64')}'`;

/** The part of a content policy that lets it run beside the line for the worker. */
export const askingPolicy: string = registerPolicy.replace('; worker-src', ` ${HASH}; worker-src`);

/** A module that waits for nothing, as the line for the worker is: most often it has run before anything is drawn. */
export const askingElement: Html = html`<script type="module" async>${trusted(LINE)}</script>`;

export const asks = ({ strip, epic }: Slots): boolean => strip !== '' || epic !== '';

/** What the frame of a page has to be told where an appeal stands on it. */
export const asking = (slots: Slots): { policy?: string } =>
  asks(slots) ? { policy: contentPolicy().replace(registerPolicy, askingPolicy) } : {};

export const askingLine = (slots: Slots): Html => (asks(slots) ? askingElement : nothing);
