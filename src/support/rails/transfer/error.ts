/**
 * Why the rail would not do something. Stable: callers rely on these words.
 *
 * - `iban`, `bic`, `reference`, `holder`, `amount`, `text`, `key`: not one, or not one that can be used.
 * - `unreadable`: a file that is not there, cannot be read, or changed while it was read.
 * - `encoding`, `xml`, `doctype`, `large`, `deep`, `cut`: a file that is no sound XML of the size of a statement.
 * - `format`, `version`: a file that is something else than a statement, or of a version that is not known.
 * - `empty`, `element`, `money`, `day`, `balance`: a statement that is none, lacks something, or does not add up.
 * - `account`: a statement of an account that is not ours, or no account is named yet.
 * - `line`, `matched`: a line that is not there, or that nobody waits to have matched.
 * - `ledger`: the ledger has another entry under the name of a line.
 */
export type TransferErrorCode =
  | 'iban'
  | 'bic'
  | 'reference'
  | 'holder'
  | 'amount'
  | 'text'
  | 'key'
  | 'unreadable'
  | 'encoding'
  | 'xml'
  | 'doctype'
  | 'large'
  | 'deep'
  | 'cut'
  | 'format'
  | 'version'
  | 'empty'
  | 'element'
  | 'money'
  | 'day'
  | 'balance'
  | 'account'
  | 'line'
  | 'matched'
  | 'ledger';

export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly code: TransferErrorCode;
  /** The line of the file, from 1, where it is about one. */
  readonly line: number | null;

  constructor(
    code: TransferErrorCode,
    message: string,
    { line = null, ...options }: { line?: number | null; cause?: unknown } = {},
  ) {
    super(message, options);
    this.code = code;
    this.line = line;
  }
}
