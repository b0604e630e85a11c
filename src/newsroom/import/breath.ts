import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const ROOMY = 180_000_000;
const EVERY = 15;

/**
 * Keeps a long run small. V8 lets its heap grow as long as nobody asks, to several times what is in use; on a server
 * of one gigabyte that is memory which the newsroom needs.
 */
export class Breath {
  #taken = 0;
  #last = -EVERY;
  #collect: (() => void) | null = null;

  take(): void {
    this.#taken++;
    if (this.#taken - this.#last < EVERY || process.memoryUsage.rss() < ROOMY) return;
    this.#last = this.#taken;
    this.#collect ??= collector();
    this.#collect();
  }
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => void collect() : () => {};
}
