import type { MiddlewareHandler } from 'hono';
import { DeskError } from './errors.ts';
import type { Env } from './parts.ts';

/** Names under which the desk may be asked: its own, and those of this machine while it is tried at home. */
export function knownHosts(address: string): Set<string> {
  const { host, hostname, port } = new URL(address);
  const here = port === '' ? '' : `:${port}`;
  const loopback = hostname === 'localhost' ? [`127.0.0.1${here}`, `[::1]${here}`] : [];
  return new Set([host, ...loopback]);
}

/** Refuses requests that were meant for another name: a page elsewhere may have led its own name here. */
export function ownHost(address: string): MiddlewareHandler<Env> {
  const known = knownHosts(address);
  return async (c, next) => {
    if (!known.has(c.env.visitor.host.toLowerCase()))
      throw new DeskError(
        421,
        'wrong_host',
        `The desk is at ${address}; set LONGWAVE_DESK_ADDRESS if it has another address`,
      );
    await next();
  };
}

const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const UPLOADS = /^\/api\/(media|imports|money\/statements)$/;

/**
 * Lets requests that change something through only from the desk's own pages, and only in forms that a page elsewhere
 * cannot send without being asked about. What only reads is refused to pages elsewhere as well.
 */
export function sameOrigin(address: string): MiddlewareHandler<Env> {
  const own = new URL(address).origin;
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (foreign || (origin !== undefined && origin !== own)) throw crossOrigin();
    if (CHANGES.has(c.req.method)) {
      if (site !== 'same-origin' && origin !== own) throw crossOrigin();
      checkForm(c.req.path, c.req.method, c.req.header('content-type') ?? '');
    }
    await next();
  };
}

const crossOrigin = (): DeskError =>
  new DeskError(403, 'cross_origin', 'Only the desk’s own pages may ask this; open the desk itself');

function checkForm(path: string, method: string, type: string): void {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (plain === 'application/json') return;
  // Nothing is said beside the address.
  if (method === 'DELETE' && plain === '') return;
  if (method === 'POST' && UPLOADS.test(path)) {
    if (plain === 'application/octet-stream') return;
  }
  throw new DeskError(415, 'content_type', 'Send JSON with the content type application/json');
}
