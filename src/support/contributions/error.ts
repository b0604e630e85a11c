/**
 * Why a contribution cannot be made or changed so. Stable: callers rely on these words.
 *
 * - `amount`: below the least, above the most, or no amount; `field` says of what.
 * - `currency`, `rhythm`, `rail`: not offered.
 * - `unknown`: no contribution has this code.
 * - `busy`: something is under way for it; look again in a moment.
 * - `state`: it is not in a state in which this can be done.
 * - `changed`: somebody else has changed the setting since it was read.
 * - `setting`: a setting that cannot be kept; the message names the first fault.
 */
export type SupportErrorCode =
  'amount' | 'currency' | 'rhythm' | 'rail' | 'unknown' | 'busy' | 'state' | 'changed' | 'setting';

export class SupportError extends Error {
  override readonly name = 'SupportError';
  readonly code: SupportErrorCode;

  constructor(code: SupportErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
