import { EditionError, TufError } from '#edition';
import type { SourceState } from './order.ts';
import { SourceError } from './source.ts';

/** What a failure says of a place. */
export function stateOf(error: unknown): SourceState {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof SourceError) return at.trouble === 'blocked' ? 'blocked' : 'slow';
  }
  if (error instanceof TufError) {
    if (error.code === 'rollback') return 'stale';
    return error.code === 'missing' || error.code === 'unreachable' ? 'blocked' : 'poisoned';
  }
  return error instanceof EditionError && error.code !== 'missing' ? 'poisoned' : 'blocked';
}
