import type { Store } from '#store';

/** What every operation of the ledger is given. */
export interface Room {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
}
