import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * What all test processes of one run share: a folder whose name they find in `TEST_SHARED`, gone at the end; and, with
 * every Node that they start, the compiled code that `script/longwave` keeps.
 */
export default function share(): () => void {
  // Each project of a run calls this, and all share what the first one made.
  if (process.env.TEST_SHARED !== undefined) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'longwave-shared-'));
  process.env.TEST_SHARED = folder;
  process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, '../node_modules/.cache/longwave');
  return () => rmSync(folder, { recursive: true, force: true });
}
