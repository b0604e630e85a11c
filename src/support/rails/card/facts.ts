/* What is known of Stripe without its client, which is large and loaded only where cards are taken. */

/** The version of Stripe's interface that this rail speaks, whatever the account is set to. */
export const STRIPE_VERSION = '2026-10-28.endive';

/** Bytes of a webhook's body at most; the largest events of Stripe have a tenth of it. */
export const MOST_HINT = 512 * 1_024;
