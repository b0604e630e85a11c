import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { called } from './testing/called.ts';
import { temporary } from '../../test/command.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const DAY = 86_400_000;

let folder: { path: string; remove(): void };

beforeAll(() => {
  folder = temporary();
});

afterAll(() => folder.remove());

test('an edition from the future is told, with both times and their zone', async () => {
  const settings = { LONGWAVE_DATA: join(folder.path, 'data'), LONGWAVE_THREADS: '1' };
  const site = ['--name', 'Far Shore', '--address', 'https://farshore.example'];
  const made = await called(['init', ...site, '--json'], settings, () => AT);
  expect(made.stderr).not.toContain('✗');
  const doctor = async (at: number) => (await called(['doctor'], settings, () => at)).stdout;
  expect(await doctor(AT + DAY)).toMatch(/published 2026-11-23 10:00Z/);
  const early = await doctor(AT - DAY);
  expect(early).toMatch(/Edition 1 was published 2026-11-23 10:00Z, and here it is 2026-11-22 10:00Z/);
  expect(early).toContain('Set the clock of this machine');
}, 60_000);
