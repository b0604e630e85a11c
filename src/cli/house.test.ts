import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openPainter } from './house.ts';

const cleaning: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

describe('the process that renders pictures', () => {
  const painter = (): ReturnType<typeof openPainter> => {
    const made = mkdtempSync(join(tmpdir(), 'longwave-painter-'));
    cleaning.push(() => rmSync(made, { recursive: true }));
    const file = join(made, 'painter.mjs');
    writeFileSync(
      file,
      `import { getPriority } from 'node:os';
       process.on('message', ({ kind }) => {
         if (kind === 'exit') process.exit(3);
         if (kind === 'kill') process.kill(process.pid, 'SIGKILL');
         const said = { fail: 'No such picture', nice: 'Nice ' + getPriority() };
         process.send({ error: said[kind] ?? null });
       });
       process.on('disconnect', () => process.exit(0));`,
    );
    const opened = openPainter(file);
    cleaning.push(() => opened.close());
    return opened;
  };

  it('does many jobs without leaving listeners behind', async () => {
    const warnings: string[] = [];
    const warned = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', warned);
    cleaning.push(() => process.off('warning', warned));
    const opened = painter();
    for (let job = 0; job < 30; job++) await opened.run('paint', job);
    await expect(opened.run('fail', null)).rejects.toThrow('No such picture');
    expect(warnings).toEqual([]);
  });

  it('lets the server and its readers go first', async () => {
    await expect(painter().run('nice', null)).rejects.toThrow('Nice 10');
  });

  it('is replaced at the next job when it ended in the midst of one', async () => {
    const opened = painter();
    for (const [kind, how] of [
      ['exit', 'status 3'],
      ['kill', 'SIGKILL'],
    ] as const) {
      await opened.run('paint', 1);
      await expect(opened.run(kind, 2)).rejects.toThrow(`ended with ${how}`);
    }
    await opened.run('paint', 3);
  });
});
