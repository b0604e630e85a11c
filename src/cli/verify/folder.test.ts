import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderSource } from './folder.ts';

test('a folder deeper than any path of an edition is named shortly and not looked into', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-folder-'));
  try {
    writeFileSync(join(folder, 'index.html'), 'Text');
    mkdirSync(join(folder, ...Array.from({ length: 1_500 }, () => 'd')), { recursive: true });
    const found: string[] = [];
    for await (const path of folderSource(folder).list?.() ?? []) found.push(path);
    expect(found.sort()).toEqual([`${'d/'.repeat(40)}…`, 'index.html']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
