/*
 * The OWASP Top 10 of 2025, one after the other, against a real desk behind its real listener. Who may ask which route
 * is tested cell by cell in `routes.test.ts`, pseudonyms in `protected.test.ts`. A02 Security Misconfiguration, A03
 * Software Supply Chain Failures and A04 Cryptographic Failures, which no database changes, stand in
 * `owasp-serving.test.ts`, A06 to A10 in `owasp-use.test.ts`.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
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

  describe('A01 Broken Access Control', () => {
    it('nobody reaches what is another’s by naming it', async () => {
      const id = await story(editor);
      expect((await reporter.ask('PUT', `/api/stories/${id}`, saved(1))).status).toBe(403);
      const { sessions } = (await editor.ask('GET', '/api/sessions')).body;
      expect((await reporter.ask('DELETE', `/api/sessions/${sessions[0].id}`)).status).toBe(404);
      const engineer = await desk.person('Vera', 'engineer');
      for (const path of ['', `/${id}`, `/${id}/revisions`, `/${id}/check?to=live`])
        expect((await engineer.ask('GET', `/api/stories${path}`)).status, path).toBe(403);
    });

    it('no page elsewhere changes or reads anything (CSRF)', async () => {
      const body = { lang: 'en', draft: draft('From elsewhere') };
      const json = 'application/json';
      const forged: Record<string, string>[] = [
        { 'content-type': json },
        { 'content-type': json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { 'content-type': json, origin: 'null', 'sec-fetch-site': 'cross-site' },
        { 'content-type': json, 'sec-fetch-site': 'same-site' },
        // A browser of old that sends no Sec-Fetch-Site.
        { 'content-type': json, origin: 'https://evil.example' },
        { 'content-type': 'text/plain', origin: desk.address, 'sec-fetch-site': 'same-origin' },
        {
          'content-type': 'application/x-www-form-urlencoded',
          origin: desk.address,
          'sec-fetch-site': 'same-origin',
        },
      ];
      for (const headers of forged) {
        const { status } = await editor.send('POST', '/api/stories', { headers, body });
        expect([403, 415], JSON.stringify(headers)).toContain(status);
      }
      const read = await editor.send('GET', '/api/stories', { headers: { 'sec-fetch-site': 'cross-site' } });
      expect(read.status).toBe(403);
      expect(read.headers['access-control-allow-origin']).toBeUndefined();
      expect((await editor.ask('GET', '/api/stories')).body.total).toBe(0);
    });

    it('an import reaches no machine within (SSRF)', async () => {
      let asked = 0;
      const inside = createServer((_request, response) => {
        asked += 1;
        response.end();
      }).listen(0, '127.0.0.1');
      await once(inside, 'listening');
      const place = inside.address();
      const port = typeof place === 'object' && place !== null ? place.port : 0;
      const headers = {
        'content-type': 'application/octet-stream',
        origin: desk.address,
        'sec-fetch-site': 'same-origin',
      };
      const raw = archiveWith(`http://127.0.0.1:${port}/secret.jpg`);
      const { upload } = (await editor.send('POST', '/api/imports?name=export.xml', { headers, raw })).body;
      const started = await editor.ask('POST', `/api/imports/${upload}/rehearse`, { fetchPictures: true });
      expect(started.status).toBe(202);
      const end = await ended(editor, upload);
      expect(end.state, end.failed?.message).toBe('done');
      expect(end.report.items).toBeGreaterThan(0);
      expect(asked).toBe(0);
      inside.close();
    });
  });

  describe('A05 Injection', () => {
    it('what is asked for is a value, never a part of a query', async () => {
      const id = await story(editor);
      const nasty = ["' OR '1'='1", '"; DROP TABLE story; --', "%' ESCAPE '", '\\', '%', '_', '\u0000', '１'];
      for (const value of nasty)
        for (const name of ['text', 'section', 'tag', 'state', 'lang', 'before', 'limit']) {
          const { status } = await editor.ask('GET', `/api/stories?${name}=${encodeURIComponent(value)}`);
          expect([200, 422], `${name}=${value}`).toContain(status);
        }
      expect((await editor.ask('GET', `/api/stories?text=${encodeURIComponent('%')}`)).body.total).toBe(0);
      expect((await editor.ask('GET', `/api/stories/${encodeURIComponent("' OR 1=1")}`)).status).toBe(404);
      expect((await editor.ask('GET', `/api/stories/${id}`)).status).toBe(200);
    });

    it('markup in a story stays words, and no answer can be taken for a page', async () => {
      const id = await story(editor, SCRIPT);
      const answer = await editor.ask('GET', `/api/stories/${id}`);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.body.revision.headline).toBe(SCRIPT);
      const lost = await editor.ask('GET', `/api/${encodeURIComponent(SCRIPT)}`);
      expect(lost.text).not.toContain('<script>');
    });

    it('a body holds only what a story may hold', async () => {
      const id = await story(editor);
      const hostile = [
        { type: 'script', attrs: { id: 'aaaaaaaa' } },
        paragraph([
          { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] },
        ]),
        paragraph([{ type: 'html', text: SCRIPT }]),
      ];
      for (const block of hostile) {
        const body = { type: 'doc', content: [block] };
        const given = { ...saved(1), draft: { ...draft('x'), body } };
        const { status, text } = await editor.ask('PUT', `/api/stories/${id}`, given);
        expect(status === 422 || !text.includes('javascript:'), text).toBe(true);
      }
    });

    it('names of files lead nowhere', async () => {
      const sent = await sendFile(
        editor,
        desk,
        '../../../../etc/cron.d/evil\r\nX-Evil: 1.txt',
        'harmless words',
      );
      expect(sent.status, sent.text).toBeLessThan(500);
      if (sent.status !== 201) return;
      expect(sent.body.media.name).toMatch(/^[^/\\\r\n]+\.txt$/);
      const bytes = await editor.ask('GET', `/media/${sent.body.media.id}/0`);
      expect(bytes.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[^/\r\n]+$/);
      expect(bytes.headers['x-evil']).toBeUndefined();
      expect(bytes.headers['content-security-policy']).toContain('sandbox');
    });
  });
});

const saved = (base: number, headline = 'x') => ({ base, draft: draft(headline), tab: 'tab-of-ivo' });
const paragraph = (content: unknown[]) => ({ type: 'paragraph', attrs: { id: 'aaaaaaaa' }, content });

/** An export of WordPress with one story that shows a picture. */
const archiveWith = (picture: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<item><title>One</title><link>https://old.example/one/</link><dc:creator>mara</dc:creator>
<content:encoded><![CDATA[<p>Words.</p><img src="${picture}" alt="A picture">]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>one</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>`;

async function ended(person: Person, run: string) {
  for (;;) {
    const { body } = await person.ask('GET', `/api/imports/${run}`);
    if (body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
