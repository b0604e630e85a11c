import { type Clearance, giveClearance, requireClearance } from './clearance.ts';
import { countryOf } from './countries.ts';
import type { Act } from './rules.ts';

/** A clearance with the way to use it, for tests of what needs one. */
export function clearanceOf(act: Act, code: string, at: number) {
  const country = countryOf(code);
  if (country === null) throw new Error(`"${code}" is no country`);
  const clearance = giveClearance({ act, country, at, version: 1, warnings: [] });
  return {
    clearance,
    use: (how: Parameters<typeof requireClearance>[1]) => requireClearance(clearance, how),
    useThis: (other: unknown, how: Parameters<typeof requireClearance>[1]) =>
      requireClearance(other as Clearance, how),
  };
}
