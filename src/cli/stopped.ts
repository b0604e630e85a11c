import { Refusal } from './out.ts';

/**
 * Work that ends with Ctrl-C or when the process is told to stop, after it has put away what it has begun. A second
 * Ctrl-C ends it as it is.
 *
 * @param words what to say of it then
 */
export async function untilStopped<T>(words: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new Refusal(words));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work(stopped.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
