/* What the list of contributions can be narrowed to, as it stands in the address. */

export const CONTRIBUTION_STATES = [
  'open',
  'given',
  'active',
  'past-due',
  'paused',
  'lapsed',
  'cancelled',
  'stopped',
] as const;
export const RAIL_NAMES = ['card', 'transfer', 'bitcoin', 'till'] as const;
export const RHYTHM_NAMES = ['once', 'monthly', 'yearly'] as const;

type Text = '' | undefined;
export type Filter = {
  state?: (typeof CONTRIBUTION_STATES)[number] | Text;
  rail?: (typeof RAIL_NAMES)[number] | Text;
  rhythm?: (typeof RHYTHM_NAMES)[number] | Text;
  name?: string | undefined;
};

const known = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((one) => one === value);

/** What of an address is a filter. */
export function filterIn(search: Record<string, unknown>): Filter {
  const state = known(CONTRIBUTION_STATES, search['state']);
  const rail = known(RAIL_NAMES, search['rail']);
  const rhythm = known(RHYTHM_NAMES, search['rhythm']);
  const { name } = search;
  return {
    ...(state && { state }),
    ...(rail && { rail }),
    ...(rhythm && { rhythm }),
    ...(typeof name === 'string' && name !== '' && { name }),
  };
}
