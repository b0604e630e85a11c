import { isLasting } from './layout.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const SHORT = 'public, max-age=60, must-revalidate';
/** What leads to an edition is asked for each time, so that nobody is led to one that is gone. */
const ASKED_AGAIN = 'public, no-cache';

const HASHED = /^assets\/.*-[0-9a-z_-]{8,}\.[a-z0-9]+$/i;

/** The `Cache-Control` of a path: for ever for names that change whenever their bytes change, a minute for the rest. */
export function cacheControl(path: string): string {
  if (path.startsWith('edition/')) return isLasting(path) ? FOR_EVER : ASKED_AGAIN;
  // Browsers ask for the worker after each visit.
  if (path === 'worker.js') return ASKED_AGAIN;
  return path.startsWith('media/') || HASHED.test(path) ? FOR_EVER : SHORT;
}
