import { ReachError } from '../error.ts';

/** The system's name of an error, '' for what is none of the system's. */
export const errno = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/**
 * What the system says, as an error that tells what to do; what is none of the system's as it is.
 *
 * @param where such as `the folder "/media/stick"`
 * @param doing such as `writing "index.html"`
 */
export function systemError(error: unknown, where: string, doing: string): Error {
  if (error instanceof ReachError) return error;
  const cause = { cause: error };
  const code = errno(error) || errno((error as { cause?: unknown } | null)?.cause);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new ReachError(
      'full',
      `No room is left in ${where} while ${doing}; make some and push again`,
      cause,
    );
  }
  if (code === 'EROFS') {
    return new ReachError(
      'read_only',
      `${capital(where)} is read-only; mount it so that it can be written`,
      cause,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ReachError(
      'denied',
      `The system refuses ${doing} in ${where}; check its owner and its rights`,
      cause,
    );
  }
  if (UNREACHABLE.has(code)) {
    return new ReachError('unreachable', `${capital(where)} does not answer while ${doing} (${code})`, cause);
  }
  if (code === '') return error instanceof Error ? error : new Error(String(error));
  return new ReachError('io', `${capital(where)} failed while ${doing} (${code})`, cause);
}

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
