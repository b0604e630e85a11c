import type { CountryCode } from './countries.ts';
import { SafetyError } from './error.ts';
import type { Act, Rule } from './rules.ts';

/** Milliseconds for which a clearance is good: as long as a payment takes, and not until the rules have changed. */
export const CLEARANCE_LIFE = 10 * 60_000;

/**
 * Leave to reach a bank once for one act. Only `Safety.clear` gives it; whatever sends something to an issuer takes it
 * as an argument and asks `requireClearance` first, so that no way around the rules can be written.
 */
export type Clearance = {
  readonly act: Act;
  readonly country: CountryCode;
  /** When the rules were asked: milliseconds since 1970. */
  readonly at: number;
  /** Which version of the rules said so. */
  readonly version: number;
  /** What has to be read before the button. */
  readonly warnings: readonly Rule[];
  readonly __clearance: unique symbol;
};

/** Those that were given and not yet used. An object that only looks like one is none. */
const given = new WeakSet<object>();

export function giveClearance(what: Omit<Clearance, '__clearance'>): Clearance {
  const clearance = Object.freeze({ ...what }) as Clearance;
  given.add(clearance);
  return clearance;
}

/**
 * Uses a clearance up. The first line of everything that reaches an issuer.
 *
 * @param country of what is about to be charged, where the rail knows it: has to be the one that was cleared
 * @throws SafetyError `not_cleared`
 */
export function requireClearance(
  clearance: Clearance,
  { act, at, country }: { act: Act; at: number; country?: string | null },
): void {
  const refuse = (why: string): never => {
    throw new SafetyError('not_cleared', `The rules were not asked: ${why}`);
  };
  if (!given.delete(clearance)) refuse('the clearance was made elsewhere or used before');
  if (clearance.act !== act) refuse(`the clearance is for "${clearance.act}" and not for "${act}"`);
  if (at - clearance.at > CLEARANCE_LIFE || at < clearance.at) refuse('the clearance is too old');
  if (country !== undefined && country !== clearance.country)
    refuse(`the clearance is for ${clearance.country} and not for ${country ?? 'an unknown country'}`);
}
