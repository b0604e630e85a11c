import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSmallPaper } from '../../test/small-paper.ts';
import { openAll } from './open.ts';
import { readSettings } from './settings.ts';

/** Files below a folder that this process holds open. */
const heldIn = (folder: string): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${fd}`);
      return file.startsWith(folder) ? [file] : [];
    } catch {
      // The listing itself was open while it was read.
      return [];
    }
  });

test('where the database refuses, the editions do not stay open', async () => {
  const paper = await openSmallPaper();
  await paper.add('The harbour is open');
  await paper.pressTo(join(paper.folder, 'site'));
  const edition = join(paper.folder, 'edition');
  const before = heldIn(edition).length;
  const broken = join(paper.folder, 'broken.db');
  writeFileSync(broken, 'no database, but long enough to be looked at as one'.repeat(100));
  const settings = (url: string) => readSettings({ LONGWAVE_DATA: paper.folder, DATABASE_URL: url });
  const opened = await openAll(settings(`sqlite:${join(paper.folder, 'longwave.db')}`), Date.now);
  for (const entry of opened.depot.list()) opened.depot.read(entry);
  expect(heldIn(edition).length).toBeGreaterThan(before);
  await opened.close();
  await expect(openAll(settings(`sqlite:${broken}`), Date.now)).rejects.toThrow('database');
  expect(heldIn(edition)).toHaveLength(before);
  await paper.close();
});
