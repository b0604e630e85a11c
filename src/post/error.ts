/**
 * - `bad_mail_setting`: a setting of mail cannot be used; the message says which and what to do.
 * - `bad_address`: this is no address that mail can be sent to.
 * - `bad_letter`: a letter that cannot be sent as it is.
 */
export type PostErrorCode = 'bad_mail_setting' | 'bad_address' | 'bad_letter';

export class PostError extends Error {
  override name = 'PostError';
  readonly code: PostErrorCode;

  constructor(code: PostErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
