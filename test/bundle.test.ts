import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundles } from '../script/bundle.ts';
import { openSmallPaper } from './small-paper.ts';

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

test('the worker weighs at most 25 KB with the keys and its words in three languages', async () => {
  const program = new TextDecoder().decode((await bundles()).get('src/reader/worker/bundle.js'));
  // What only old phones, or other clients of TUF, or people at a command line need.
  for (const word of ['ECDSA', 'RSA-PSS', 'zip215: false', 'try a mirror', 'is reserved for'])
    expect(program).not.toContain(word);
  const folder = mkdtempSync(join(tmpdir(), 'longwave-worker-weight-'));
  const paper = await openSmallPaper();
  try {
    await paper.pressTo(folder);
    expect(gzipSync(readFileSync(join(folder, 'worker.js')), { level: 9 }).length).toBeLessThanOrEqual(
      25 * 1024,
    );
  } finally {
    await paper.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
