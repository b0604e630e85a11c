import Stripe from 'stripe';
import { RailError } from '../error.ts';
import { STRIPE_VERSION } from './facts.ts';

export type ClientOptions = {
  /** Of the account, secret (`sk_…`) or, better, restricted (`rk_…`). */
  key: string;
  /** Where Stripe is; another one for tests. Default: Stripe. */
  host?: string;
  port?: number;
  protocol?: 'http' | 'https';
};

/** Milliseconds without an answer after which a request counts as lost. */
const TIMEOUT = 30_000;

/**
 * Stripe's own client, without its retries and measurements: what has to be asked again is asked again by us, under the
 * key that stands in the books.
 *
 * @throws RailError `not_set_up` for what is no key
 */
export function openClient({ key, host, port, protocol }: ClientOptions): Stripe {
  if (!/^(sk|rk)_(live|test)_[A-Za-z0-9_]{8,250}$/.test(key))
    throw new RailError(
      'not_set_up',
      'The key of the card rail has to begin with "rk_live_", "sk_live_", "rk_test_" or "sk_test_"; copy it from Stripe',
    );
  return new Stripe(key, {
    apiVersion: STRIPE_VERSION,
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: TIMEOUT,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(protocol !== undefined && { protocol }),
  });
}
