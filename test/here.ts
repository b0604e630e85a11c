import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '#cli';
import { environment, ranWith, type Ran } from './command.ts';

/**
 * Runs `longwave` to its end in this process, as `src/cli/main.ts` does in its own: to start one takes longer than most
 * commands do.
 *
 * @param input what it finds on its standard input. Default: nothing
 */
export async function longwave(
  args: readonly string[],
  settings: Record<string, string>,
  input = '',
): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(stdout), text(stderr)]);
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const status = await run({ args, environment: environment(settings), stdout, stderr, stdin });
  for (const stream of [stdout, stderr]) stream.end();
  const [out, err] = await said;
  return ranWith(args, { status, stdout: out, stderr: err });
}
