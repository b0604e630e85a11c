import { appendFile, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type { BrowserName, Outcome } from '#reach';
import { workerProgram } from '#reader';
import { Refusal } from '../out.ts';

/** What makes outcomes comparable: figures of one worker say nothing of another. */
export type Conditions = {
  seed: number;
  together: boolean;
  versions: Partial<Record<BrowserName, string>>;
};

export type Results = {
  /** What earlier runs measured. */
  known: readonly Outcome[];
  seed: number;
  /** Adds an outcome to the file. */
  keep: (outcome: Outcome) => Promise<void>;
};

type Head = Conditions & { worker: string };

/**
 * Opens a file of outcomes, one JSON object a line after a first line with the conditions, or begins it. A last line
 * that a killed run left torn is passed over.
 *
 * @param seed undefined takes the file's own, or the one drawn
 * @throws Refusal where the file is something else, or was measured under other conditions
 */
export async function openResults(
  file: string,
  { seed, drawn, together, versions }: Omit<Conditions, 'seed'> & { seed: number | undefined; drawn: number },
): Promise<Results> {
  const worker = createHash('sha256').update(workerProgram()).digest('hex').slice(0, 16);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new Refusal(`"${file}" cannot be read: ${error.message}`);
  });
  const keepLine = (value: unknown): Promise<void> => appendFile(file, `${JSON.stringify(value)}\n`);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole === '') {
    if (text !== '') throw notOurs(file);
    const head: Head = { worker, seed: seed ?? drawn, together, versions };
    await keepLine(head);
    return { known: [], seed: head.seed, keep: keepLine };
  }
  const [head, ...known] = parse(file, whole) as [Head, ...Outcome[]];
  if (typeof head?.worker !== 'string') throw notOurs(file);
  const now: Head = { worker, seed: seed ?? head.seed, together, versions };
  const other = (['worker', 'seed', 'together', 'versions'] as const).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(head[name]),
  );
  if (other.length > 0)
    throw new Refusal(
      `"${file}" was measured under other conditions (${other.join(', ')}); name another file, or measure as then`,
    );
  // What was torn is ended, so that what comes next has a line of its own.
  if (whole !== text) await appendFile(file, '\n');
  return { known, seed: head.seed, keep: keepLine };
}

function parse(file: string, text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line, at): unknown[] => {
    try {
      return [JSON.parse(line)];
    } catch {
      // Torn by a run that was killed, and ended by the next one.
      if (at > 0) return [];
      throw notOurs(file);
    }
  });
}

const notOurs = (file: string): Refusal =>
  new Refusal(`"${file}" holds no results of the lab; name another file for "--results"`);
