import type { Page } from 'puppeteer-core';

/* What a reader does in a browser, and what the worker there answers. */

const ASK = (question: object): string => `new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => done(data);
  navigator.serviceWorker.controller.postMessage(${JSON.stringify({ longwave: 1, ...question })}, [port2]);
})`;

export const ask = async (page: Page, question: object): Promise<Record<string, unknown>> =>
  (await page.evaluate(ASK(question))) as Record<string, unknown>;

/** Opens a page and waits until the worker answers for it. */
export async function settle(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction('navigator.serviceWorker.controller !== null', { timeout: 20_000 });
}

export type Seen = { status: number; told: string; heading: string; ms: number };

export async function visit(page: Page, url: string): Promise<Seen> {
  const start = Date.now();
  const response = await page.goto(url, { waitUntil: 'domcontentloaded' });
  const ms = Date.now() - start;
  const text = (selector: string): Promise<string> =>
    page.evaluate(`document.querySelector('${selector}')?.innerText ?? ''`) as Promise<string>;
  return { status: response?.status() ?? 0, told: await text('.told'), heading: await text('h1'), ms };
}
