import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '#store';
import { generate } from '../../../test/fixtures/import/generate.ts';
import { chance } from '../testing.ts';
import { importArchive } from './import.ts';

const CHILD = join(import.meta.dirname, '../../../test/fixtures/import/child.ts');

/** Runs an import in a process of its own and kills it once it has put in at least `after` items. */
async function killed(folder: string, file: string, after: number): Promise<void> {
  const child = fork(CHILD, [folder, file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  child.on('message', (done) => {
    if (typeof done === 'number' && done >= after) child.kill('SIGKILL');
  });
  await gone;
}

test(
  'killed at any moment, the import goes on where it stopped and puts nothing in twice',
  { timeout: 240_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'longwave-kill-'));
    try {
      const file = join(folder, 'export.xml');
      const items = await generate(file, 1_500_000, 1_000);
      const random = chance(Date.now());
      const points = Array.from({ length: 3 }, () => Math.floor(random() * items * 0.8)).toSorted(
        (a, b) => a - b,
      );
      for (const point of points) await killed(folder, file, point);

      const now = Date.now;
      const store = await openStore({ url: `sqlite:${join(folder, 'newsroom.db')}`, now });
      const { finished } = await store.db
        .selectFrom('import_run')
        .select(({ fn }) => fn.count<number>('finished_at').as('finished'))
        .executeTakeFirstOrThrow();
      expect(finished, `none was let finish, killed at ${points.join(', ')}`).toBe(0);
      const report = await importArchive({ store, folder, now, random: Math.random, from: file });
      expect(report, `killed at ${points.join(', ')} of ${items}`).toMatchObject({
        items,
        imported: items,
        resumed: true,
      });
      const count = async (table: 'story' | 'revision' | 'live' | 'import_item'): Promise<number> => {
        const row = await store.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow();
        return Number(row.n);
      };
      expect(
        await Promise.all([count('story'), count('revision'), count('live'), count('import_item')]),
      ).toEqual([items, items, items, items]);
      const again = await importArchive({ store, folder, now, random: Math.random, from: file });
      expect(again).toMatchObject({ items, unchanged: items, resumed: false });
      await store.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
