import type { Depot } from '#depot';
import { cacheControl } from '#edition';
import { relativeAddress, encodePath } from './address.ts';
import type { Fields } from './fields.ts';
import { BRIEF, GUARDS, NOT_FOUND_GUARDS } from './fields.ts';
import type { Exchange } from './files.ts';
import { send } from './files.ts';

/*
 * Answers that are no file of the edition: redirects, pages for addresses that lead nowhere, refusals.
 */

const PLAIN = 'text/plain; charset=utf-8';

/** `dir` where there is a `dir/index.html`: the same address with a slash, whatever prefix it is under. */
export function sendToFolder(exchange: Exchange, path: string): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const query = /\?[^#]*/.exec(exchange.request.url ?? '')?.[0] ?? '';
  sendRedirect(exchange, 308, `./${encodePath(name)}/${query}`, path);
}

/** An address that the edition sends on to another of its paths. */
export function sendOn(exchange: Exchange, path: string, target: string): void {
  sendRedirect(exchange, 301, relativeAddress(path, target), path);
}

function sendRedirect(exchange: Exchange, status: 301 | 308, location: string, path: string): void {
  const fields = [
    'Location',
    location,
    'Cache-Control',
    cacheControl(path),
    'Content-Length',
    '0',
    ...GUARDS,
  ];
  send(exchange, status, fields, null);
}

const NOT_FOUND = '404.html';
const HEAD_TAG = /<head(?:\s[^>]*)?>/i;

/** The edition's own page for addresses that lead nowhere, remembered until the head is switched. */
export class NotFound {
  readonly #depot: Depot;
  /** The page for each depth, since its links start from the root. */
  readonly #pages = new Map<number, Buffer>();
  #raw: string | null | undefined;

  constructor(depot: Depot) {
    this.#depot = depot;
  }

  reset(): void {
    this.#pages.clear();
    this.#raw = undefined;
  }

  send(exchange: Exchange): void {
    const page = this.#page(depthOf(exchange.request.url ?? '/'));
    const fields = [
      'Content-Type',
      page === null ? PLAIN : 'text/html; charset=utf-8',
      'Cache-Control',
      BRIEF,
    ];
    const body = page ?? Buffer.from('There is no page at this address.\n');
    send(exchange, 404, [...fields, 'Content-Length', String(body.length), ...NOT_FOUND_GUARDS], body);
  }

  #page(depth: number): Buffer | null {
    const known = this.#pages.get(depth);
    if (known !== undefined) return known;
    this.#raw ??= this.#read();
    if (this.#raw === null) return null;
    const base = depth === 0 ? './' : '../'.repeat(depth);
    const page = Buffer.from(this.#raw.replace(HEAD_TAG, (tag) => `${tag}<base href="${base}">`));
    this.#pages.set(depth, page);
    return page;
  }

  #read(): string | null {
    const entry = this.#depot.lookup(NOT_FOUND);
    return entry === null ? null : this.#depot.readRaw(entry).toString('utf8');
  }
}

const DEEPEST = 64;

/** How many folders deep the browser thinks it is: it counts the slashes of the address as it stands. */
function depthOf(target: string): number {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return Math.min(DEEPEST, Math.max(0, path.split('/').length - 2));
}

/** A short answer in plain text; says nothing about who asked or for what. */
export function sendPlain(exchange: Exchange, status: number, text: string, more: Fields = []): void {
  const body = Buffer.from(`${text}\n`);
  const fields = ['Content-Type', PLAIN, 'Content-Length', String(body.length), 'Cache-Control', 'no-store'];
  send(exchange, status, [...fields, ...more, ...GUARDS], body);
}
