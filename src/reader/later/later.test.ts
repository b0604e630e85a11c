import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BROWSERS } from '../../../test/browsers.ts';
import { laterChoice, laterDue } from '../later-view.ts';
import { laterScript } from '../scripts.ts';
import { askingElement } from '../asking-line.ts';
import { AFTER, leftOf } from './count.ts';

describe('S10: after so many stories', () => {
  it('keeps a number and nothing else, and takes nothing else for one', () => {
    for (const after of AFTER) expect(leftOf(String(after))).toBe(after);
    for (const wrong of [null, '', 'x', '-1', '1.5', '100', '{"left":1}', ' 3'])
      expect(leftOf(wrong)).toBeNull();
  });
});

// What it does to the page is plain; both browsers meet it in the journeys of the pages that have it.
describe.each(BROWSERS.slice(0, 1))('in %s', (_name, launch) => {
  it('the reader asks, reads on, is reminded, and ends it; nothing is kept before and after', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const script = `<script defer src="data:text/javascript;base64,${Buffer.from(laterScript().text).toString('base64')}"></script>`;
      const body =
        request.url === '/support'
          ? `${laterChoice('fa').markup}${script}`
          : `${askingElement.markup}${laterDue('fa', '/support').markup}`;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><html lang="fa" dir="rtl"><title>x</title><link rel="icon" href="data:,">${body}`,
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
          "Array.from(document.querySelectorAll('[data-later]:not([hidden]),p.give:not([hidden])'), (part) => part.dataset.later ?? 'due')",
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
      await page.reload();
      expect(await shown()).toEqual(['due']);
      await page.click('.give a');
      await page.waitForFunction("document.querySelector('[data-later=choice]')?.hidden === false");
      expect(await stored()).toBe('{}');
      await page.click('[data-after="10"]');
      await page.click('button[data-forget]');
      expect([await shown(), await stored()]).toEqual([['choice'], '{}']);
      // Nobody is told of any of it.
      expect(asked).toEqual(['/story', '/support', '/one', '/one', '/two', '/three', '/three', '/support']);
    } finally {
      await browser.close();
      server.close();
    }
  });
});
