/**
 * Why something of the gap was refused. Stable: callers rely on these words.
 *
 * - `malformed`: the bytes are not of the format, or not the only ones that say it.
 * - `newer_format`: a later program wrote them.
 * - `order`: days, months or rates come in a wrong order, or something is said twice.
 * - `not_sealed`: the private book is not what the record sealed.
 * - `not_summed`: a published sum is not that of the postings under it.
 * - `too_few`: a published sum covers fewer contributions than it may.
 * - `stands_out`: one contribution under a published sum is so large beside the others that the sum tells it.
 * - `rewritten`: a later record does not begin with the earlier one.
 * - `no_rate`, `no_cost`: the figure cannot be computed without one.
 * - `wrong_opening`: the opening is not of a posting that the record sealed.
 * - `bad_value`: a value that cannot be published.
 */
export type GapErrorCode =
  | 'malformed'
  | 'newer_format'
  | 'order'
  | 'not_sealed'
  | 'not_summed'
  | 'too_few'
  | 'stands_out'
  | 'rewritten'
  | 'no_rate'
  | 'no_cost'
  | 'wrong_opening'
  | 'bad_value';

/** Thrown by everything in this room that refuses its input; verification never returns a verdict to forget. */
export class GapError extends Error {
  override readonly name = 'GapError';
  readonly code: GapErrorCode;

  constructor(code: GapErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
