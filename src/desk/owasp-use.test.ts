/*
 * A06 to A10 of the OWASP Top 10 of 2025, against a real desk behind its real listener; the others stand in
 * `owasp.test.ts` and `owasp-serving.test.ts`.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, sendFile, stock } from '../../test/desk.ts';

const SCRIPT = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let reporter: Person;
  let editor: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    reporter = await desk.person('Mara', 'reporter');
    editor = await desk.person('Ivo', 'editor');
  });
  afterEach(() => desk.close());
  const story = async (who: Person, headline = 'Ferries stop'): Promise<string> => {
    const made = await who.ask('POST', '/api/stories', { lang: 'en', draft: draft(headline) });
    return made.body.story.id as string;
  };

  describe('A06 Insecure Design', () => {
    it('a request that is too large is not read', async () => {
      const id = await story(editor);
      const huge = await editor.ask('PUT', `/api/stories/${id}`, {
        ...saved(1),
        padding: 'x'.repeat(4_100_000),
      });
      expect(huge.status).toBe(413);
    });

    it('nobody floods the desk', async () => {
      const id = await story(editor);
      const seen = [];
      for (let n = 0; n < 400; n++)
        seen.push((await editor.ask('POST', `/api/stories/${id}/lock`, { tab: 'tab-of-ivo' })).status);
      expect(seen[0]).toBe(200);
      expect(seen.at(-1)).toBe(429);
      expect((await reporter.ask('GET', '/api/stories')).status).toBe(200);
    });

    it('a text is not lost to who comes second', async () => {
      const id = await story(editor);
      await editor.ask('PUT', `/api/stories/${id}`, saved(1, 'First'));
      const second = await editor.ask('PUT', `/api/stories/${id}`, saved(1, 'Second'));
      expect(second.status).toBe(409);
      expect((await editor.ask('GET', `/api/stories/${id}`)).body.kept[0].draft.headline).toBe('Second');
    });
  });

  describe('A07 Authentication Failures', () => {
    it('a cookie that was not given lets nobody in, and none is adopted', async () => {
      const stranger = desk.stranger();
      for (const cookie of ['', 'x', 'x'.repeat(43), "' OR 1=1 --", '../../etc/passwd']) {
        stranger.cookies.set('longwave-desk', cookie);
        expect((await stranger.ask('GET', '/api/me')).status).toBe(401);
      }
      const before = reporter.cookies.get('longwave-desk');
      await reporter.ask('POST', '/api/sign-out');
      stranger.cookies.set('longwave-desk', before ?? '');
      expect((await stranger.ask('GET', '/api/me')).status).toBe(401);
    });

    it('tells nobody whether a passkey is known', async () => {
      const body = {
        id: 'AAAA',
        rawId: 'AAAA',
        type: 'public-key',
        response: {},
        clientExtensionResults: {},
      };
      const answer = await desk.stranger().ask('POST', '/api/sign-in/verify', body);
      expect([answer.status, answer.body.error.code]).toEqual([401, 'sign_in_failed']);
    });
  });

  describe('A08 Software or Data Integrity Failures', () => {
    it('a file is what it holds, not what it is called', async () => {
      const svg = await sendFile(
        editor,
        desk,
        'photo.png',
        `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`,
      );
      expect(svg.status).toBe(422);
      expect(svg.body.reasons[0].code).toBe('svg');
      const page = await sendFile(editor, desk, 'photo.jpg', `<!doctype html>${SCRIPT}`);
      expect(page.status).toBe(422);
    });

    it('a story takes no fields that it does not have', async () => {
      const raw = `{"lang":"en","draft":{},"__proto__":{"roles":["publisher"]},"constructor":{"prototype":{"x":1}}}`;
      const headers = {
        'content-type': 'application/json',
        origin: desk.address,
        'sec-fetch-site': 'same-origin',
      };
      expect((await reporter.send('POST', '/api/stories', { headers, raw })).status).toBe(422);
      expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
      const made = { lang: 'en', draft: { ...draft('x'), account: 'someone-else', state: 'live' } };
      expect((await reporter.ask('POST', '/api/stories', made)).status).toBe(422);
      expect((await reporter.ask('GET', '/api/me')).body.account.roles).toEqual(['reporter']);
    });
  });

  describe('A09 Security Logging and Alerting Failures', () => {
    it('what was done is written down, and no address of anybody', async () => {
      const publisher = await desk.person('Ana', 'publisher');
      const id = await story(editor);
      await editor.ask('POST', `/api/stories/${id}/move`, { to: 'approved' });
      await publisher.ask('POST', `/api/people`, { name: 'New', roles: ['reporter'] });
      const { entries } = (await publisher.ask('GET', '/api/audit')).body;
      const lines = entries.map(({ act, name }: { act: string; name: string }) => `${name} ${act}`);
      expect(lines).toEqual(
        expect.arrayContaining([
          'Ivo story.create',
          'Ivo story.approve',
          'Ana people.add',
          'Ana sign-in.link',
        ]),
      );
      const rows: string[] = [];
      for await (const part of desk.store.dump()) rows.push(JSON.stringify(part));
      expect(rows.join('')).not.toMatch(/\b10\.\d+\.\d+\.\d+\b|127\.0\.0\.1/);
    });
  });

  describe('A10 Mishandling of Exceptional Conditions', () => {
    it('what cannot be read is refused, tells nothing of the inside, and the desk goes on', async () => {
      const headers = {
        'content-type': 'application/json',
        origin: desk.address,
        'sec-fetch-site': 'same-origin',
      };
      const id = await story(editor);
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const broken = [
        '{',
        'null',
        '[]',
        '"x"',
        deep,
        `{"base":1e999}`,
        '\u0000',
        `{"base":1,"draft":null,"tab":1}`,
      ];
      for (const raw of broken) {
        const answer = await editor.send('PUT', `/api/stories/${id}`, { headers, raw });
        expect([400, 422], raw.slice(0, 40)).toContain(answer.status);
        expect(answer.text).not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d/);
      }
      expect((await editor.ask('GET', `/api/stories/${id}`)).status).toBe(200);
    });

    it('a database that fails is told of as such, and nothing of it', async () => {
      const faults: string[] = [];
      const { createApp, partsOf } = await import('./api/api.ts');
      const closed = await open({ now: () => desk.clock.now });
      await closed.close();
      const { newsroom, folder, address, rate } = desk;
      const options = {
        rate,
        store: closed,
        newsroom,
        folder,
        address,
        now: Date.now,
        random: Math.random,
        app: folder,
      };
      const press = async () => ({ edition: null, how: 'none' });
      const app = createApp(partsOf({ ...options, press, log: (text) => faults.push(text) }));
      const visitor = { address: '10.9.9.9', proto: 'http' as const, host: new URL(address).host };
      const cookie = `longwave-desk=${'x'.repeat(43)}`;
      const answer = await app.request(`${address}/api/me`, { headers: { cookie } }, { visitor });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ error: { code: 'store' } });
    });
  });
});

const saved = (base: number, headline = 'x') => ({ base, draft: draft(headline), tab: 'tab-of-ivo' });
