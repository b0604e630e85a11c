import { Hono } from 'hono';
import type { Env, Parts } from '../parts.ts';
import { appealRoutes } from './appeals.ts';
import { newsletterRoutes } from './newsletter.ts';
import { offerRoutes } from './offer.ts';
import { safetyRoutes } from './safety.ts';

export { askingLooks } from './looks.ts';

/** What readers are asked for, what they are offered, and from where nobody is let give. */
export function askingRoutes(parts: Parts) {
  return new Hono<Env>()
    .route('/', appealRoutes(parts))
    .route('/', newsletterRoutes(parts))
    .route('/', offerRoutes(parts))
    .route('/', safetyRoutes(parts));
}
