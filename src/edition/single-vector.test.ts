import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkStory } from './edition.ts';

const FILE = join(import.meta.dirname, '../../test/vectors/edition/saved-story.txt');
const FINGERPRINT = 'cacbf4abd2d6498848e5aea3e505ec30b3292fc7ca0ea4c65cf36c073eef6b97';

// Files of format 1 lie on readers' disks: whatever is changed in how stories are saved, this one stays genuine.
it('still knows a story that was saved when the format was new', async () => {
  const file = new Uint8Array(readFileSync(FILE));
  const now = Date.parse('2026-11-23T18:00:00Z');
  expect(await checkStory(file, { anchor: { fingerprint: FINGERPRINT }, now })).toMatchObject({
    verdict: 'authentic',
    edition: 1,
    path: 'ru/2026/11/23/paromy-vyshli.html',
    pictures: 2,
  });
});
