import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundles } from '../script/bundle.ts';

test('the scripts for browsers are made of these sources, the same each time', async () => {
  const [made, again] = [await bundles(), await bundles()];
  expect(made.size).toBeGreaterThan(0);
  for (const [path, bytes] of made) {
    const how = `${path} is out of date: run "node script/bundle.ts" and commit it`;
    expect(Buffer.from(again.get(path) ?? []).equals(bytes)).toBe(true);
    expect(readFileSync(path).equals(bytes), how).toBe(true);
  }
});

test('the script that verifies weighs no more than a small picture', async () => {
  const bytes = (await bundles()).get('src/reader/verify/bundle.js') ?? new Uint8Array(0);
  expect(gzipSync(bytes, { level: 9 }).length).toBeLessThan(40_000);
});
