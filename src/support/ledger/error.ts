/**
 * Why the ledger would not do something. Stable: callers rely on these words.
 *
 * - `amount`, `currency`, `day`, `month`, `account`, `rail`: not one.
 * - `wrong`: the ledger is not what was written; the message names the first entry that is not.
 * - `not_over`, `closed`, `later_closed`: a month that cannot be closed: it still runs, it is closed, a later one is.
 */
export type LedgerErrorCode =
  | 'amount'
  | 'currency'
  | 'day'
  | 'month'
  | 'account'
  | 'rail'
  | 'wrong'
  | 'not_over'
  | 'closed'
  | 'later_closed';

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
