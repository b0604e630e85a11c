import {
  type Charge,
  type Dispute,
  type Intent,
  invalid,
  type Invoice,
  type Line,
  type Method,
  type Payout,
  Refusal,
  type Refund,
  type World,
} from './state.ts';

/* Money: issuers, the balance, what comes back, and what is sent to the bank. */

const RATES: Readonly<Record<string, number>> = { eur: 1, usd: 0.925, gbp: 1.171, jpy: 0.00613, chf: 1.043 };
const DISPUTE_FEE = 1_500;
/** Currencies without a smaller unit. */
const WHOLE = new Set(['jpy']);

/** What an amount is in the currency of the balance. */
export function settledIn(
  world: World,
  amount: number,
  currency: string,
): { amount: number; currency: string } {
  if (world.settles.includes(currency)) return { amount, currency };
  const [to = 'eur'] = world.settles;
  const factor = (RATES[currency] ?? 0.5) * (WHOLE.has(currency) ? 100 : 1);
  const rate = factor / (RATES[to] ?? 1);
  return { amount: Math.max(1, Math.round(amount * rate)), currency: to };
}

/** What is counted in hundredths that are never split has no smaller fee either. */
function feeOn(amount: number, currency: string): number {
  const fee = Math.round(amount * 0.029) + 30;
  return currency === 'isk' || currency === 'ugx' ? Math.round(fee / 100) * 100 : fee;
}

export function addLine(
  world: World,
  line: Pick<Line, 'amount' | 'currency' | 'kind'> & { source?: string; fee?: number },
): Line {
  return world.add('balance_transaction', { fee: 0, source: null, payout: null, ...line });
}

/** Asks the issuer. @throws Refusal 402 */
export function authorise(
  world: World,
  method: Method,
  { isApproved }: { isApproved: boolean },
): 'paid' | 'asks' {
  world.reached += 1;
  if (method.behaviour === 'pays') return 'paid';
  if (method.behaviour === 'asks') return isApproved ? 'paid' : 'asks';
  const isOwnCode = /^(expired_card|incorrect_cvc|processing_error|incorrect_number)$/.test(method.behaviour);
  throw new Refusal(402, {
    type: 'card_error',
    code: isOwnCode ? method.behaviour : 'card_declined',
    decline_code: method.behaviour,
    message: `Your card was declined.${method.heldBy === undefined ? '' : ` Ask the bank of ${method.heldBy.name}.`}`,
  });
}

/** The issuer has said yes. */
export function settle(world: World, intent: Intent): Charge {
  const settled = settledIn(world, intent.amount, intent.currency);
  const id = world.draw('ch');
  const line = addLine(world, {
    ...settled,
    fee: feeOn(settled.amount, settled.currency),
    kind: 'charge',
    source: id,
  });
  const charge = world.add('charge', {
    id,
    amount: intent.amount,
    currency: intent.currency,
    refunded: 0,
    intent: intent.id,
    customer: intent.customer,
    method: intent.method ?? '',
    metadata: { ...intent.metadata },
    line: line.id,
  });
  intent.status = 'succeeded';
  intent.charge = id;
  world.tell('charge.succeeded', id);
  return charge;
}

export function giveBack(world: World, charge: Charge, amount: number): Refund {
  if (charge.refunded >= charge.amount)
    throw invalid('Charge has already been refunded.', 'charge_already_refunded');
  if (amount <= 0 || amount > charge.amount - charge.refunded)
    throw invalid('Refund amount is greater than unrefunded amount on charge', undefined, 'amount');
  charge.refunded += amount;
  const id = world.draw('re');
  const settled = settledIn(world, amount, charge.currency);
  const line = addLine(world, {
    amount: -settled.amount,
    currency: settled.currency,
    kind: 'refund',
    source: id,
  });
  world.tell('charge.refunded', charge.id);
  return world.add('refund', {
    id,
    amount,
    currency: charge.currency,
    charge: charge.id,
    status: 'succeeded',
    line: line.id,
  });
}

/** The bank of the supporter does not take it back. */
export function failRefund(world: World, refund: Refund): void {
  const back = world.find('balance_transaction', refund.line);
  refund.status = 'failed';
  world.find('charge', refund.charge).refunded -= refund.amount;
  addLine(world, {
    amount: -back.amount,
    currency: back.currency,
    kind: 'refund_failure',
    source: refund.id,
  });
  world.tell('refund.failed', refund.id);
}

export function dispute(world: World, charge: Charge): Dispute {
  const settled = settledIn(world, charge.amount, charge.currency);
  const id = world.draw('dp');
  const line = addLine(world, {
    amount: -settled.amount,
    currency: settled.currency,
    fee: DISPUTE_FEE,
    kind: 'adjustment',
    source: id,
  });
  world.tell('charge.dispute.created', id);
  return world.add('dispute', {
    id,
    amount: charge.amount,
    currency: charge.currency,
    charge: charge.id,
    status: 'needs_response',
    lines: [line.id],
  });
}

export function decide(world: World, one: Dispute, how: 'won' | 'lost'): void {
  one.status = how;
  world.tell('charge.dispute.closed', one.id);
  if (how === 'lost') return;
  const taken = world.find('balance_transaction', one.lines[0]);
  const { amount, fee, currency } = taken;
  const line = addLine(world, { amount: -amount, fee: -fee, currency, kind: 'adjustment', source: one.id });
  one.lines.push(line.id);
}

export const netOf = ({ amount, fee }: Line): number => amount - fee;

/** Sends all that is in the balance to the bank; null where that is nothing. */
export function payOut(world: World, currency: string, { automatic = true } = {}): Payout | null {
  const lines = world
    .all('balance_transaction')
    .filter((line) => line.currency === currency && line.payout === null && line.kind !== 'payout');
  const amount = lines.reduce((sum, line) => sum + netOf(line), 0);
  if (amount <= 0) return null;
  const id = world.draw('po');
  const line = addLine(world, { amount: -amount, currency, kind: 'payout', source: id });
  line.payout = id;
  for (const each of lines) each.payout = id;
  world.tell('payout.created', id);
  return world.add('payout', { id, amount, currency, automatic, status: 'in_transit', line: line.id });
}

/** The bank of the paper does not take it: it is in the balance again. */
export function failPayout(world: World, payout: Payout): void {
  payout.status = 'failed';
  const { amount, currency } = payout;
  addLine(world, { amount, currency, kind: 'payout_failure', source: payout.id });
  world.tell('payout.failed', payout.id);
}

/** What is in the balance, by currency. */
export function balanceOf(world: World): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const line of world.all('balance_transaction'))
    sums[line.currency] = (sums[line.currency] ?? 0) + netOf(line);
  return sums;
}

/** Pays an invoice's intent with a card. @throws Refusal 402 */
export function pay(
  world: World,
  { intent, method }: { intent: Intent; method: Method },
  { isApproved = false } = {},
): void {
  intent.method = method.id;
  try {
    const said = authorise(world, method, { isApproved });
    if (said === 'paid') settle(world, intent);
    else intent.status = 'requires_action';
  } catch (error) {
    intent.status = 'requires_payment_method';
    throw error;
  }
}

export const intentOf = (world: World, invoice: Invoice): Intent =>
  world.find('payment_intent', invoice.intent);
