import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LabError } from './error.ts';

const execute = promisify(execFile);

/** Programs of the system live here too, whatever the caller's PATH. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

/**
 * Runs a program of the system to its end.
 *
 * @returns its standard output
 * @throws LabError with the call and what it said
 */
export async function run(program: string, args: readonly string[], input?: string): Promise<string> {
  try {
    const running = execute(program, args, { env: { ...process.env, PATH } });
    if (input !== undefined) running.child.stdin?.end(input);
    return (await running).stdout;
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new LabError(
      `"${program} ${args.join(' ')}" failed: ${stderr?.trim() || (cause instanceof Error ? cause.message : String(cause))}`,
      { cause },
    );
  }
}

/** The environment in which children find programs of the system. */
export const systemEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, PATH });
