import { lookup as resolve } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type Remark, remark } from './remark.ts';

export type Fetched = { ok: true; bytes: Buffer; type: string } | { ok: false; why: Remark; again: boolean };

/** How the network is reached; a test puts its own here. */
export type Network = {
  /** All addresses of a host. */
  addresses(host: string): Promise<LookupAddress[]>;
  /** Whether an address may be spoken to. */
  allows(address: string): boolean;
};

export const FETCH_LIMITS = { bytes: 30_000_000, seconds: 30, redirects: 5, count: 500_000 };

const TYPES =
  /^(?:image\/(?!svg)|audio\/|application\/(?:pdf|octet-stream|ogg)|binary\/octet-stream|text\/(?:plain|csv))/i;

export const INTERNET: Network = {
  addresses: (host) =>
    new Promise((done, fail) => {
      resolve(host, { all: true }, (error, found) => (error ? fail(error) : done(found)));
    }),
  allows: isPublicAddress,
};

/** Only addresses of the open internet: none that is private, local, of this machine, or that wraps such a one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

/**
 * Fetches a picture, sound or file. The host's address is looked up once, checked, and that very address is spoken to,
 * at each redirect anew, so no name can point inside afterwards. Nothing of this machine is sent: no cookie, no
 * referrer. Answers with the reason when it is refused or fails; `again` says that another try may succeed.
 */
export async function fetchMedia(address: string, network: Network, limits = FETCH_LIMITS): Promise<Fetched> {
  const deadline = AbortSignal.timeout(limits.seconds * 1000);
  let url = address;
  for (let hop = 0; hop <= limits.redirects; hop++) {
    const target = await targetOf(url, network);
    if ('why' in target) return { ok: false, ...target };
    const answer = await ask(target, deadline, limits.bytes);
    if (!('location' in answer)) return answer;
    const next = URL.canParse(answer.location, url) ? new URL(answer.location, url).href : null;
    if (next === null) return refuse(remark('redirects_nowhere', 'It redirects to no address'));
    url = next;
  }
  return refuse(
    remark('redirects_many', `It redirects more than ${limits.redirects} times`, { count: limits.redirects }),
  );
}

function refuse(why: Remark, again = false): { ok: false; why: Remark; again: boolean } {
  return { ok: false, why, again };
}

type Target = { url: URL; address: LookupAddress };

async function targetOf(text: string, network: Network): Promise<Target | { why: Remark; again: boolean }> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { why: remark('only_http', 'Only http and https addresses are fetched'), again: false };
  }
  if (url.username !== '' || url.password !== '')
    return { why: remark('password_inside', 'The address carries a password'), again: false };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family > 0 ? [{ address: host, family }] : await network.addresses(host).catch(() => []);
  const [first] = found;
  if (!first)
    return { why: remark('host_unknown', `The host "${host}" is not known`, { name: host }), again: true };
  // One inner address among the answers is enough to distrust the name.
  if (!found.every(({ address }) => network.allows(address))) {
    const text = `The host "${host}" leads to an address that is not of the open internet`;
    return { why: remark('host_inner', text, { name: host }), again: false };
  }
  return { url, address: first };
}

async function ask(
  target: Target,
  signal: AbortSignal,
  limit: number,
): Promise<Fetched | { location: string }> {
  const { url, address } = target;
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [address]);
    else done(null, address.address, address.family);
  };
  const get = url.protocol === 'https:' ? https.get : http.get;
  const headers = { accept: 'image/*,audio/*,application/pdf;q=0.9', 'user-agent': 'Longwave-import' };
  try {
    const response = await new Promise<http.IncomingMessage>((arrived, failed) => {
      get(url, { lookup, signal, headers, agent: false }, arrived).on('error', failed);
    });
    return await take(response, limit);
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Fetched {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError' || name === 'TimeoutError')
    return refuse(remark('too_slow', 'It took too long'), true);
  const what = error instanceof Error ? error.message : String(error);
  return refuse(remark('not_reached', `It could not be reached (${what})`, { what }), true);
}

const tooLarge = (limit: number): Remark =>
  remark('file_large', `It is larger than ${limit / 1_000_000} MB`, { count: limit / 1_000_000 });

async function take(response: http.IncomingMessage, limit: number): Promise<Fetched | { location: string }> {
  const status = response.statusCode ?? 0;
  const { location } = response.headers;
  if (status >= 300 && status < 400 && location !== undefined) {
    response.destroy();
    return { location };
  }
  const type = response.headers['content-type'] ?? '';
  const declared = Number(response.headers['content-length'] ?? 0);
  const fault =
    status !== 200
      ? remark('host_answers', `The host answers ${status}`, { what: `${status}` })
      : !TYPES.test(type)
        ? remark('no_medium', `It is "${type.slice(0, 60)}", not a picture, sound or file`, {
            what: type.slice(0, 60),
          })
        : declared > limit
          ? tooLarge(limit)
          : null;
  if (fault !== null) {
    response.destroy();
    return refuse(fault, status >= 500 || status === 429);
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) {
      response.destroy();
      return refuse(tooLarge(limit));
    }
    parts.push(part);
  }
  return { ok: true, bytes: Buffer.concat(parts), type };
}
