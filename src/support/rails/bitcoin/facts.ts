/** What BTCPay calls its ways of paying, in its versions: on the chain, and over Lightning. */
export const CHAIN: readonly string[] = ['BTC', 'BTC-CHAIN', 'BTC-OnChain'];
export const LIGHTNING: readonly string[] = ['BTC-LN', 'BTC-LightningNetwork', 'BTC-LightningLike'];
/** What an invoice is asked for; every version takes these names. */
export const ASKED = ['BTC', 'BTC-LightningNetwork'] as const;

/** What a key has to be allowed, by what it is needed for. */
export const PERMISSIONS = {
  view: 'btcpay.store.canviewinvoices',
  create: 'btcpay.store.cancreateinvoice',
} as const;
export type Permission = (typeof PERMISSIONS)[keyof typeof PERMISSIONS];

/** Minutes for which the rate of an invoice holds: long enough for a slow line and a slow hand. */
export const EXPIRES = 60;
/** Minutes for which BTCPay looks for money that comes after that: a month. */
export const MONITORED = 30 * 24 * 60;
/** Percent that may be missing: wallets that take their fee off the sum. */
export const TOLERANCE = 1;
/** Every bitcoin that there can be, in satoshi. */
export const ALL_BITCOIN = 21_000_000 * 100_000_000;

/** Under which an invoice names its contribution; invoices of the same store that others made have none. */
const PREFIX = 'gift-';
export const orderIdOf = (contribution: string): string => `${PREFIX}${contribution}`;
/** Null: it is no invoice of ours. */
export function contributionOfOrder(orderId: string | null | undefined): string | null {
  const found = /^gift-([A-Za-z0-9]{1,64})$/.exec(orderId ?? '');
  return found?.[1] ?? null;
}
