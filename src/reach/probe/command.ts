import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { HEAD_LIMIT, readAnswer, VantageError } from './answer.ts';
import type { Answer, Look, Wish } from './answer.ts';
import { seconds } from './here.ts';

/** Stands in a command for the address to fetch. */
export const URL_MARK = '{url}';

/** What a command is told of this process: neither keys nor passwords nor settings. */
const TOLD = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'TZ', 'TMPDIR', 'SSH_AUTH_SOCK'];

const ERROR_LIMIT = 4_096;

/** Statuses by which a shell or ssh says that the command did not even start. */
const NOT_RUN = [126, 127, 255];

/**
 * A vantage that is a command: started without a shell, with the address in place of every `{url}`. It writes the answer
 * with its head to standard output, as `curl --include` does, and ends with status 0; with any other where there was no
 * answer, and then says why on standard error.
 */
export function lookByCommand(command: readonly string[], environment: NodeJS.ProcessEnv): Look {
  return async (wish) => {
    const ended = await run(command, wish, environment);
    const answer = readAnswer(ended.output);
    if (ended.how === 'late') {
      if (ended.output.length > 0)
        return { kind: 'late', text: `only ${ended.output.length} bytes came within ${seconds(wish.ms)}` };
      return { kind: 'failed', text: `nothing came within ${seconds(wish.ms)}` };
    }
    // One that was stopped because it gave too much has given what was wanted.
    if (answer !== null && (ended.how === 'too much' || ended.status === 0))
      return limited(answer, wish.limit);
    if (ended.status !== null && NOT_RUN.includes(ended.status) && answer === null)
      throw new VantageError(
        `The command ended with status ${ended.status}: ${ended.error || 'it said nothing'}`,
      );
    if (ended.status === 0 || ended.how === 'too much')
      throw new VantageError(
        'The command printed no HTTP head before the bytes; let it print one, with curl by "--include"',
      );
    return { kind: 'failed', text: ended.error || `the command ended with status ${String(ended.status)}` };
  };
}

const limited = (answer: Extract<Answer, { kind: 'answer' }>, limit: number): Answer => ({
  ...answer,
  body: answer.body.subarray(0, limit + 1),
});

type Ended = { how: 'ended' | 'late' | 'too much'; status: number | null; output: Uint8Array; error: string };

function run(
  command: readonly string[],
  { url, limit, ms, signal }: Wish,
  environment: NodeJS.ProcessEnv,
): Promise<Ended> {
  const [program = '', ...words] = command.map((word) => word.replaceAll(URL_MARK, url));
  const env = Object.fromEntries(
    TOLD.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  return new Promise((resolve, reject) => {
    // A process group of its own, so that what it started ends with it.
    const child = spawn(program, words, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let [size, error] = [0, ''];
    let how: Ended['how'] = 'ended';
    const stop = (why: Ended['how']): void => {
      how = why;
      endGroup(child);
    };
    const late = setTimeout(() => stop('late'), ms);
    const aborted = (): void => stop('late');
    signal.addEventListener('abort', aborted);
    const ended = (): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', aborted);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size - chunk.length <= limit + HEAD_LIMIT) chunks.push(chunk);
      if (size > limit + HEAD_LIMIT) stop('too much');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      error = (error + text).slice(0, ERROR_LIMIT);
    });
    child.on('error', ({ message }) => {
      ended();
      reject(new VantageError(`The command "${program}" cannot be started: ${message}`));
    });
    child.on('close', (status) => {
      ended();
      resolve({ how, status, output: Buffer.concat(chunks), error: lastLine(error) });
    });
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** What programs say last is why they ended. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';
