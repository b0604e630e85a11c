import { createServer } from 'node:http';
import { build } from 'esbuild';
import type { Browser } from 'puppeteer-core';
import type { Depot } from '#depot';
import { BUNDLE_PATH, decodeNode, metadataPath, nodePath, placeOf, toHex, unitOf, unitPath } from '#edition';
import { BROWSERS } from '../../test/browsers.ts';
import { spread } from '../spread.ts';
import type { Spread } from '../spread.ts';
import { timeChecks } from './checking.ts';
import type { Given, Times } from './checking.ts';
import { sha256 } from './paper.ts';
import type { Keys } from './paper.ts';

/** Milliseconds to check the chain of an update, and one page after it. */
export type Verifying = { where: string; chain: Spread; page: Spread };

/** The same code in Node and in both browsers, over the same page of an edition. */
export async function measureVerifying(
  depot: Depot,
  keys: Keys,
  options: { path: string; now: number; rounds: number },
): Promise<Verifying[]> {
  const given = givenOf(depot, keys, options);
  const found = [shown('Node', await timeChecks(given, options.rounds))];
  const bundle = await build({
    entryPoints: [new URL('./checking.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'checking',
    write: false,
    logLevel: 'silent',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  for (const [name, launch] of BROWSERS) {
    const browser = await launch();
    try {
      found.push(shown(name, await inBrowser(browser, script, given, options.rounds)));
    } finally {
      await browser.close();
    }
  }
  return found;
}

/** WebCrypto is there for pages that came over a network from this machine, not for empty ones. */
async function inBrowser(browser: Browser, script: string, given: Given, rounds: number): Promise<Times> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${address.port}/`);
    const call = `${script}; checking.timeChecks(${JSON.stringify(given)}, ${rounds})`;
    return (await page.evaluate(call)) as Times;
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}

function givenOf(depot: Depot, { anchors }: Keys, { path, now }: { path: string; now: number }): Given {
  const at = (place: string): Uint8Array => {
    const found = depot.reserved(place);
    if (found === null) throw new Error(`There is no "${place}"`);
    return found.kind === 'made' ? found.bytes : depot.read(found.entry);
  };
  const place = placeOf(unitOf(path), sha256);
  const proof: Uint8Array[] = [];
  for (let depth = 0; ; depth++) {
    const node = at(nodePath(place, depth));
    proof.push(node);
    if (decodeNode(node).kind === 'leaf') break;
  }
  proof.push(at(unitPath(place)));
  const entry = depot.lookup(path);
  if (entry === null) throw new Error(`There is no "${path}"`);
  return {
    root: toHex(anchors.roots.at(-1) ?? at(metadataPath('root', 1))),
    targets: toHex(anchors.targets),
    bundle: toHex(at(BUNDLE_PATH)),
    path,
    proof: proof.map(toHex),
    page: toHex(depot.readRaw(entry)),
    now,
  };
}

const shown = (where: string, { chain, page }: Times): Verifying => ({
  where,
  chain: spread(chain),
  page: spread(page),
});
