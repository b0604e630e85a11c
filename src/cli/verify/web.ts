import { createHash } from 'node:crypto';
import { lookup as resolveName } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { TIMESTAMP_PATH, TufError } from '#edition';
import type { EditionSource, FileDigest } from '#edition';
import { Refusal, UsageError } from '../out.ts';

/** What one look at a host may cost. Times in milliseconds. */
export const WEB_LIMITS = { answer: 10_000, file: 120_000, redirects: 5 };

export type WebOptions = {
  /** Whether addresses of this machine may be asked. */
  loopback: boolean;
  /** Told of each other host that a redirect leads to; it is not followed. */
  onElsewhere: (from: string, to: string) => void;
  limits?: typeof WEB_LIMITS;
};

/** A page of an edition, and the very address at which somebody opened it. */
export type NamedPage = { path: string; address: URL };

/**
 * An edition at an address: files are asked for one by one, so nothing is known of files that it does not name.
 *
 * @param named is asked for at its own address, not at the one that its path would have
 */
export function webSource(base: URL, options: WebOptions, named: NamedPage | null = null): EditionSource {
  const addressOf = (path: string): URL =>
    path === named?.path ? named.address : new URL(path.split('/').map(encodeURIComponent).join('/'), base);
  const digest = async (address: URL, limit: number): Promise<FileDigest | null> => {
    const sum = createHash('sha256');
    let size = 0;
    const found = await receive(address, limit, options, (piece) => {
      sum.update(piece);
      size += piece.length;
    });
    return found ? { size, sha256: sum.digest('hex') } : null;
  };
  return {
    async read(path, limit) {
      const pieces: Uint8Array[] = [];
      const found = await receive(addressOf(path), limit, options, (piece) => void pieces.push(piece));
      return found ? new Uint8Array(Buffer.concat(pieces)) : null;
    },
    digest: (path, limit) => digest(addressOf(path), limit),
    opened: (folder, limit) => digest(addressOf(folder), limit),
    async sendsOn(path) {
      const from = addressOf(path);
      const response = await ask(from, options);
      response.destroy();
      const to = redirectOf(response, from);
      if (to === null || to.origin !== base.origin || !to.pathname.startsWith(base.pathname)) return null;
      const name = decoded(to.pathname.slice(base.pathname.length));
      return name === null ? null : pageOf(name);
    },
  };
}

const pageOf = (name: string): string => (name === '' || name.endsWith('/') ? `${name}index.html` : name);

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** A host may answer to a query with anything; no file of an edition has one. */
function checkAddress(address: URL): void {
  const more = `${address.search}${address.hash}`;
  const shown = address.href.slice(0, address.href.length - more.length);
  if (more !== '')
    throw new UsageError(`No page of an edition has "${more}" in its address; name "${shown}"`);
  if (decoded(address.pathname) === null)
    throw new UsageError(`"${address.href}" is no address: after each "%" stand two hexadecimal digits`);
}

/**
 * Where the edition that an address belongs to begins, and the path of the page in it, or null for the whole edition.
 *
 * @throws Refusal where there is no signed edition at the address nor above it
 * @throws UsageError for an address with a query or a fragment, or one that cannot be read
 */
export async function findEdition(
  address: URL,
  options: WebOptions,
): Promise<{ base: URL; page: string | null }> {
  checkAddress(address);
  const folder = new URL('./', address);
  const sent: { from: string; to: string }[] = [];
  const watched = { ...options, onElsewhere: (from: string, to: string) => void sent.push({ from, to }) };
  const names = folder.pathname.split('/').filter((name) => name !== '');
  for (let depth = names.length; depth >= Math.max(0, names.length - 8); depth--) {
    const base = new URL(
      `/${names
        .slice(0, depth)
        .map((name) => `${name}/`)
        .join('')}`,
      address,
    );
    const timestamp = await webSource(base, watched)
      .read(TIMESTAMP_PATH, 16_384)
      .catch((error: unknown) => {
        if (error instanceof TufError && error.code === 'too_long') return null;
        throw error;
      });
    if (timestamp === null) continue;
    const rest = (decoded(address.pathname.slice(base.pathname.length)) ?? '').normalize('NFC');
    return { base, page: rest === '' ? null : pageOf(rest) };
  }
  const [first] = sent;
  throw new Refusal(`There is no signed edition at "${address.href}"`, [
    first === undefined
      ? 'Its host may hold the pages alone; nothing there can be proven'
      : `Its host sends "${first.from}" on to "${first.to}", which was not followed; if that is where the paper is, name that address`,
  ]);
}

/** Hands over a body piece by piece. @returns whether there was such a file */
async function receive(
  address: URL,
  limit: number,
  options: WebOptions,
  take: (piece: Uint8Array) => void,
): Promise<boolean> {
  const { file, redirects } = options.limits ?? WEB_LIMITS;
  const signal = AbortSignal.timeout(file);
  let url = address;
  for (let hop = 0; hop <= redirects; hop++) {
    const response = await ask(url, options, signal);
    const next = redirectOf(response, url);
    if (next !== null) {
      response.destroy();
      if (next.host !== url.host) {
        options.onElsewhere(url.href, next.href);
        return false;
      }
      url = next;
      continue;
    }
    // A withdrawn page is a file of its own, with the words that stand in its place.
    if (response.statusCode !== 200 && response.statusCode !== 410) {
      response.destroy();
      if (response.statusCode === 404 || response.statusCode === 403) return false;
      throw unreachable(url, `it answers ${response.statusCode}`);
    }
    await drain(response, limit, url, take);
    return true;
  }
  throw unreachable(address, `it redirects more than ${redirects} times`);
}

function redirectOf(response: http.IncomingMessage, from: URL): URL | null {
  const { location } = response.headers;
  const status = response.statusCode ?? 0;
  if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, from)) return null;
  return new URL(location, from);
}

async function drain(
  response: http.IncomingMessage,
  limit: number,
  url: URL,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  let length = 0;
  try {
    for await (const piece of unpacked(response)) {
      if (!(piece instanceof Uint8Array)) continue;
      length += piece.length;
      if (length > limit) throw new TufError('too_long', `"${url.href}" is longer than ${limit} bytes`);
      take(piece);
    }
  } catch (error) {
    if (error instanceof TufError) throw error;
    throw unreachable(url, 'it broke off in the middle of an answer', error);
  } finally {
    response.destroy();
  }
}

/** Some hosts pack what they were not asked to pack. */
function unpacked(response: http.IncomingMessage): Readable {
  const coding = response.headers['content-encoding'] ?? 'identity';
  if (coding === 'gzip') return response.compose(createGunzip());
  if (coding === 'br') return response.compose(createBrotliDecompress());
  return response;
}

async function ask(url: URL, options: WebOptions, signal?: AbortSignal): Promise<http.IncomingMessage> {
  const { answer } = options.limits ?? WEB_LIMITS;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) > 0 && !isAllowed(host, options)) throw inner(url);
  const get = url.protocol === 'https:' ? https.get : http.get;
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Longwave-verify' };
  const lookup = checkedLookup(url, options);
  const deadline = AbortSignal.timeout(answer);
  try {
    return await new Promise<http.IncomingMessage>((arrived, failed) => {
      const request = get(
        url,
        { lookup, headers, timeout: answer, ...(signal ? { signal } : {}) },
        (response) => {
          deadline.onabort = null;
          arrived(response);
        },
      );
      deadline.onabort = () => request.destroy(new Error('it did not answer in time'));
      // Silence, also in the middle of an answer.
      request.on('timeout', () => request.destroy(new Error('it fell silent')));
      request.on('error', failed);
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unreachable(url, error instanceof Error ? error.message : String(error), error);
  }
}

/** Looks a name up and hands on only what may be spoken to, so that no name leads inside afterwards. */
function checkedLookup(url: URL, options: WebOptions): LookupFunction {
  return (host, wanted, done) => {
    resolveName(host, { all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error !== null || first === undefined) {
        done(error ?? new Error(`the host "${host}" is not known`), '');
      } else if (!found.every(({ address }) => isAllowed(address, options))) done(inner(url), '');
      else if (wanted.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}

function isAllowed(address: string, { loopback }: WebOptions): boolean {
  if (!ipaddr.isValid(address)) return false;
  const range = ipaddr.process(address).range();
  return range === 'unicast' || (loopback && range === 'loopback');
}

const inner = (url: URL): Refusal =>
  new Refusal(`"${url.host}" is no address of the open internet`, [
    'Addresses of this machine are asked with --loopback; a host inside a network can be verified as a folder',
  ]);

const unreachable = (url: URL, why: string, cause?: unknown): TufError =>
  new TufError('unreachable', `"${url.href}" could not be read: ${why}; try again, or another mirror`, {
    cause,
  });
