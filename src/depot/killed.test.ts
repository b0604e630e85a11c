import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deaths, trueDeaths } from './testing/dies.ts';
import { contents, EVENTS, open, publishAll, stories, textFile } from './testing/events.ts';

const base = mkdtempSync(join(tmpdir(), 'longwave-killed-'));
const start = join(base, 'start', 'depot');

beforeAll(async () => {
  const depot = await open(start);
  await publishAll(depot, stories(40, 'first'));
  for (let at = 0; at < 7; at++) {
    const writer = await depot.begin();
    writer.put(textFile('index.html', `front ${at}`));
    await writer.commit({ published: at, note: at });
  }
  await depot.close();
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

/** The folder as a killed process left it must be one whole edition, and take the next one. */
async function expectWhole(folder: string, allowed: Map<string, string>[]): Promise<void> {
  const depot = await open(folder);
  expect((await depot.check()).problems).toEqual([]);
  const found = contents(depot);
  expect(allowed).toContainEqual(found);
  const writer = await depot.begin({ patience: 0 });
  writer.put(textFile('after.html', 'after'));
  await writer.commit({ published: 1, note: null });
  await depot.gc();
  expect(contents(depot)).toEqual(new Map(found).set('after.html', 'after'));
  expect((await depot.check()).problems).toEqual([]);
  await depot.close();
  expect(readdirSync(join(folder, 'packs')).filter((name) => !name.endsWith('.pack'))).toEqual([]);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
}

describe('a process killed at any change to the disk leaves one whole edition', () => {
  test.each(Object.keys(EVENTS))('%s', { timeout: 240_000 }, async (event) => {
    const untouched = await open(start);
    const before = contents(untouched);
    await untouched.close();
    const finished = join(base, `${event}-done`, 'depot');
    cpSync(start, finished, { recursive: true });
    await EVENTS[event]?.(finished);
    const ended = await open(finished);
    const after = contents(ended);
    await ended.close();
    const folder = join(base, event, 'depot');
    cpSync(start, folder, { recursive: true });
    const left = await deaths(folder, event, join(base, event, 'kept'));
    for (const { found, said } of await trueDeaths(start, event, left)) expect(found).toEqual(said);
    for (const one of left) await expectWhole(one, [before, after]);
    rmSync(join(base, event), { recursive: true });
    expect(left.length).toBeGreaterThanOrEqual(10);
  });
});
