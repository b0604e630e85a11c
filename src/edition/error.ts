/** Why bytes of an edition were refused. The code is stable; the message is for people. */
export type EditionErrorCode =
  /** The bytes do not follow the layout of docs/EDITION.md. */
  | 'malformed'
  /** The bytes are well formed but are not the ones that the hash above them names. */
  | 'hash_mismatch'
  /** A proof leads to another path, is too short or has something left over. */
  | 'wrong_proof'
  /** A path that no edition may hold. */
  | 'bad_path'
  /** Two files of one edition that cannot stand in one folder. */
  | 'path_conflict'
  /** The tree names a node or unit that is not there. */
  | 'missing'
  /** Something is not signed by the key it should be signed by. */
  | 'bad_signature'
  /** More bytes than there can be. */
  | 'too_long'
  /** A layout of a later program. */
  | 'newer_format';

/** Thrown by everything in this room that refuses its input; verification never returns a verdict to forget. */
export class EditionError extends Error {
  override readonly name = 'EditionError';
  readonly code: EditionErrorCode;

  constructor(code: EditionErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
