import type Stripe from 'stripe';
import { type Clearance, requireClearance } from '../../safety/clearance.ts';
import type { Act } from '../../safety/rules.ts';
import { RailError } from '../error.ts';
import type { Holder } from '../rail.ts';
import { asked, found } from './errors.ts';

/** What every part of the rail works with. */
export type Room = {
  stripe: Stripe;
  /** Milliseconds since 1970. */
  now: () => number;
  /** What stands on a statement behind the account's own name; null: that alone. */
  statement: string | null;
  /** The name of the product that every subscription is of, made where there is none. */
  product: () => Promise<string>;
};

type Token = Stripe.ConfirmationToken;

/** A means of paying that was entered and reaches no issuer until it is confirmed; null: there is no such thing. */
export async function tokenOf({ stripe }: Room, method: string): Promise<Token | null> {
  if (!/^ctoken_[A-Za-z0-9]{1,100}$/.test(method)) return null;
  return found(() => stripe.confirmationTokens.retrieve(method));
}

/** By the card itself. Where it lives by its billing address is what somebody typed. */
export function holderOfToken({ payment_method_preview: preview }: Token): Holder {
  return holderOfCard(preview?.type === 'card' ? preview.card : undefined);
}

export function holderOfCard(
  card: { country: string | null; wallet: object | null } | null | undefined,
): Holder {
  const country = card?.country ?? '';
  const isWallet = card?.wallet !== null && card?.wallet !== undefined;
  return { country: /^[A-Z]{2}$/.test(country) ? country : null, wallet: isWallet };
}

/** The token, once the rules were asked for this act and for the country of its card. */
export async function clearedToken(
  room: Room,
  method: string | null,
  { act, clearance }: { act: Act; clearance: Clearance | null },
): Promise<Token> {
  const token = method === null ? null : await tokenOf(room, method);
  if (token === null) throw new RailError('refused', 'Stripe knows no such card; it has to be entered again');
  if (clearance === null)
    throw new RailError('refused', 'The card rail reaches no issuer without a clearance');
  requireClearance(clearance, { act, at: room.now(), country: holderOfToken(token).country });
  return token;
}

export type Standing = Stripe.Subscription;

/** A subscription with what the rail looks at; null: there is no such thing. */
export async function standingOf({ stripe }: Room, standing: string): Promise<Standing | null> {
  if (!/^sub_[A-Za-z0-9]{1,100}$/.test(standing)) return null;
  return found(() => stripe.subscriptions.retrieve(standing, { expand: [...EXPANDED] }));
}

/** What has to be expanded of a subscription. */
export const EXPANDED = ['latest_invoice.payments', 'default_payment_method'] as const;

export async function requireStanding(room: Room, standing: string): Promise<Standing> {
  const found_ = await standingOf(room, standing);
  if (found_ === null) throw new RailError('refused', `Stripe knows nothing called "${standing}"`);
  return found_;
}

/** The one product of the paper, made once; a name of its own makes sure that there is one. */
export function keepProduct(
  stripe: Stripe,
  { id, name }: { id: string; name: string },
  statement: string | null,
) {
  let known: Promise<string> | null = null;
  const make = async (): Promise<string> => {
    const there = await found(() => stripe.products.retrieve(id));
    if (there !== null) return there.id;
    const product = { id, name, ...(statement !== null && { statement_descriptor: statement }) };
    await asked(() => stripe.products.create(product, { idempotencyKey: `product:${id}` }));
    return id;
  };
  return (): Promise<string> => {
    known ??= make().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}
