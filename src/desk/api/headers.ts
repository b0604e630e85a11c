import type { MiddlewareHandler } from 'hono';
import type { Env } from './parts.ts';

/** Nothing from elsewhere and nothing written into a page runs or shows; pictures may come from the page's own memory. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FIELDS: Record<string, string> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'x-robots-tag': 'noindex, nofollow',
};

/** On every answer, also on refusals; a route may set a policy of its own. */
export function securityHeaders(secure: boolean): MiddlewareHandler<Env> {
  const fields = secure ? { ...FIELDS, 'strict-transport-security': 'max-age=31536000' } : FIELDS;
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(fields)) if (!c.res.headers.has(name)) c.header(name, value);
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  };
}
