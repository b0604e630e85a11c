import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** Where a request came from, as far as it can be told. Never to be written anywhere. */
export type Visitor = { address: string; proto: 'http' | 'https'; host: string };

export type Proxies = {
  /** Whether forwarding header lines from this address are believed. */
  trusts: (address: string | undefined) => boolean;
  visitor: (request: IncomingMessage) => Visitor;
};

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?$/i;

/**
 * @param list addresses and networks (`10.0.0.0/8`, `fd00::/8`) of the proxies in front
 * @throws Error for anything that is neither
 */
export function readProxies(list: readonly string[]): Proxies {
  const block = new BlockList();
  for (const item of list) addTo(block, item);
  const trusts = (address: string | undefined): boolean => {
    if (list.length === 0 || address === undefined) return false;
    const plain = withoutMapping(address);
    const version = isIP(plain);
    return version !== 0 && block.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  };
  return { trusts, visitor: (request) => visitorOf(request, trusts) };
}

function addTo(block: BlockList, item: string): void {
  const [address = '', bits, ...rest] = item.trim().split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (version === 0 || rest.length > 0 || length < 0 || length > most) {
    throw new Error(`"${item}" is neither an address nor a network; write "10.0.0.1" or "10.0.0.0/8"`);
  }
  block.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
}

/** IPv4 clients of an IPv6 socket show up as `::ffff:10.0.0.1`. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

function visitorOf(request: IncomingMessage, trusts: (address: string | undefined) => boolean): Visitor {
  const peer = withoutMapping(request.socket.remoteAddress ?? '');
  const believed = trusts(peer);
  const field = (name: string): string => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(',') : (value ?? '');
  };
  const host = (believed && last(field('x-forwarded-host'))) || field('host');
  return {
    address: believed ? farthest(field('x-forwarded-for'), peer, trusts) : peer,
    proto: believed && last(field('x-forwarded-proto')).toLowerCase() === 'https' ? 'https' : 'http',
    host: HOST.test(host) ? host : 'localhost',
  };
}

/** The last one that no trusted proxy could have written for itself: everything before it may be invented. */
function farthest(field: string, peer: string, trusts: (address: string) => boolean): string {
  let address = peer;
  for (const hop of field.split(',').reverse()) {
    const plain = withoutMapping(hop.trim().replace(/^\[(.*)\](?::\d+)?$/, '$1'));
    if (isIP(plain) === 0) break;
    address = plain;
    if (!trusts(plain)) break;
  }
  return address;
}

/** Each proxy adds its own at the end, and ours is the last. */
const last = (field: string): string => field.slice(field.lastIndexOf(',') + 1).trim();
