import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/* For tests alone: makes the real file system fail, or the process die, at a chosen one of its changes to the disk. */

const CHANGES = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'renameSync',
  'linkSync',
  'unlinkSync',
  'writeFileSync',
  'ftruncateSync',
  'rmSync',
] as const;

type Call = { name: string; arguments: unknown[] };

/** Calls back before each change to the disk; gives the function that stops it. What the callback throws is thrown there. */
export function beforeEachChange(callback: (call: Call) => void): () => void {
  const table: Record<string, unknown> = Object.fromEntries(Object.entries(fs));
  const target: Record<string, unknown> = Object.assign(fs);
  for (const name of CHANGES) {
    const original = fs[name] as (...given: unknown[]) => unknown;
    target[name] = (...given: unknown[]) => {
      if (name !== 'openSync' || /[wa+]/.test(String(given[1]))) callback({ name, arguments: given });
      return original(...given);
    };
  }
  const { fsync } = fs;
  target['fsync'] = (fd: number, done: (error: Error | null) => void) => {
    try {
      callback({ name: 'fsync', arguments: [fd] });
    } catch (error) {
      queueMicrotask(() => done(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    fsync(fd, done);
  };
  syncBuiltinESMExports();
  return () => {
    for (const name of [...CHANGES, 'fsync']) target[name] = table[name];
    syncBuiltinESMExports();
  };
}

/** An error as the system gives it. */
export function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall });
}
