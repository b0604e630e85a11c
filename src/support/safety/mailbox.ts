import { type Clearance, requireClearance } from './clearance.ts';
import { countryOf, type CountryCode } from './countries.ts';
import type { Cleared, Refused, Safety } from './safety.ts';

/** Domains of a country that are not its two letters. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  SU: 'RU',
  'XN--P1AI': 'RU',
  'XN--90AIS': 'BY',
  UK: 'GB',
};

export type LetterCleared =
  | { clear: true; country: CountryCode }
  /** `mailbox`: it is not where she lives but where her mailbox is run that the rules refuse. */
  | { clear: false; decision: Refused; mailbox: boolean };

/**
 * Whether a letter may go to a mailbox: the one question for every letter, when its address is taken and again when it
 * leaves. Whoever runs a mailbox sees who writes to it, wherever its owner lives. A domain of no country tells nothing.
 *
 * @param country where the reader says that she lives; null: she would rather not say
 */
export async function clearLetter(
  safety: Safety,
  { to, country }: { to: string; country: string | null },
): Promise<LetterCleared> {
  const asked = (where: string | null): Promise<Cleared | Refused> =>
    safety.clear({ act: 'mail-reminder', country: where });
  const decision = await asked(country);
  if (!decision.clear) return { clear: false, decision, mailbox: false };
  const end = to.slice(to.lastIndexOf('.') + 1).toUpperCase();
  const run = countryOf(ELSEWHERE[end] ?? end);
  const there = run === null ? null : await asked(run);
  if (there !== null && !there.clear) return { clear: false, decision: there, mailbox: true };
  const { clearance }: { clearance: Clearance } = decision;
  // It is used up where it was given. The clock of whoever asks may have been read before.
  requireClearance(clearance, { act: 'mail-reminder', at: clearance.at });
  return { clear: true, country: clearance.country };
}
