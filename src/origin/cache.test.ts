import { randomFillSync } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { Cache } from './cache.ts';
import { ask, openSite, publish, type Site } from './testing/site.ts';

let site: Site;
afterEach(() => site.end());

const SIZE = 300_000;
const NOISE = Array.from({ length: 40 }, (_, at) => {
  const raw = randomFillSync(Buffer.alloc(SIZE));
  return { path: `noise-${at}.bin`, type: 'application/octet-stream', raw, stored: raw, gzip: false };
});

/** @returns bytes that the cache counts after everything was taken once, and then after it rested */
async function takeAll(budget: number): Promise<{ cache: Cache; gone: string[]; most: number }> {
  const gone: string[] = [];
  const cache = new Cache({ depot: site.depot, budget, dropped: ({ entry }) => gone.push(entry.path) });
  let most = 0;
  for (const { path } of NOISE) {
    const entry = site.depot.lookup(path);
    if (entry === null) throw new Error(`"${path}" is not in the edition`);
    await cache.take(entry);
    most = Math.max(most, cache.bytes);
  }
  return { cache, gone, most };
}

test('the budget holds for the memory that is taken, not only for what is sent', async () => {
  site = await openSite();
  await publish(site.depot, NOISE);
  const { cache, gone, most } = await takeAll(4 << 20);
  expect(most).toBeLessThanOrEqual(4 << 20);
  expect(gone).toEqual(NOISE.slice(0, gone.length).map(({ path }) => path));
  expect(cache.bytes).toBeGreaterThan(3 << 20);
});

test('what was asked for again outlives what came after it', async () => {
  site = await openSite();
  await publish(site.depot, NOISE);
  const gone: string[] = [];
  const cache = new Cache({
    depot: site.depot,
    budget: 4 << 20,
    dropped: ({ entry }) => gone.push(entry.path),
  });
  const wanted = site.depot.lookup('noise-0.bin');
  if (wanted === null) throw new Error('The page is not in the edition');
  const first = await cache.take(wanted);
  for (const { path } of NOISE) {
    const entry = site.depot.lookup(path);
    if (entry !== null) await cache.take(entry);
    expect(await cache.take(wanted)).toBe(first);
  }
  expect(gone.length).toBeGreaterThan(0);
  expect(first.identity?.bytes.equals(NOISE[0]?.raw ?? Buffer.alloc(0))).toBe(true);
});

test('when readers go quiet most of it is given up, and whoever gives memory back is told', async () => {
  const rested = Promise.withResolvers<void>();
  site = await openSite({ timeouts: { rest: 100 }, rested: () => rested.resolve() });
  await publish(site.depot, NOISE);
  for (const { path } of NOISE) expect((await ask(site.port, `/${path}`)).status).toBe(200);
  await rested.promise;
  for (const { path, raw } of NOISE) expect((await ask(site.port, `/${path}`)).body.equals(raw)).toBe(true);
});

test('a cache that rested holds at most 8 MB, the newest', async () => {
  site = await openSite();
  await publish(site.depot, NOISE);
  const { cache, gone } = await takeAll(64 << 20);
  expect(cache.bytes).toBeGreaterThan(SIZE * NOISE.length);
  expect(gone).toEqual([]);
  expect(cache.rest()).toBe(true);
  expect(cache.bytes).toBeLessThanOrEqual(8 << 20);
  expect(cache.bytes).toBeGreaterThan(7 << 20);
  expect(gone).toEqual(NOISE.slice(0, gone.length).map(({ path }) => path));
  expect(cache.rest()).toBe(false);
});
