import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longwave, sampleNewsroom, SAMPLE_MS, serving, type Serving, temporary, until } from './command.ts';
import { draft } from './desk.ts';

describe('longwave serve', () => {
  let copy: Awaited<ReturnType<typeof sampleNewsroom>>;
  let settings: Record<string, string>;
  let server: Serving;
  let cookie = '';
  beforeAll(async () => {
    copy = await sampleNewsroom();
    settings = { LONGWAVE_DATA: copy.path };
    server = await serving(settings);
  }, SAMPLE_MS);
  afterAll(async () => {
    await server.stop();
    copy.remove();
  });

  const ask = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.desk}${path}`, {
      method,
      headers: {
        origin: server.desk,
        cookie,
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
  const answered = async (method: string, path: string, body?: unknown) => {
    const answer = await ask(method, path, body);
    expect(answer.status, `${method} ${path}`).toBeLessThan(300);
    // oxlint-disable-next-line typescript/no-explicit-any
    return (await answer.json()) as any;
  };
  const signIn = async (...args: string[]): Promise<void> => {
    const made = await longwave(['desk', 'link', ...args, '--json'], settings);
    expect(made.status, made.stderr).toBe(0);
    const { address } = made.json as { address: string };
    const answer = await ask('POST', `/api/link/${new URL(address).hash.slice(1)}`);
    expect(answer.status).toBe(200);
    cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  };

  it('offers a link while nobody has signed in, and opens the desk beside the reader site', async () => {
    await until('the desk is open', async () => (await ask('GET', '/api/me')).status === 401);
    await until('the link is told', async () => /\/link#[\w-]{43}/.test(server.stderr()));
    expect(new URL(server.desk).hostname).toBe('localhost');
    expect((await fetch(`${server.address}api/me`)).status).toBe(404);
  });

  it('lets a colleague in by a link of the command line, whose story readers have a moment after', async () => {
    await signIn('Ana', '--role', 'publisher', 'engineer');
    const me = await answered('GET', '/api/me');
    expect(me.account).toMatchObject({ name: 'Ana', roles: ['publisher', 'engineer'] });
    const { authors } = await answered('GET', '/api/terms');
    const text = draft('The desk is open', { bylines: [authors[0].id] });
    const { story } = await answered('POST', '/api/stories', { lang: 'en', draft: text });
    await answered('POST', `/api/stories/${story.id}/move`, { to: 'approved' });
    const before = (await answered('GET', '/api/editions?limit=1')).editions[0].edition;
    const from = performance.now();
    const moved = await answered('POST', `/api/stories/${story.id}/move`, { to: 'live' });
    await until('readers have it', async () => (await fetch(server.address + moved.story.path)).ok);
    if (process.env.TEST_TELL === '1') console.log(`live after ${Math.round(performance.now() - from)} ms`);
    await until('the log tells of it', async () => {
      const [newest] = (await answered('GET', '/api/editions?limit=1')).editions;
      return newest.edition > before && JSON.stringify(newest.changes).includes('The desk is open');
    });
    const { keys } = await answered('GET', '/api/keys');
    expect(keys.map(({ role }: { role: string }) => role)).toEqual(['root', 'targets']);
  });

  it('signs everybody out who comes back by a backup', async () => {
    const other = temporary();
    const file = `${other.path}/all.backup`;
    expect((await longwave(['backup', file], settings)).status).toBe(0);
    const elsewhere = { LONGWAVE_DATA: `${other.path}/data` };
    expect((await longwave(['restore', file], elsewhere)).status).toBe(0);
    expect((await longwave(['desk', 'sessions', '--json'], settings)).json).not.toEqual({ sessions: [] });
    expect((await longwave(['desk', 'sessions', '--json'], elsewhere)).json).toEqual({ sessions: [] });
    other.remove();
  });

  it('signs everybody out at once from the command line', async () => {
    const known = await longwave(['desk', 'accounts', '--json'], settings);
    expect(known.json).toMatchObject({ accounts: [{ name: 'Ana', sessions: 1 }, { name: 'Publisher' }] });
    const open = await longwave(['desk', 'sessions', '--json'], settings);
    expect(open.json).toMatchObject({ sessions: [{ browser: 'Browser' }] });
    expect((await longwave(['desk', 'panic', '--json'], settings)).json).toMatchObject({ sessions: 1 });
    expect((await ask('GET', '/api/me')).status).toBe(401);
    await signIn('Ana');
    const ended = await longwave(['desk', 'sessions', 'Ana', '--end', '--json'], settings);
    expect(ended.json).toEqual({ ended: 1 });
    expect((await ask('GET', '/api/me')).status).toBe(401);
  });

  it('refuses roles and names that there are none of', async () => {
    expect((await longwave(['desk', 'link', 'Ivo', '--role', 'king'], settings)).status).toBe(2);
    expect((await longwave(['desk', 'sessions', 'Nobody'], settings)).status).toBe(1);
    expect((await longwave(['desk', 'link', 'Ana', '--role', 'editor'], settings)).status).toBe(2);
  });
});
