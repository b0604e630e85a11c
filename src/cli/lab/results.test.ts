import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '#reach';
import { afterAll, expect, it } from 'vitest';
import { openResults } from './results.ts';

const scratch = mkdtempSync(join(tmpdir(), 'longwave-results-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const conditions = { seed: undefined, drawn: 41, together: false, versions: { chromium: 'Chromium 1' } };
const outcome = (sample: number): Outcome => ({
  row: 'curtain',
  browser: 'chromium',
  sample,
  alive: 'amber-lane.test',
  passed: true,
  why: '',
  first: 390,
  next: 140,
  plain: { seen: false, instead: '' },
  mostBytes: 8_000,
  atOnce: 4,
});

it('goes on from what an earlier run measured, with its seed, also after a run that was killed while it wrote', async () => {
  const file = join(scratch, 'lab.jsonl');
  const first = await openResults(file, conditions);
  expect(first).toMatchObject({ known: [], seed: 41 });
  await first.keep(outcome(0));
  appendFileSync(file, '{"row":"curt');
  const second = await openResults(file, { ...conditions, drawn: 7 });
  expect(second).toMatchObject({ known: [outcome(0)], seed: 41 });
  await second.keep(outcome(1));
  expect(await openResults(file, { ...conditions, seed: 41 })).toMatchObject({
    known: [outcome(0), outcome(1)],
  });
});

it('refuses a file that was measured under other conditions, or is something else, and leaves it as it is', async () => {
  const file = join(scratch, 'other.jsonl');
  await (await openResults(file, conditions)).keep(outcome(0));
  const before = readFileSync(file, 'utf8');
  await expect(openResults(file, { ...conditions, seed: 5 })).rejects.toThrow(/other conditions \(seed\)/);
  await expect(openResults(file, { ...conditions, together: true })).rejects.toThrow(/\(together\)/);
  writeFileSync(file, before.replace(/"worker":"[0-9a-f]*"/, '"worker":"another"'));
  await expect(openResults(file, conditions)).rejects.toThrow(/\(worker\)/);
  for (const text of ['a note', 'a note\nof two lines\n', '{"some":"thing"}\n']) {
    const strange = join(scratch, 'strange');
    writeFileSync(strange, text);
    await expect(openResults(strange, conditions)).rejects.toThrow(/holds no results of the lab/);
    expect(readFileSync(strange, 'utf8')).toBe(text);
  }
});
