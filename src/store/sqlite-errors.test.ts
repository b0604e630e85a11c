import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteError } from './sqlite-errors.ts';

test('a disk that became one that may only be read is told apart from one that is broken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-disk-'));
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', disk], { stdio: 'pipe' });
  } catch (error) {
    const how = 'This test mounts a disk: run it as root, in a container with --cap-add SYS_ADMIN';
    throw new Error(how, { cause: error });
  }
  onTestFinished(() => {
    execFileSync('umount', [disk]);
    rmSync(folder, { recursive: true });
  });
  // SQLITE_IOERR_WRITE: SQLite itself does not say why.
  const failed = Object.assign(new Error('disk I/O error'), { errcode: 778 });
  const codeOf = (place: string): string => sqliteError(failed, join(place, 'longwave.db')).code;
  expect([codeOf(disk), codeOf(folder)]).toEqual(['read_only', 'io']);
});
