import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '#depot';
import type { Destination, Standing } from './destination.ts';
import { ReachError } from './error.ts';
import { inLanes } from './pool.ts';

/** A file as it was sent. Hashes are in hexadecimal. */
export type Written = { step: Step; path: string; hash: string; size: number; md5: string };

/** Of files that nothing depends on alone, one in so many is read back, and at least this many of each batch. */
const ONE_IN = 16;
const AT_LEAST = 2;

/** Some stores answer a write a moment before they show it: what differs is looked at again after so many ms. */
const AGAIN_AFTER = [100, 400];

/** What leads readers to everything else is always read back. */
const LEADS: ReadonlySet<Step> = new Set(['signed', 'checkpoint', 'bundle', 'timestamp']);

/**
 * Looks whether the mirror holds what was written: the size of every file, its hash where the mirror tells one, and the
 * bytes of those that lead to others and of some of the rest. Nothing that leads to a file is written before.
 *
 * @throws ReachError `altered`
 */
export async function verifyWritten(
  options: { destination: Destination; random: () => number; signal: AbortSignal },
  written: readonly Written[],
): Promise<void> {
  const { destination, random, signal } = options;
  const there = await lookUntilShown(options, written);
  for (const file of written) {
    const problem = differs(file, there.get(file.path));
    if (problem !== null) throw altered(destination, file.path, problem);
  }
  // One that tells SHA-256 has read the bytes itself.
  const open = written.filter(({ path }) => there.get(path)?.sum?.algorithm !== 'sha256');
  const back = chosen(open, random);
  await inLanes(back, destination.parallel, async ({ path, hash: wanted }) => {
    signal.throwIfAborted();
    const bytes = await destination.read(path);
    if (bytes === null) throw altered(destination, path, 'is not there');
    if (hash('sha256', bytes, 'hex') !== wanted) throw altered(destination, path, 'holds other bytes');
  });
}

async function lookUntilShown(
  { destination, signal }: { destination: Destination; signal: AbortSignal },
  written: readonly Written[],
): Promise<Map<string, Standing>> {
  const there = new Map(await destination.look(written.map(({ path }) => path)));
  for (const wait of AGAIN_AFTER) {
    const late = written.filter((file) => differs(file, there.get(file.path)) !== null);
    if (late.length === 0) break;
    await sleep(wait, undefined, { signal });
    const paths = late.map(({ path }) => path);
    for (const path of paths) there.delete(path);
    for (const [path, standing] of await destination.look(paths)) there.set(path, standing);
  }
  return there;
}

function differs(file: Written, standing: Standing | undefined): string | null {
  if (standing === undefined) return 'is not there';
  if (standing.size !== file.size) return `has ${standing.size} bytes instead of ${file.size}`;
  if (standing.sum === null) return null;
  const wanted = standing.sum.algorithm === 'md5' ? file.md5 : file.hash;
  return standing.sum.hex === wanted ? null : 'holds other bytes';
}

function chosen(written: readonly Written[], random: () => number): Written[] {
  const leading = written.filter(({ step }) => LEADS.has(step));
  const rest = written.filter(({ step }) => !LEADS.has(step));
  const wanted = Math.min(rest.length, Math.max(AT_LEAST, Math.ceil(rest.length / ONE_IN)));
  for (let at = 0; at < wanted; at++) {
    const other = at + Math.floor(random() * (rest.length - at));
    const [one, two] = [rest[at], rest[other]];
    if (one === undefined || two === undefined) break;
    [rest[at], rest[other]] = [two, one];
  }
  return [...leading, ...rest.slice(0, wanted)];
}

const altered = (destination: Destination, path: string, problem: string): ReachError =>
  new ReachError(
    'altered',
    `"${path}" was written to ${destination.name} but ${problem} there; push again, and take another mirror if it stays so`,
  );
