import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The collector as V8 gives it under `--expose-gc`; `last-resort` also shrinks the heap to what is in use. */
type Collect = (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

const REST_MS = 2_000;

/**
 * Makes a function to call after work that took memory. A while after its last call the memory is given back to the
 * machine: by itself V8 keeps what it grew to until somebody wants it, which on a small server is too late for its
 * neighbours. It holds up the process for about 20 ms.
 *
 * @param options.after milliseconds without work before memory is given back; default 2,000
 */
export function openGiveBack(options: { after?: number } = {}): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(collect, options.after ?? REST_MS).unref();
    timer.refresh();
  };
}

let found: Collect | undefined;

function collect(): void {
  if (found === undefined) {
    setFlagsFromString('--expose-gc');
    found = runInNewContext('gc') as Collect;
  }
  found({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
