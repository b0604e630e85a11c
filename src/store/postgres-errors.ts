import { aborted, fieldOf, StoreError, type StoreErrorCode, textOf } from './errors.ts';

/** SQLSTATE, https://www.postgresql.org/docs/18/errcodes-appendix.html */
const RETRY = new Set(['40001', '40P01']);
const CONFLICT = new Set(['23505', '23P01']);
const REFUSED = new Set(['28000', '28P01', '3D000', '42501', '53300']);
const GONE = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EPIPE',
]);
// What the driver throws without a code.
const BROKEN =
  /connection terminated|timeout exceeded when trying to connect|not queryable|connection error/i;

function codeOf(error: unknown): string {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** Whether the whole transaction was undone only because of another one, and may be tried again. */
export function isRetryable(error: unknown): boolean {
  const inner = error instanceof StoreError ? error.cause : error;
  return RETRY.has(codeOf(inner));
}

/** The driver's error as ours; `where` names server and database without the password. */
export function postgresError(error: unknown, where: string): StoreError {
  if (error instanceof StoreError) return error;
  if (codeOf(error) === '25P02') return aborted(error);
  const [code, message] = explain(codeOf(error), where, textOf(error), error);
  return new StoreError(code, message, error);
}

function explain(state: string, where: string, text: string, error: unknown): [StoreErrorCode, string] {
  if (CONFLICT.has(state)) return ['conflict', `A row with this key is there already (${text})`];
  if (state.startsWith('23')) return ['constraint', `The schema refuses this change (${text})`];
  if (REFUSED.has(state))
    return [
      'refused',
      `PostgreSQL at ${where} turns us away (${text}); check user, password, database and rights`,
    ];
  if (GONE.has(state) || state.startsWith('08') || isBroken(error))
    return [
      'unreachable',
      `PostgreSQL at ${where} does not answer (${text}); check that it runs and that DATABASE_URL names it`,
    ];
  if (state === '53100')
    return [
      'disk_full',
      `The disk of PostgreSQL at ${where} is full; nothing was changed; free some space and try again`,
    ];
  if (state === '25006')
    return ['read_only', `PostgreSQL at ${where} may only be read; connect to the primary`];
  if (state === '55P03' || RETRY.has(state))
    return ['locked', `Another process keeps PostgreSQL at ${where} locked; wait for it and try again`];
  if (state.startsWith('XX00') || state.startsWith('58'))
    return [
      'corrupt',
      `PostgreSQL at ${where} reports damage (${text}); look at its log, and restore the last backup if it is right`,
    ];
  if (state.startsWith('22'))
    return ['bad_value', `A value does not fit the database (${text}); pass text, a safe number or null`];
  return ['query', `The statement failed on PostgreSQL at ${where}: ${text}`];
}

function isBroken(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isBroken);
  return SYSTEM.has(codeOf(error)) || BROKEN.test(textOf(error));
}
