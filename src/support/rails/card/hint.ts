import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import { z } from 'zod';
import { MOST_HINT } from './facts.ts';

/** What is kept of a webhook: that something happened, and nothing of what or to whom. */
export type Hint = {
  rail: 'card';
  /** Stripe's name of the event, the same each time it is sent. */
  event: string;
  type: string;
  /** When it happened, as Stripe says: milliseconds since 1970. */
  at: number;
  /** SHA-256 of the whole body, hexadecimal. */
  hash: string;
};

/** Seconds for which a signature is good, either way. */
const TOLERANCE = 300;

const EVENT = z.object({
  object: z.literal('event'),
  id: z.string().regex(/^evt_[A-Za-z0-9_]{1,100}$/),
  type: z.string().regex(/^[a-z0-9_.]{1,100}$/),
  created: z.number().int().nonnegative(),
});

/**
 * A webhook of Stripe, which is a reason to read the rail now and nothing more: what it says is not believed.
 *
 * @param body as it came, byte for byte
 * @param signature the header `Stripe-Signature`
 * @param at now: milliseconds since 1970
 * @returns null for everything that Stripe has not signed with this secret in the last minutes
 */
export function readHint(
  { body, signature, at }: { body: Uint8Array; signature: string | null; at: number },
  secret: string,
): Hint | null {
  if (secret === '' || signature === null || signature.length > 2_000) return null;
  if (body.length === 0 || body.length > MOST_HINT) return null;
  const made = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature);
  // Stripe's own check lets a signature of the future through, for good.
  if (made === null || Number(made[1]) > at / 1_000 + TOLERANCE) return null;
  let event: unknown;
  try {
    event = Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE, undefined, at);
  } catch {
    // Unsigned, too old or unreadable: all the same to whoever sent it.
    return null;
  }
  const parsed = EVENT.safeParse(event);
  if (!parsed.success) return null;
  const { id, type, created } = parsed.data;
  const hash = createHash('sha256').update(body).digest('hex');
  return { rail: 'card', event: id, type, at: created * 1_000, hash };
}
