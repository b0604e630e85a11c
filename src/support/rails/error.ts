/**
 * Why a rail did not do what it was asked. Stable: callers rely on these words.
 *
 * - `unreachable`: it gave no answer, or none that says whether it was done; to be asked again under the same key.
 * - `busy`: it asks to come back later (status 429); nothing was done. `after` says when.
 * - `refused`: it will not do this, and asking again changes nothing; the message says why.
 * - `not_set_up`: the newsroom has not said what the rail needs, or its keys are no longer taken.
 */
export type RailErrorCode = 'unreachable' | 'busy' | 'refused' | 'not_set_up';

export class RailError extends Error {
  override readonly name = 'RailError';
  readonly code: RailErrorCode;
  /** Milliseconds to wait, where the rail says so. */
  readonly after: number | null;

  constructor(code: RailErrorCode, message: string, options: { cause?: unknown; after?: number } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.after = options.after ?? null;
  }

  /** Whether the same may be asked again. */
  get isPassing(): boolean {
    return this.code === 'unreachable' || this.code === 'busy';
  }
}
