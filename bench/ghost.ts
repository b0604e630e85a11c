/**
 * The desk beside Ghost: clicks, keys and seconds from the page that asks who one is to a published story with a
 * picture, and to a correction of it; the weight of the first load; the time from the last click until readers have it.
 * Both run on this machine; the hand is a machine's, so seconds are what the programs take and not what people do.
 *
 *   node bench/ghost.ts --ghost http://localhost:2368 --email … --password … [--runs 5]
 *
 * Ghost is set up with one post-less blog and its owner before; see docs/BENCH.md. Both run from the first round to the
 * last, in browsers that stay, and the first round is not counted: nobody does anything for the first time.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'puppeteer-core';
import sharp from 'sharp';
import { openChromium } from '../test/browsers.ts';
import { longwave, serving, temporary } from '../test/command.ts';
import { builtApp, enter, takeSeat } from '../test/desk-browser.ts';
import { printedLink } from '../test/first-run.ts';
import { ghostWriter, headlineOf, longwaveWriter, PICTURE, type Done, type Writer } from './ghost/writers.ts';

const { values } = parseArgs({
  options: {
    ghost: { type: 'string' },
    email: { type: 'string', default: '' },
    password: { type: 'string', default: '' },
    runs: { type: 'string', default: '5' },
  },
});

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
const spread = (figures: readonly number[]): string =>
  `${median(figures).toFixed(2)} (${Math.min(...figures).toFixed(2)}-${Math.max(...figures).toFixed(2)})`;

/** Bytes and requests of a page in a browser that was never there. */
async function weigh(
  browser: Browser,
  address: string,
  ready: string,
): Promise<{ bytes: number; requests: number }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const devtools = await page.createCDPSession();
  await devtools.send('Network.enable');
  let bytes = 0;
  let requests = 0;
  devtools.on('Network.loadingFinished', (one) => {
    bytes += one.encodedDataLength;
    requests += 1;
  });
  await page.goto(address);
  await page.waitForSelector(ready);
  await page.waitForNetworkIdle({ idleTime: 1500 });
  await context.close();
  return { bytes, requests };
}

type Round = { published: Done; corrected: Done; 'corrected in a new page': Done };

function report(name: string, rounds: readonly Round[]): void {
  for (const what of ['published', 'corrected', 'corrected in a new page'] as const) {
    const all = rounds.map((round) => round[what]);
    const [first] = all;
    console.log(
      `${name}, ${what}: ${first?.clicks} clicks, ${first?.keys} keys, ${spread(all.map(({ seconds }) => seconds))} s, of these ${spread(all.map(({ toReaders }) => toReaders))} s from the last click to readers`,
    );
  }
}

async function round(writer: Writer, page: Page): Promise<Round> {
  return {
    published: await writer.publish(page),
    corrected: await writer.correct(page, 'before'),
    'corrected in a new page': await writer.correct(page, 'anew'),
  };
}

const runs = Number(values.runs);
const browser = await openChromium();
const work = temporary();
PICTURE.path = join(work.path, 'quay.jpg');
const noise = { type: 'gaussian' as const, mean: 120, sigma: 30 };
await sharp({ create: { width: 1600, height: 1000, channels: 3, noise, background: '#345' } })
  .jpeg({ quality: 80 })
  .toFile(PICTURE.path);
await builtApp();
const data = temporary();
const settings = { LONGWAVE_DATA: data.path };
await longwave(['init', '--name', 'The Lantern', '--address', 'https://lantern.example', '--json'], settings);
const server = await serving(settings);
const seat = await takeSeat(browser);

const send = (path: string, method: string, body?: unknown): string =>
  `fetch(${JSON.stringify(path)}, ${JSON.stringify({
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })}).then((answer) => answer.status)`;

/** An editor with a passkey and the byline that she has at her paper. */
async function settle(): Promise<void> {
  await printedLink(server);
  const made = await longwave(['desk', 'link', 'Ilse Marrow', '--role', 'editor', '--json'], settings);
  const { address } = made.json as { address: string };
  await enter(seat.page, `${server.desk}/link${new URL(address).hash}`);
  const author = { names: { en: 'Ilse Marrow' }, bios: {}, pseudonymous: false, portrait: null };
  await seat.page.evaluate(send('/api/authors', 'POST', author));
}

function ourWriter(at: number): Writer {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const story = `${server.address}${day}/the-ferry-runs-again-${at}.html`;
  return longwaveWriter({ desk: server.desk, story, headline: headlineOf(at) });
}

try {
  await settle();
  const { bytes, requests } = await weigh(browser, `${server.desk}/sign-in`, 'h1');
  console.log(`Longwave, first load: ${Math.round(bytes / 1000)} kB in ${requests} requests`);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const { ghost, email, password } = values;
  if (ghost !== undefined) {
    const theirs = await weigh(browser, `${ghost}/ghost/`, 'input[name=identification]');
    console.log(`Ghost, first load: ${Math.round(theirs.bytes / 1000)} kB in ${theirs.requests} requests`);
  }
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let at = 0; at <= runs; at += 1) {
    await seat.page.bringToFront();
    await seat.page.evaluate(send('/api/sign-out', 'POST'));
    ours.push(await round(ourWriter(at), seat.page));
    if (ghost === undefined) continue;
    await page.bringToFront();
    const story = `${ghost}/the-ferry-runs-again-${at}/`;
    theirs.push(
      await round(ghostWriter({ site: ghost, story, headline: headlineOf(at), email, password }), page),
    );
    // The next round begins at the page that asks who one is, and without the post.
    await page.evaluate(
      `fetch('/ghost/api/admin/posts/?limit=all').then((a) => a.json()).then(({ posts }) => Promise.all(posts.map(({ id }) => fetch('/ghost/api/admin/posts/' + id + '/', { method: 'DELETE' })))).then(() => fetch('/ghost/api/admin/session', { method: 'DELETE' }))`,
    );
    await page.goto('about:blank');
  }
  report('Longwave', ours.slice(1));
  if (theirs.length > 0) report('Ghost', theirs.slice(1));
} finally {
  await seat.close();
  await server.stop();
  data.remove();
  await browser.close();
  work.remove();
}
