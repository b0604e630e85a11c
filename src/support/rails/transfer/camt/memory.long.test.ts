import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const child = join(import.meta.dirname, 'memory.child.ts');
const read = async (...args: string[]): Promise<{ lines: number; expected: number; read: number }> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=48', child, ...args]);
  return JSON.parse(stdout) as { lines: number; expected: number; read: number };
};

test('a statement of 500 MB is read in 48 MB of memory', { timeout: 600_000 }, async () => {
  const { lines, expected, read: bytes } = await read('500');
  expect(bytes).toBeGreaterThan(500 * 1024 * 1024);
  expect(lines).toBe(expected);
});
