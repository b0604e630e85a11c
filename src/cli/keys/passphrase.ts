import type { Call } from '../call.ts';
import { Refusal, UsageError } from '../out.ts';
import { checkPrivate, readOr } from './disk.ts';

/** Characters: with argon2id, shorter ones are guessed by whoever finds the file. */
const LEAST = 12;

/** How a person is asked; tests answer in its place. */
export type Ask = (question: string) => Promise<string>;

/** Asks on the terminal without showing what is typed; null where nobody is there to answer. */
export function askOf(call: Call): Ask | null {
  if (call.out.json || !process.stdin.isTTY || !process.stderr.isTTY) return null;
  return async (question) => {
    const { isCancel, password } = await import('@clack/prompts');
    const answer = await password({ message: question, output: process.stderr });
    if (isCancel(answer)) throw new Refusal('Stopped; nothing was changed');
    return answer ?? '';
  };
}

/**
 * A passphrase for a new file: asked for twice, or the first line of a file.
 *
 * @throws Refusal for one that is too short; UsageError where there is nobody to ask
 */
export async function newPassphrase(options: {
  ask: Ask | null;
  file: string | undefined;
  what: string;
}): Promise<string> {
  const { ask, file, what } = options;
  if (file !== undefined) return strong(fromFile(file));
  if (ask === null) throw new UsageError(`Give --passphrase-file with the passphrase of ${what}`);
  for (let attempt = 0; attempt < 3; attempt++) {
    const first = await ask(
      `A new passphrase for ${what}, ${LEAST} characters or more; five random words are good`,
    );
    const problem = weakness(first);
    const second = await ask(problem ?? 'The same passphrase again');
    if (problem === null && first === second) return first;
    if (
      problem !== null &&
      weakness(second) === null &&
      (await ask('The same passphrase again')) === second
    ) {
      return second;
    }
  }
  throw new Refusal('The passphrases were not the same or too short, three times; nothing was changed');
}

/** The passphrase of a file that is there, by attempts: asked for up to three times, or read once from a file. */
export async function openedBy<T>(options: {
  ask: Ask | null;
  file: string | undefined;
  what: string;
  open: (passphrase: string) => Promise<T | null>;
}): Promise<T> {
  const { ask, file, what, open } = options;
  const wrong = new Refusal(`That is not the passphrase of ${what}`, [
    'Capitals, spaces and the keyboard’s language count; a lost passphrase is in docs/KEYS.md, "A lost passphrase"',
  ]);
  if (file !== undefined) {
    const opened = await open(fromFile(file));
    if (opened === null) throw wrong;
    return opened;
  }
  if (ask === null) throw new UsageError(`Give --passphrase-file with the passphrase of ${what}`);
  for (let attempt = 0; attempt < 3; attempt++) {
    const opened = await open(await ask(`${attempt === 0 ? '' : 'Not that one. '}The passphrase of ${what}`));
    if (opened !== null) return opened;
  }
  throw wrong;
}

function fromFile(file: string): string {
  const text = readOr(file);
  if (text === null) throw new Refusal(`There is no file "${file}" with a passphrase`);
  checkPrivate(file);
  return text.replace(/\r?\n[\s\S]*$/, '');
}

function strong(passphrase: string): string {
  const problem = weakness(passphrase);
  if (problem !== null) throw new Refusal(problem);
  return passphrase;
}

const weakness = (passphrase: string): string | null =>
  Array.from(passphrase).length < LEAST
    ? `The passphrase is shorter than ${LEAST} characters; take five random words`
    : null;
