import type { Store } from '#store';

/** Where readers tell of mirrors. */
export const REPORT = '/-/reach/report';

/**
 * Takes a reader's report and keeps sums alone; see `reports.ts` of #reach. Any page that a reader opened may send one,
 * since the worker runs under the names of mirrors too.
 *
 * @param store opened when the first report comes
 */
export async function answerReport(
  request: Request,
  { store, now }: { store: () => Promise<Store>; now: () => number },
): Promise<Response> {
  const { addReport, listBefore, openRegister, parseReport, REPORT_LIMIT } = await import('#reach');
  const text = await request.text();
  const report = text.length > REPORT_LIMIT ? null : parseReport(text);
  if (report === null) return new Response(null, { status: 400, headers: HEADERS });
  const opened = await store();
  const origin = (await listBefore(opened))?.origin;
  const known = new Set((await openRegister(opened).list()).map(({ address }) => address));
  if (origin !== undefined) known.add(origin);
  await addReport(opened, { report, known, at: now() });
  return new Response(null, { status: 204, headers: HEADERS });
}

const HEADERS = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };
