/**
 * The chart of accounts. It is fixed: a new account is a change of this file. Amounts are positive where an account
 * receives and negative where it gives, so that every entry adds up to nothing in each currency; income stands below
 * zero.
 */

/** How money moves. `till` is play money; no account of it is shared with any other rail. */
export const RAILS = ['card', 'transfer', 'bitcoin', 'till'] as const;
export type Rail = (typeof RAILS)[number];

/** The accounts that each rail has for itself. */
const PER_RAIL = [
  /** What the rail holds for us; for transfers, the bank account itself. */
  'assets:rail',
  /** On its way from the rail to the bank. */
  'assets:transit',
  /** Taken back by an issuer until the dispute is decided. */
  'assets:disputed',
  'income:contributions',
  /** Above zero: given back of the contributions. */
  'income:refunds',
  'expenses:fees',
  'expenses:disputes-lost',
  'expenses:dispute-fees',
] as const;

/** What has to do with no rail alone. */
const COMMON = [
  /** Between two currencies: each side stands here in its own. */
  'equity:exchange',
  /** What was there before the ledger began. */
  'equity:opening',
  /** The other side of a correction. */
  'equity:adjustments',
  /** Paid out of the bank account for what is no matter of contributions. */
  'equity:spent',
  'income:other',
  'expenses:bank',
  /** Came to the bank, and nobody has said yet for what; it may have to be given back. */
  'liabilities:unmatched',
] as const;

export type RailAccount = (typeof PER_RAIL)[number];
export type Account = `${RailAccount}:${Rail}` | (typeof COMMON)[number];

/** Every account, in order. */
export const ACCOUNTS: readonly Account[] = [
  ...PER_RAIL.flatMap((name) => RAILS.map((rail) => accountOf(name, rail))),
  ...COMMON,
].sort();

const KNOWN: ReadonlySet<string> = new Set(ACCOUNTS);

export function accountOf(name: RailAccount, rail: Rail): Account {
  return `${name}:${rail}`;
}

export function isAccount(text: string): text is Account {
  return KNOWN.has(text);
}

export function isRail(text: string): text is Rail {
  return RAILS.some((rail) => rail === text);
}
