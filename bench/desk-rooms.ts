/**
 * The desk from a click on a room to what is in it: each room for the first time in a page that was loaded anew, with
 * whatever it needs still at the server, and once more after another room. Nobody hovers over the link before. Server
 * and browser are on this machine.
 *
 *   node bench/desk-rooms.ts [--runs 9]
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer-core';
import { openChromium } from '../test/browsers.ts';
import { openFloor } from '../test/desk-floor.ts';
import { ROOMS } from '../test/desk-watch.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const runs = Number(values.runs);

/** Runs in the page: clicks, and tells how long it took until the room stood and was drawn, and whether it was told to wait. */
const CLICK = `(to, inside) => new Promise((done) => {
  const start = performance.now();
  let waited = false;
  const look = () => {
    const waiting = [...document.querySelectorAll('main [role="status"]')].some((one) => one.textContent === 'Loading …');
    if (waiting) waited = true;
    if (waiting || !location.pathname.startsWith(to) || document.querySelector(inside) === null) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done({ took: performance.now() - start, waited })));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  document.querySelector('nav a[href="' + to + '"]').click();
  look();
})`;
type Seen = { took: number; waited: boolean };

const spread = (seen: readonly Seen[]): string => {
  const figures = seen.map(({ took }) => took).toSorted((a, b) => a - b);
  const [least = 0, most = 0] = [figures[0], figures.at(-1)];
  const waited = seen.filter((one) => one.waited).length;
  return `${(figures[figures.length >> 1] ?? 0).toFixed(0)} (${least.toFixed(0)}-${most.toFixed(0)})${waited > 0 ? `, "Loading" ${waited} of ${seen.length}` : ''}`;
};

const floor = await openFloor(openChromium);
try {
  const { desk } = floor.server();
  const { page } = await floor.sit('Kira', 'publisher', 'engineer');
  const click = (tab: Page, to: string): Promise<Seen> =>
    tab.evaluate(`(${CLICK})(${JSON.stringify(to)}, ${JSON.stringify(ROOMS[to])})`) as Promise<Seen>;
  const seen = Object.keys(ROOMS).map((to) => ({ to, first: [] as Seen[], again: [] as Seen[] }));
  for (let run = 0; run <= runs; run += 1)
    for (const { to, first, again } of seen) {
      await page.goto(`${desk}/account`);
      await page.waitForSelector('main form');
      // The page of a story is fetched once there is nothing to do.
      await wait(1000);
      const once = await click(page, to);
      await click(page, to === '/people' ? '/import' : '/people');
      const twice = await click(page, to);
      // Nobody does anything for the first time.
      if (run === 0) continue;
      first.push(once);
      again.push(twice);
    }
  process.stdout.write(`${runs} runs; milliseconds: median, least and most\n`);
  for (const { to, first, again } of seen)
    process.stdout.write(`${to.padEnd(10)} first ${spread(first).padEnd(34)} again ${spread(again)}\n`);
} finally {
  await floor.close();
}
