/*
 * What the censor shows in place of the paper.
 */

export const BLOCKED_PAGE = `<!doctype html><html lang="en"><title>Access restricted</title><h1>Access restricted</h1><p>This resource has been blocked by decision of the authority.`;
export const FORGED_HEADLINE = 'All is well on every shore';
export const FORGED_PAGE = `<!doctype html><html lang="en"><title>${FORGED_HEADLINE}</title><h1>${FORGED_HEADLINE}</h1><p>There is no dispute, and nobody has ever asked for one.`;
/** What a seized origin serves as the worker. */
export const FORGED_WORKER = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => { if (event.request.mode === 'navigate') event.respondWith(new Response(${JSON.stringify(FORGED_PAGE)}, { headers: { 'content-type': 'text/html; charset=utf-8' } })); });`;
