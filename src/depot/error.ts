/** Why the depot refused or failed. The code is stable; the message says what to do. */
export type DepotErrorCode =
  /** Another process is writing an edition. */
  | 'locked'
  | 'read_only'
  | 'disk_full'
  /** Bytes on the disk are not what was written. */
  | 'corrupt'
  /** A file of the edition names an object that nobody stored. */
  | 'missing_object'
  /** The folder was written by a later program. */
  | 'newer_format'
  /** A folder to export into holds files that no export wrote. */
  | 'not_ours'
  /** A folder to export into holds a link where a folder should be. */
  | 'links'
  /** Another process changed the packs while they were being put together. */
  | 'overtaken'
  /** Two paths that cannot stand in one folder. */
  | 'path_conflict'
  /** A writer or depot was used after its end, or with arguments that contradict each other. */
  | 'misuse'
  | 'io';

export class DepotError extends Error {
  override readonly name = 'DepotError';
  readonly code: DepotErrorCode;

  constructor(code: DepotErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The system's error code (`ENOSPC`, `ENOENT`, …) or ''. */
export function errno(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Turns what the file system threw into an error that says what to do; passes on what already does. */
export function diskError(error: unknown, doing: string): Error {
  if (error instanceof Error && !('syscall' in error)) return error;
  const cause = { cause: error };
  switch (errno(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DepotError(
        'disk_full',
        `The disk is full while ${doing}; free some space and try again`,
        cause,
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new DepotError(
        'read_only',
        `The system refuses ${doing}; check the folder's owner, its rights and how its disk is mounted`,
        cause,
      );
    default:
      return new DepotError('io', `The disk failed while ${doing}: ${String(error)}`, cause);
  }
}
