import type { Look } from './answer.ts';
import { Walk } from './walk.ts';

/** Bytes of a control that are read at most. */
const LIMIT = 65_536;

/**
 * Asks for the address that a vantage has to reach: where that answers and no mirror does, mirrors are blocked there and
 * its line is not cut.
 *
 * @returns why there was no answer; null where there was one, even a slow one or that the page is not there
 * @throws VantageError where the vantage itself does not work
 */
export async function controlFailure(
  look: Look,
  { control, ms, signal }: { control: string; ms: number; signal: AbortSignal },
): Promise<string | null> {
  const walk = new Walk({ look, base: control, ms, ends: () => false, signal });
  try {
    await walk.fetch('', LIMIT);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (walk.hindrance === null) throw error;
    return walk.hindrance.verdict === 'slow' ? null : walk.hindrance.text;
  }
}
