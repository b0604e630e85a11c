/**
 * Why something at a mirror was refused. Stable: callers rely on these words.
 *
 * - `bad_mirror`: what was asked for can be no mirror: its id, its address, its target.
 * - `taken`: a mirror with this id or this address is there already.
 * - `no_mirror`: no mirror has this id.
 * - `bad_state`: the mirror cannot become what was asked for from where it is.
 * - `no_vantage`: no vantage has this id.
 * - `no_edition`: there is no edition to push, or none that is signed to hold a mirror against.
 * - `no_secret`: a password or a key that the mirror needs was not given.
 * - `no_program`: a program of the system that the mirror needs is missing.
 * - `not_ours`: the place holds what no push wrote.
 * - `host_key`: the server shows another key than the one that was pinned.
 * - `denied`: the mirror turns us away: name, password, key or permission.
 * - `full`: the mirror has no room.
 * - `read_only`: the mirror cannot be written.
 * - `unreachable`: the mirror does not answer, or the connection broke.
 * - `altered`: what the mirror gives back is not what was written.
 * - `busy`: another process pushes to this mirror.
 * - `io`: anything else that went wrong there.
 */
export type ReachErrorCode =
  | 'bad_mirror'
  | 'taken'
  | 'no_mirror'
  | 'bad_state'
  | 'no_vantage'
  | 'no_edition'
  | 'no_secret'
  | 'no_program'
  | 'not_ours'
  | 'host_key'
  | 'denied'
  | 'full'
  | 'read_only'
  | 'unreachable'
  | 'altered'
  | 'busy'
  | 'io';

/** Every error of this room that people are to read: what was wrong, where, and what to do. */
export class ReachError extends Error {
  readonly code: ReachErrorCode;

  constructor(code: ReachErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ReachError';
    this.code = code;
  }
}
