import { z } from 'zod';
import type { Form } from './form.ts';
import { invalid } from './state.ts';

/* What may be sent to each address, as Stripe's interface describes it; whatever else comes is refused as Stripe does. */

const word = z.string().min(1).max(5_000);
const whole = z.string().regex(/^-?\d{1,12}$/);
const yes = z.enum(['true', 'false']);
const currency = z.string().regex(/^[a-z]{3}$/);
const metadata = z.record(z.string().max(40), z.string().max(500));
const expand = z.array(word).max(20).optional();
const cards = z.array(z.literal('card'));
const range = z.strictObject({ gt: whole, gte: whole, lt: whole, lte: whole }).partial();
const paging = {
  limit: whole.optional(),
  starting_after: word.optional(),
  ending_before: word.optional(),
  expand,
};
const search = z.strictObject({ query: word, limit: whole.optional(), page: word.optional(), expand });
const nothing = z.strictObject({ expand });
const priceData = z.strictObject({
  currency,
  product: word,
  recurring: z.strictObject({
    interval: z.enum(['day', 'week', 'month', 'year']),
    interval_count: whole.optional(),
  }),
  unit_amount: whole,
});

export const SHAPES = {
  'POST /v1/payment_intents': z.strictObject({
    amount: whole,
    currency,
    allowed_payment_method_types: cards.optional(),
    confirm: yes.optional(),
    confirmation_token: word.optional(),
    customer: word.optional(),
    description: word.optional(),
    metadata: metadata.optional(),
    off_session: yes.optional(),
    receipt_email: word.optional(),
    return_url: word.optional(),
    setup_future_usage: word.optional(),
    statement_descriptor_suffix: z.string().min(1).max(22).optional(),
    use_stripe_sdk: yes.optional(),
    expand,
  }),
  'GET /v1/payment_intents/search': search,
  'GET /v1/payment_intents/:id': nothing,
  'POST /v1/payment_intents/:id': z.strictObject({ metadata: metadata.optional(), expand }),
  'POST /v1/payment_intents/:id/cancel': nothing,
  'POST /v1/payment_intents/:id/confirm': z.strictObject({
    confirmation_token: word.optional(),
    payment_method: word.optional(),
    off_session: yes.optional(),
    return_url: word.optional(),
    use_stripe_sdk: yes.optional(),
    expand,
  }),
  'POST /v1/setup_intents': z.strictObject({
    allowed_payment_method_types: cards.optional(),
    confirm: yes.optional(),
    confirmation_token: word.optional(),
    customer: word.optional(),
    metadata: metadata.optional(),
    usage: z.enum(['off_session', 'on_session']).optional(),
    use_stripe_sdk: yes.optional(),
    expand,
  }),
  'GET /v1/setup_intents': z.strictObject({
    ...paging,
    customer: word.optional(),
    created: range.optional(),
  }),
  'GET /v1/setup_intents/:id': nothing,
  'POST /v1/setup_intents/:id': z.strictObject({ metadata: metadata.optional(), expand }),
  'GET /v1/confirmation_tokens/:id': nothing,
  'POST /v1/customers': z.strictObject({
    email: word.optional(),
    metadata: metadata.optional(),
    name: word.optional(),
    preferred_locales: z.array(word).optional(),
    expand,
  }),
  'GET /v1/customers/search': search,
  'DELETE /v1/customers/:id': z.strictObject({}),
  'POST /v1/subscriptions': z.strictObject({
    customer: word,
    items: z.array(z.strictObject({ price_data: priceData, quantity: whole.optional() })).length(1),
    metadata: metadata.optional(),
    payment_behavior: z
      .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'])
      .optional(),
    payment_settings: z
      .strictObject({
        payment_method_types: cards.optional(),
        save_default_payment_method: z.enum(['off', 'on_subscription']).optional(),
      })
      .optional(),
    off_session: yes.optional(),
    expand,
  }),
  'GET /v1/subscriptions': z.strictObject({
    ...paging,
    customer: word.optional(),
    status: word.optional(),
    created: range.optional(),
  }),
  'GET /v1/subscriptions/search': search,
  'GET /v1/subscriptions/:id': nothing,
  'POST /v1/subscriptions/:id': z.strictObject({
    items: z
      .array(z.strictObject({ id: word, price_data: priceData }))
      .length(1)
      .optional(),
    billing_cycle_anchor: z.strictObject({ type: z.enum(['now', 'unchanged']) }).optional(),
    default_payment_method: word.optional(),
    metadata: metadata.optional(),
    pause_collection: z
      .union([
        z.literal(''),
        z.strictObject({
          behavior: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']),
          resumes_at: whole.optional(),
        }),
      ])
      .optional(),
    proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
    trial_end: whole.optional(),
    expand,
  }),
  'DELETE /v1/subscriptions/:id': z.strictObject({
    invoice_now: yes.optional(),
    prorate: yes.optional(),
    expand,
  }),
  'GET /v1/invoices/:id': nothing,
  'POST /v1/invoices/:id/finalize': z.strictObject({ auto_advance: yes.optional(), expand }),
  'POST /v1/invoices/:id/pay': z.strictObject({
    off_session: yes.optional(),
    payment_method: word.optional(),
    expand,
  }),
  'POST /v1/invoices/:id/void': nothing,
  'GET /v1/invoice_payments': z.strictObject({
    ...paging,
    invoice: word.optional(),
    payment: z
      .strictObject({ type: z.enum(['payment_intent', 'payment_record']), payment_intent: word.optional() })
      .optional(),
    status: word.optional(),
  }),
  'GET /v1/charges/:id': nothing,
  'POST /v1/charges/:id': z.strictObject({ metadata: metadata.optional(), expand }),
  'POST /v1/refunds': z.strictObject({
    amount: whole.optional(),
    charge: word.optional(),
    payment_intent: word.optional(),
    metadata: metadata.optional(),
    reason: word.optional(),
    expand,
  }),
  'POST /v1/payment_methods/:id/detach': nothing,
  'GET /v1/products/:id': nothing,
  'POST /v1/products': z.strictObject({
    id: word.optional(),
    name: word,
    statement_descriptor: z.string().min(1).max(22).optional(),
    metadata: metadata.optional(),
    expand,
  }),
  'GET /v1/balance_transactions': z.strictObject({
    ...paging,
    created: range.optional(),
    currency: currency.optional(),
    payout: word.optional(),
    source: word.optional(),
    type: word.optional(),
  }),
  'GET /v1/disputes': z.strictObject({ ...paging, created: range.optional(), charge: word.optional() }),
  'GET /v1/events': z.strictObject({
    ...paging,
    created: range.optional(),
    type: word.optional(),
    types: z.array(word).max(20).optional(),
  }),
  'GET /v1/payouts/:id': nothing,
} as const satisfies Record<string, z.ZodType>;

export type Address = keyof typeof SHAPES;
export type Asked<A extends Address> = z.infer<(typeof SHAPES)[A]>;

/** @throws Refusal as Stripe answers what it does not know or misses */
export function check<A extends Address>(address: A, form: Form): Asked<A> {
  const parsed = SHAPES[address].safeParse(form);
  if (parsed.success) return parsed.data as Asked<A>;
  const [issue] = parsed.error.issues;
  const path = [...(issue?.path ?? [])].map(String);
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    throw invalid(`Received unknown parameter: ${key}`, 'parameter_unknown', [...path, key].join('.'));
  }
  const isMissing = issue?.code === 'invalid_type' && issue.input === undefined;
  const param = path.join('.');
  throw isMissing
    ? invalid(`Missing required param: ${param}.`, 'parameter_missing', param)
    : invalid(`Invalid ${param}: ${issue?.message ?? ''}`, 'parameter_invalid', param);
}
