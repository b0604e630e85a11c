import Stripe from 'stripe';
import { RailError } from '../error.ts';
import type { Decline } from '../rail.ts';
import { declineOf } from './declines.ts';

/**
 * Asks Stripe for something.
 *
 * @throws RailError, whose message holds nothing of the key
 */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw railErrorOf(error);
  }
}

/** The same for what reaches an issuer, who may say no. */
export async function attempted<T>(
  work: () => Promise<T>,
): Promise<{ outcome: 'done'; value: T } | { outcome: 'declined'; reason: Decline }> {
  try {
    return { outcome: 'done', value: await work() };
  } catch (error) {
    const isAsking = error instanceof Stripe.errors.StripeError && error.code === ASKING;
    if (!isAsking && !(error instanceof Stripe.errors.StripeCardError)) throw railErrorOf(error);
    return { outcome: 'declined', reason: isAsking ? 'not-approved' : declineOf(error) };
  }
}

/** How an invoice says that the bank asks the holder of the card first. */
const ASKING = 'invoice_payment_intent_requires_action';

/** What is not there, or not any more, is null. */
export async function found<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
      return null;
    throw railErrorOf(error);
  }
}

/** Words of Stripe that say: nothing was done, come back. */
const BUSY: ReadonlySet<string> = new Set(['lock_timeout', 'idempotency_key_in_use', 'rate_limit']);

export function railErrorOf(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { statusCode: status = 0, code = '', headers } = error;
  if (status === 429 || status === 409 || BUSY.has(code)) {
    const after = secondsOf(headers?.['retry-after']);
    return new RailError('busy', 'Stripe asks to come back later', {
      cause: error,
      ...(after !== null && { after }),
    });
  }
  if (status === 401)
    return new RailError(
      'not_set_up',
      code === 'api_key_expired'
        ? 'The key of the card rail has expired; make another one at Stripe and set it'
        : 'Stripe does not know the key of the card rail; copy it again from Stripe and set it',
      { cause: error },
    );
  if (status === 403) return new RailError('not_set_up', missing(error.message), { cause: error });
  if (status >= 500 || status === 0)
    return new RailError('unreachable', 'Stripe gave no answer that says whether it was done', {
      cause: error,
    });
  return new RailError('refused', `Stripe refuses this: ${reasonOf(error)}`, { cause: error });
}

/** Stripe names what a restricted key lacks as `rak_subscription_write`; at Stripe it is ticked as "Subscriptions: Write". */
function missing(message: string): string {
  const name = /'rak_([a-z_]+)_(read|write)'/.exec(message);
  if (name === null)
    return 'The key of the card rail may not do this; docs/SUPPORT.md lists what to tick for it';
  const [, what = '', how = ''] = name;
  return `The key of the card rail lacks "${what.replaceAll('_', ' ')}: ${how}"; tick it for the key at Stripe`;
}

/** Its own words, without anything that could be a secret or a name of somebody. */
function reasonOf({ code, param, rawType }: InstanceType<typeof Stripe.errors.StripeError>): string {
  const word = code ?? rawType ?? 'no reason given';
  return param === undefined ? word : `${word} of "${param}"`;
}

function secondsOf(text: string | undefined): number | null {
  const seconds = Number(text);
  return text !== undefined && /^\d{1,6}$/.test(text) ? seconds * 1_000 : null;
}
