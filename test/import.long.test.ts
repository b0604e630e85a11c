import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporary } from './command.ts';
import { generate } from './fixtures/import/generate.ts';

const TWO_GB = 2 * 1024 ** 3;

it('imports an export of 2 GB in 300 MB of memory', async () => {
  const work = temporary();
  try {
    const file = join(work.path, 'export.xml');
    await generate(file, TWO_GB, 60_000);
    const child = fork(join(import.meta.dirname, 'fixtures', 'import', 'child.ts'), [work.path, file], {
      execArgv: ['--max-old-space-size=1024'],
    });
    let peak = 0;
    child.on('message', (told: number) => {
      if (told < 0) peak = -told;
    });
    const [status] = (await once(child, 'exit')) as [number];
    expect(status).toBe(0);
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThanOrEqual(300);
  } finally {
    work.remove();
  }
}, 3_600_000);
