import { Rails } from './Rails.tsx';

/** How the paper stands with its readers' money: sums alone, and whether the ways that it moves by are sound. */
export function MoneyOverview() {
  return <Rails />;
}
