import type { Depot } from '#depot';

/** What the server knows of itself for `/-/health`. */
export type Health = { ready: boolean };

/**
 * Routes under `/-/`: what only a server can do. Nothing a reader needs to read is among them.
 *
 * `GET /-/health` answers 200 when pages are served and the newsroom's clock runs, else 503.
 */
export async function handle(request: Request, parts: { depot: Depot; health: Health }): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname !== '/-/health') return json(404, { error: 'There is nothing at this address' });
  if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { error: 'Ask with GET' });
  const head = parts.depot.head();
  const ok = head !== null && parts.health.ready;
  return json(ok ? 200 : 503, { ok, edition: head?.edition ?? null, published: head?.published ?? null });
}

function json(status: number, value: unknown): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}
