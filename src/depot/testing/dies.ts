import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Whether a process that changes a folder dies before its change with this number; see `doomed.ts`. */
export async function dies(folder: string, event: string, number: number): Promise<boolean> {
  const script = join(import.meta.dirname, 'doomed.ts');
  const child = spawn(process.execPath, [script, folder, event, String(number)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal === 'SIGKILL') return true;
  if (said !== '' || code !== 0) throw new Error(`The process ended with ${String(code)} and said: ${said}`);
  return false;
}
