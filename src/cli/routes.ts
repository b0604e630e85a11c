import type { Depot } from '#depot';
import type { Counter } from '#counter';
import type { Visitor } from '#origin';
import type { Store } from '#store';
import { answerReport, REPORT } from './report-route.ts';
import { answerSave, SAVE } from './save/route.ts';
import { openSaver } from './save/saver.ts';

/** Where the counter answers; nothing of it is loaded for anything else. */
const COUNTER = ['/-/support', '/-/remind'];

/** What the server knows of itself for `/-/health`. */
export type Health = { ready: () => boolean };

/**
 * Routes under `/-/`: what only a server can do. Nothing a reader needs to read is among them.
 *
 * `GET /-/health` answers 200 when pages are served and the newsroom's clock runs, else 503; `GET /-/save/<path>` gives
 * a story as one file; `POST /-/reach/report` takes what a reader tells of mirrors. All else is the counter's.
 */
export function openRoutes(parts: {
  depot: Depot;
  health: Health;
  /** The database, opened when it is first needed. */
  store: () => Promise<Store>;
  /** The same. */
  counter: () => Promise<Counter>;
  now: () => number;
}): (request: Request, visitor: Visitor) => Promise<Response> {
  const { depot } = parts;
  const save = openSaver(parts);
  return async (request, visitor) => {
    const { pathname } = new URL(request.url);
    if (pathname === REPORT) {
      if (request.method !== 'POST') return json(405, { error: 'Send a report with POST' });
      return answerReport(request, parts);
    }
    const saving = pathname.startsWith(SAVE);
    if (pathname !== '/-/health' && !saving) {
      const answer = COUNTER.some((prefix) => pathname.startsWith(prefix))
        ? await (await parts.counter()).answer(request, visitor)
        : null;
      return answer ?? json(404, { error: 'There is nothing at this address' });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { error: 'Ask with GET' });
    return saving ? answerSave(pathname, { depot, save }) : answerHealth(parts);
  };
}

function answerHealth({ depot, health }: { depot: Depot; health: Health }): Response {
  const head = depot.head();
  const ok = head !== null && health.ready();
  return json(ok ? 200 : 503, { ok, edition: head?.edition ?? null, published: head?.published ?? null });
}

function json(status: number, value: unknown): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}
