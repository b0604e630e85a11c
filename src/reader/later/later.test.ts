import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BROWSERS } from '../../../test/browsers.ts';
import { laterChoice, laterDue } from '../later-view.ts';
import { laterScript } from '../scripts.ts';
import { AFTER, begun, leftOf, opened } from './count.ts';

describe('S10: after so many stories', () => {
  it('counts each story that is opened, and stands at nought until it is ended', () => {
    let kept: string | null = begun(3);
    const seen: (number | null)[] = [];
    for (const how of ['navigate', 'reload', 'back_forward', 'navigate', 'navigate', 'navigate']) {
      kept = opened(kept, how);
      seen.push(leftOf(kept));
    }
    expect(seen).toEqual([2, 2, 2, 1, 0, 0]);
    expect(opened(null, 'navigate')).toBeNull();
  });

  it('keeps a number and nothing else, and takes nothing else for one', () => {
    for (const after of AFTER) expect(begun(after)).toMatch(/^\d{1,2}$/);
    for (const wrong of ['', 'x', '-1', '1.5', '100', '{"left":1}', ' 3'])
      expect([leftOf(wrong), opened(wrong, 'navigate')]).toEqual([null, wrong]);
  });
});

// What it does to the page is plain; both browsers meet it in the journeys of the pages that have it.
describe.each(BROWSERS.slice(0, 1))('in %s', (_name, launch) => {
  it('the reader asks, reads on, is reminded, and ends it; nothing is kept before and after', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const body = request.url === '/support' ? laterChoice('fa') : laterDue('fa', '/support');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><html lang="fa" dir="rtl"><title>x</title><link rel="icon" href="data:,">${body.markup}<script>${laterScript().text}</script>`,
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const shown = () =>
        page.evaluate(
          "Array.from(document.querySelectorAll('[data-later]:not([hidden])'), (part) => part.dataset.later)",
        );
      const stored = () => page.evaluate('JSON.stringify(localStorage)');
      await page.goto(`${at}/story`);
      expect([await shown(), await stored()]).toEqual([[], '{}']);
      await page.goto(`${at}/support`);
      expect([await shown(), await stored()]).toEqual([['choice'], '{}']);
      await page.click('[data-after="3"]');
      expect([await shown(), await stored()]).toEqual([['state'], '{"later":"3"}']);
      expect(await page.evaluate(`document.querySelector('[data-left]').textContent`)).toBe('۳');
      await page.goto(`${at}/one`);
      await page.reload();
      await page.goto(`${at}/two`);
      expect([await shown(), await stored()]).toEqual([[], '{"later":"1"}']);
      await page.goto(`${at}/three`);
      expect([await shown(), await stored()]).toEqual([['due'], '{"later":"0"}']);
      await page.click('button[data-forget]');
      expect([await shown(), await stored()]).toEqual([[], '{}']);
      // Nobody is told of any of it.
      expect(asked).toEqual(['/story', '/support', '/one', '/one', '/two', '/three']);
    } finally {
      await browser.close();
      server.close();
    }
  });
});
