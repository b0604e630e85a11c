import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { jsonIfAny } from './checked.ts';
import { DeskError } from './errors.ts';

/** Its name stands in the address, and a base names it or not. */
const unnamed = (value: object | null): unknown =>
  value === null ? null : JSON.parse(JSON.stringify({ ...value, id: undefined }));

/**
 * Refuses a change (`changed_meanwhile`) that began from something else than what stands, and hands over what does.
 * Has to be asked in the transaction that makes the change. `base` null: nothing stood there. Left out: whoever asks
 * replaces whatever stands.
 */
export function hold(base: object | null | undefined, standing: object | null): void {
  if (base === undefined || isDeepStrictEqual(unnamed(base), unnamed(standing))) return;
  const message = 'Somebody else changed this meanwhile; look at what stands there now';
  throw new DeskError(409, 'changed_meanwhile', message, { standing });
}

/** What whoever removes something has seen of it; see `holdRemoval`. */
export const removal = jsonIfAny(z.strictObject({ base: z.looseObject({}).nullable().optional() }));

/** The same for a removal: what is gone already is as it was wanted. */
export function holdRemoval(base: object | null | undefined, standing: object | null): void {
  if (standing !== null) hold(base, standing);
}
