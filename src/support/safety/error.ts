/**
 * Why safety would not do something. Stable: callers rely on these words.
 *
 * - `not_cleared`: a rail was asked to reach a bank without a clearance, with one for something else, or with an old one.
 * - `invalid_rules`: rules that cannot be kept; the message names the first fault.
 * - `changed`: somebody else has changed the rules since they were read.
 */
export type SafetyErrorCode = 'not_cleared' | 'invalid_rules' | 'changed';

export class SafetyError extends Error {
  override readonly name = 'SafetyError';
  readonly code: SafetyErrorCode;

  constructor(code: SafetyErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
