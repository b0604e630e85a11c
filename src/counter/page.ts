import { createHash } from 'node:crypto';
import { direction, type Html, html, trusted } from '#reader';
import { pageStyle } from './page-style.ts';

/** What a page under `/-/` knows of the paper. */
export type PaperFacts = {
  /** In the language of the page. */
  name: string;
  lang: string;
  /** Address of the front in that language, from the root of the host. */
  front: string;
  /** Address of the stylesheet of all pages, from the root of the host; null where there is no edition yet. */
  stylesheet: string | null;
};

const hash = createHash('sha256').update(pageStyle).digest('base64');

/** What the page may load beside itself: hosts of a rail whose form stands on it. */
export type Guests = { scripts: readonly string[]; frames: readonly string[]; connect: readonly string[] };

const policyOf = (guests: Guests | null): string => {
  const also = (hosts: readonly string[] | undefined): string =>
    hosts === undefined || hosts.length === 0 ? '' : ` ${hosts.join(' ')}`;
  const script = guests === null ? '' : `; script-src 'self'${also(guests.scripts)}`;
  const frame = guests === null ? '' : `; frame-src${also(guests.frames)}`;
  const connect = guests === null ? '' : `; connect-src 'self'${also(guests.connect)}`;
  return `default-src 'none'; style-src 'self' 'sha256-${hash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'${script}${frame}${connect}`;
};

/** A page that only the server can give. It is never kept, framed or found, and asks nobody else for anything. */
export function serverPage(
  paper: PaperFacts,
  page: {
    status?: number;
    title: string;
    back: string;
    body: Html;
    guests?: Guests | null;
    headers?: Record<string, string>;
  },
): Response {
  const { status = 200, title, back, body, guests = null } = page;
  const sheet = paper.stylesheet === null ? null : html`<link rel="stylesheet" href="${paper.stylesheet}" />`;
  const { markup } = html`<!doctype html>
    <html lang="${paper.lang}" dir="${direction(paper.lang)}"><head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <title>${title} · ${paper.name}</title>
        ${sheet}<style>${trusted(pageStyle)}</style>
      </head><body class="counter"><header class="counter-head"><p class="nameplate"><a href="${paper.front}">${paper.name}</a></p></header><main id="main" class="counter-main"><h1>${title}</h1>${body}</main><footer class="counter-foot"><a href="${paper.front}">${back}</a></footer></body></html>\n`;
  return new Response(markup, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policyOf(guests),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...page.headers,
    },
  });
}

/** Keeps a value apart from the direction of the words around it. */
export const apart = (text: string): string => `\u2068${text}\u2069`;
