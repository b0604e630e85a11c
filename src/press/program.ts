import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rooms whose code decides what stands in an edition. */
const ROOMS = ['body', 'edition', 'press', 'reader'];

/**
 * A mark of the code that makes pages. When it differs from the mark an edition was made with, every page is pressed
 * anew, so that an upgrade shows without anyone asking for it.
 */
export function programMark(): string {
  mark ??= readMark();
  return mark;
}

/** The code that runs does not change while it runs. */
let mark: string | undefined;

function readMark(): string {
  const source = join(import.meta.dirname, '..');
  const parts: string[] = [];
  for (const room of ROOMS) {
    for (const entry of readdirSync(join(source, room), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.md') || entry.name.includes('.test.')) continue;
      const file = join(entry.parentPath, entry.name);
      parts.push(`${file.slice(source.length)} ${hash('sha256', readFileSync(file))}`);
    }
  }
  return hash('sha256', parts.sort().join('\n')).slice(0, 16);
}
