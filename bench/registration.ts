/**
 * What the worker costs the first page that a reader opens: a story in a browser that was never here, once as it is and
 * once without the line that asks for the worker, one after the other. `node bench/registration.ts --pairs 40`
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { BROWSERS } from '../test/browsers.ts';
import { openHost, type Host } from '../test/moody-host.ts';
import { openSmallPaper } from '../test/small-paper.ts';
import { until } from '../test/command.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '40' } } });
const pairs = Number(values.pairs);

const WHATS = ['first contentful paint', 'load', 'bytes before load'] as const;
type Load = Record<(typeof WHATS)[number], number>;

const LINE = /<script [^>]*data-worker="[^"]*">.*?<\/script>/s;

/** In milliseconds from the navigation; bytes as they came, with their header lines. */
const TIMES = `(() => {
  const [page] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  if (page.loadEventEnd === 0 || paint === undefined) return null;
  const parts = performance.getEntriesByType('resource').filter(({ responseEnd }) => responseEnd <= page.loadEventEnd);
  const bytes = [page, ...parts].reduce((sum, { transferSize }) => sum + transferSize, 0);
  return { 'first contentful paint': paint.startTime, load: page.loadEventEnd, 'bytes before load': bytes };
})()`;

/** One first visit, in a profile of its own; where the worker is asked for it is waited until it stands. */
async function load(browser: Browser, host: Host, path: string, asks: boolean): Promise<Load> {
  host.mood = (asked, response) => {
    if (!asked.endsWith('.html')) return false;
    const page = readFileSync(join(host.folder, asked), 'utf8');
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(asks ? page : page.replace(LINE, ''));
    return true;
  };
  host.asked.length = 0;
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.goto(host.address + path, { waitUntil: 'load' });
    let found: Load | null = null;
    await until(
      'the page is drawn',
      async () => (found = (await page.evaluate(TIMES)) as Load | null) !== null,
    );
    const there = `navigator.serviceWorker.controller !== null`;
    if (asks) await until('the worker stands', async () => (await page.evaluate(there)) === true);
    else if (host.asked.includes('worker.js'))
      throw new Error('The page without the line asked for the worker');
    if (found === null) throw new Error('The page was never drawn');
    return found;
  } finally {
    await context.close();
  }
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((one, other) => one - other);
const median = (numbers: readonly number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)] ?? 0;

/** Where the median of what was drawn lies in 95 of 100 cases, by the order of the draws alone. */
function interval(numbers: readonly number[]): [number, number] {
  const reach = Math.ceil(0.98 * Math.sqrt(numbers.length));
  const middle = Math.floor(numbers.length / 2);
  const all = sorted(numbers);
  return [all[Math.max(0, middle - reach)] ?? 0, all[Math.min(all.length - 1, middle + reach)] ?? 0];
}

function tell(what: (typeof WHATS)[number], withLine: readonly Load[], without: readonly Load[]): string {
  const [one, other] = [withLine, without].map((loads) => loads.map((each) => each[what]));
  const differences = (one ?? []).map((value, at) => value - (other?.[at] ?? 0));
  const [least, most] = interval(differences);
  const digits = what === 'bytes before load' ? 0 : 1;
  const written = [median(one ?? []), median(other ?? []), median(differences), least, most].map((value) =>
    value.toFixed(digits),
  );
  return `  ${what}: with ${written[0]}, without ${written[1]}, difference ${written[2]} (95 %: ${written[3]} to ${written[4]})`;
}

const folder = mkdtempSync(join(tmpdir(), 'longwave-registration-'));
const paper = await openSmallPaper();
await paper.add('The ferry comes back', 12_000);
await paper.pressTo(folder);
const host = await openHost(folder);
const path = paper.stories[0]?.path ?? '';
try {
  for (const [name, open] of BROWSERS) {
    const browser = await open();
    const [withLine, without]: [Load[], Load[]] = [[], []];
    // The first loads of a browser are slower than any after.
    for (const asks of [true, false]) await load(browser, host, path, asks);
    for (let at = 0; at < pairs; at += 1)
      // Whichever comes second has a warmer machine.
      for (const asks of at % 2 === 0 ? [true, false] : [false, true])
        (asks ? withLine : without).push(await load(browser, host, path, asks));
    console.log(`${name} ${await browser.version()}, ${pairs} pairs`);
    for (const what of WHATS) console.log(tell(what, withLine, without));
    await browser.close();
  }
} finally {
  await host.down();
  await paper.close();
  rmSync(folder, { recursive: true, force: true });
}
