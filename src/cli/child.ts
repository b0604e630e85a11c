import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Refusal } from './out.ts';
import { projectRoot } from './settings.ts';

export function childFile(name: string): string {
  return join(projectRoot(), 'src', 'cli', name);
}

/**
 * Runs another `longwave` command in a process of its own, whose memory goes when it ends. What it has to say goes to
 * standard error.
 *
 * @param stop ends the command when it settles
 * @throws Refusal when the command did not end well
 */
export async function runChild(args: readonly string[], stop?: Promise<unknown>): Promise<void> {
  // A server keeps its young generation small; a command that ends is quicker with a large one.
  const execArgv = process.execArgv.filter((flag) => !flag.startsWith('--max-semi-space-size'));
  const child = fork(childFile('main.ts'), args, { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  void stop?.then(() => child.kill());
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Refusal(`"longwave ${args.join(' ')}" did not come to its end`);
}
