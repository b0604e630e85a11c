import type { Depot } from '#depot';
import { savedNotePath } from '#edition';
import type { Saver } from './saver.ts';

/** Addresses of saved stories: this, then the story's own path. */
export const SAVE = '/-/save/';

/**
 * `GET /-/save/2026/11/23/ferries-stop.html` answers with the story as one file, for browsers that run no script. 404
 * for what is no story, 410 for one that was withdrawn, 503 while too many are put together.
 */
export async function answerSave(
  pathname: string,
  { depot, save }: { depot: Depot; save: Saver },
): Promise<Response> {
  const path = pathOf(pathname);
  const entry = path === null ? null : depot.lookup(path);
  if (path === null || entry === null || depot.signed().length === 0) return refused(404, NOTHING);
  if (entry.status === 410) return refused(410, 'This story was withdrawn');
  if (entry.redirect !== undefined) return sentOn(entry.redirect);
  const story = await save(path);
  if (story === 'busy')
    return refused(503, 'Too many stories are being saved; try again in a moment', { 'retry-after': '2' });
  return new Response(new Uint8Array(story.bytes), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(story.bytes.length),
      'content-disposition': attachment(path.slice(path.lastIndexOf('/') + 1)),
      'cache-control': 'no-store',
    },
  });
}

const NOTHING = 'There is no story at this address that can be saved';

/** The path of a story; null for what can be none. */
function pathOf(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname.slice(SAVE.length)).normalize('NFC');
    return savedNotePath(path) === null ? null : path;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function sentOn(to: string): Response {
  if (savedNotePath(to) === null) return refused(404, NOTHING);
  const location = `${SAVE}${to.split('/').map(encodeURIComponent).join('/')}`;
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

/** Both forms of RFC 6266: browsers take the second, which holds any name. */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^0-9A-Za-z._-]/g, '_');
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

const refused = (status: number, error: string, headers: Record<string, string> = {}): Response =>
  Response.json({ error }, { status, headers: { 'cache-control': 'no-store', ...headers } });
