import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../program.ts';

export type Called = { status: number; stdout: string; stderr: string };

/** What a command says and ends with, run in this process. `now` in milliseconds since 1970. */
export async function called(
  args: readonly string[],
  environment: Record<string, string>,
  now: () => number = Date.now,
): Promise<Called> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(stdout), text(stderr)]);
  const status = await run({ args, environment, stdout, stderr, stdin: new PassThrough(), now });
  stdout.end();
  stderr.end();
  const [out, err] = await said;
  return { status, stdout: out, stderr: err };
}
