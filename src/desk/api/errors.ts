import type { FieldFault, Reason } from '#newsroom';
import { isFullDisk, isReadOnly } from '../disk.ts';

export type Status = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 421 | 422 | 423 | 429 | 500 | 503 | 507;

/** Answered as `{ error: { code, message, field?, fault? }, standing? }`. */
export class DeskError extends Error {
  override name = 'DeskError';
  readonly status: Status;
  readonly code: string;
  readonly field: string | undefined;
  /** What is wrong with the field, for words in any language. */
  readonly fault: FieldFault | undefined;
  readonly about: Reason['about'];
  /** Seconds after which it may be tried again. */
  readonly after: number | undefined;
  /** What stands where somebody else was faster; null: nothing does any more. */
  readonly standing: object | null | undefined;

  constructor(
    status: Status,
    code: string,
    message: string,
    {
      field,
      fault,
      about,
      after,
      standing,
    }: Pick<Partial<Reason>, 'about'> & {
      field?: string;
      fault?: FieldFault;
      after?: number;
      standing?: object | null;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
    this.fault = fault;
    this.about = about;
    this.after = after;
    this.standing = standing;
  }
}

/** Answered as `{ reasons }`, in the words of the room that refused. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly reasons: Reason[];
  readonly status: 409 | 422;

  constructor(reasons: Reason[], status: 409 | 422 = 422) {
    super(reasons.map(({ message }) => message).join('. '));
    this.reasons = reasons;
    this.status = status;
  }
}

/** The outcome when it was none of a refusal. */
export function settled<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (outcome.ok) return outcome as Extract<T, { ok: true }>;
  const { reasons } = outcome as unknown as { reasons: Reason[] };
  throw new RefusedError(reasons);
}

export const notFound = (what: string): DeskError =>
  new DeskError(404, 'not_found', `There is no such ${what}; it may have been removed`);

/** Errors that rooms throw for what was asked wrongly: told as they are. */
const FOR_PEOPLE = new Set(['NewsroomError', 'BodyError', 'ImportError', 'ReachError']);

/** What is told of an error, or null for a fault of ours, of which nothing is told. */
export function toldOf(error: unknown): { status: Status; body: unknown; after?: number } | null {
  if (error instanceof RefusedError) return { status: error.status, body: { reasons: error.reasons } };
  if (error instanceof DeskError) {
    const { status, code, message, field, fault, about, after, standing } = error;
    const told = {
      code,
      message,
      ...(field !== undefined && { field }),
      ...(fault && { fault }),
      ...(about && { about }),
    };
    const body = { error: told, ...(standing !== undefined && { standing }) };
    return { status, body, ...(after === undefined ? {} : { after }) };
  }
  if (!(error instanceof Error)) return null;
  if (isFullDisk(error))
    return of(
      507,
      'disk_full',
      'The disk of the server is full; ask whoever runs it to make room and try again',
    );
  if (isReadOnly(error))
    return of(503, 'read_only', 'The disk of the server may only be read; tell whoever runs it');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'invalid';
  if (error.name === 'StoreError') return toldOfStore(code);
  if (OF_MONEY.has(error.name)) return toldOfMoney(error, code);
  if (!FOR_PEOPLE.has(error.name)) return null;
  const field =
    'field' in error && typeof error.field === 'string' && error.field !== '' ? error.field : null;
  const missing = code === 'no_story' || code === 'no_quarantine' || code === 'no_mirror';
  return {
    status: missing ? 404 : 422,
    body: { error: { code, message: error.message, ...(field !== null && { field }), ...faultOf(error) } },
  };
}

/** What is wrong with the field, where the room says so; of a text that no story can hold no more than that. */
function faultOf(error: Error): { fault?: FieldFault } {
  if (error.name === 'BodyError') return { fault: { code: 'other' } };
  const { fault = null } = error as { fault?: FieldFault | null };
  return fault === null ? {} : { fault };
}

/** A failure for those at the desk: where its words would name places on the server, others. */
export function failureOf(error: unknown): { code: string; message: string } {
  const { error: told } = (toldOf(error)?.body ?? {}) as { error?: { code: string; message: string } };
  const { code, message } = told ?? {
    code: 'fault',
    message: error instanceof Error ? error.message : String(error),
  };
  return { code, message };
}

/** Errors of the room `support`, by their codes where asking otherwise or later may help. */
const OF_MONEY = new Set(['SupportError', 'LedgerError', 'TransferError', 'SafetyError', 'RailError']);
const STATUS: Record<string, Status> = {
  unknown: 404,
  line: 404,
  busy: 409,
  state: 409,
  changed: 409,
  matched: 409,
  closed: 409,
  later_closed: 409,
  unreachable: 503,
};

const toldOfMoney = (error: Error, code: string) => of(STATUS[code] ?? 422, code, error.message);

const of = (status: Status, code: string, message: string) => ({
  status,
  body: { error: { code, message } },
});

/** Faults of ours, whatever the database says of them. */
const OURS = new Set(['query', 'constraint', 'aborted', 'in_transaction']);

function toldOfStore(code: string): { status: Status; body: unknown } | null {
  if (OURS.has(code)) return null;
  if (code === 'bad_value')
    return of(422, 'invalid', 'A text holds a character that cannot be kept; write it anew');
  if (code === 'conflict') return of(409, 'conflict', 'It was added already; look again');
  return of(503, 'store', 'The database does not answer; try again in a moment');
}
