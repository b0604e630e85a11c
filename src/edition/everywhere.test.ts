import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { BROWSERS } from '../../test/browsers.ts';
import { CASES, runAll } from './testing/everywhere.ts';

const passed = CASES.map(([name]) => [name, null]);

const WAYS = [
  ['the platform’s Ed25519', false],
  ['Ed25519 in JavaScript', true],
] as const;

test.each(WAYS)(
  'Node, %s: signs, verifies, follows, refuses',
  async (_, fallback) => {
    expect(await runAll(fallback)).toEqual(passed);
  },
  120_000,
);

/** A page that holds the cases and nothing else, on this machine: WebCrypto wants a trustworthy origin. */
async function serveCases(): Promise<{ address: string; close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: [new URL('./testing/everywhere.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'everywhere',
    write: false,
    logLevel: 'silent',
  });
  const server = createServer(({ url }, response) => {
    const script = url === '/cases.js';
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(script ? outputFiles[0]?.text : '<!doctype html><script src="cases.js"></script>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

describe.each(BROWSERS)('%s', (_, open) => {
  const started = Promise.all([serveCases(), open()]);

  afterAll(async () => {
    const [cases, browser] = await started;
    await browser.close();
    cases.close();
  });

  test.each(WAYS)(
    '%s: signs, verifies, follows, refuses',
    async (_way, fallback) => {
      const [{ address }, browser] = await started;
      const page = await browser.newPage();
      await page.goto(address);
      // A text, since what runs there is the page's own code and not this file's.
      const results: unknown = await page.evaluate(`everywhere.runAll(${String(fallback)})`);
      expect(results).toEqual(passed);
      await page.close();
    },
    180_000,
  );
});
