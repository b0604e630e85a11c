/**
 * Why a store refused. Stable: callers and the documentation rely on these words.
 *
 * - `newer_schema`: a newer Longwave wrote this database.
 * - `not_ours`: the database belongs to another program, or its migrations are not ours.
 * - `empty`: nothing is in the database yet, and it was not to be made into one of ours.
 * - `corrupt`: the file is damaged, or is no database at all.
 * - `read_only`: the file, its folder or the server may not be written.
 * - `disk_full`: nothing was written; what was there stays.
 * - `io`: the disk failed to read or write.
 * - `locked`: another process kept the database busy for longer than the patience.
 * - `unreachable`: the server does not answer, or the connection broke.
 * - `refused`: the server answers but turns us away (user, password, database, too many connections).
 * - `bad_url`: the address names no database.
 * - `conflict`: a row with this key is there already.
 * - `constraint`: another rule of the schema was broken.
 * - `bad_value`: a value that only one of the databases could keep.
 * - `aborted`: a statement of this transaction failed before, so nothing more can be done in it.
 * - `in_transaction`: not possible inside the transaction or snapshot that is open.
 * - `not_empty`: a dump can only be loaded into an empty database.
 * - `bad_dump`: the dump is incomplete or in the wrong order.
 * - `sealed`: what was sealed cannot be opened with the keys that are here.
 * - `closed`: the store was closed.
 * - `query`: the statement itself is wrong.
 */
export type StoreErrorCode =
  | 'newer_schema'
  | 'not_ours'
  | 'empty'
  | 'corrupt'
  | 'read_only'
  | 'disk_full'
  | 'io'
  | 'locked'
  | 'unreachable'
  | 'refused'
  | 'bad_url'
  | 'conflict'
  | 'constraint'
  | 'bad_value'
  | 'aborted'
  | 'in_transaction'
  | 'not_empty'
  | 'bad_dump'
  | 'sealed'
  | 'closed'
  | 'query';

/** Every error that leaves this room. The message says what happened and what to do; `cause` is the driver's own. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

export function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** A field of a driver's error, which its types do not name. */
export function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
}

/** For a write inside a snapshot. */
export function onlyReads(cause?: unknown): StoreError {
  return new StoreError('in_transaction', 'A snapshot only reads; write outside of it', cause);
}

/** For a statement after one that failed in the same transaction. */
export function aborted(cause?: unknown): StoreError {
  const message = 'An earlier statement of this transaction failed; let its error end the transaction';
  return new StoreError('aborted', message, cause);
}
