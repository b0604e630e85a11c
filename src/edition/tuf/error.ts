/** Why metadata or a target was refused. The code is stable; the message is for people. */
export type TufErrorCode =
  /** The bytes are not metadata as the specification lays it out. */
  | 'malformed'
  /** Well-formed metadata of another role than the one asked for. */
  | 'wrong_type'
  /** Metadata of another major version of the specification, or a target without any hash that we can check. */
  | 'unsupported'
  /** Fewer valid signatures than the role's threshold. */
  | 'unsigned'
  /** One signature that does not belong to its key and message. */
  | 'bad_signature'
  /** An older version than the one already trusted, or a role that is listed no more. */
  | 'rollback'
  /** Another version than the role above names. */
  | 'wrong_version'
  | 'hash_mismatch'
  | 'length_mismatch'
  /** More bytes than the limit; the rest was not read. */
  | 'too_long'
  /** Signed and in order, but past its date. */
  | 'expired'
  /** The repository does not have the file. */
  | 'missing'
  /** The file is there, and whoever asks may not read it. */
  | 'unreadable'
  /** The repository did not answer as a repository; `cause` says how. */
  | 'unreachable'
  /** The role is not in the snapshot, or its parent does not delegate to it. */
  | 'not_delegated'
  /** The caller feeds metadata in an order that the client workflow does not have. */
  | 'out_of_order';

/** Thrown by everything here that refuses its input. `role` is the role whose file was refused, where there is one. */
export class TufError extends Error {
  override readonly name = 'TufError';
  readonly code: TufErrorCode;
  readonly role: string | null;

  constructor(code: TufErrorCode, message: string, options: { role?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.role = options.role ?? null;
  }
}
