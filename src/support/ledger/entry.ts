import { accountOf, isAccount, isRail, type Rail } from './chart.ts';
import { digitsOf } from './currencies.ts';
import { daysLater, type Day, isDay } from './days.ts';
import { minor, negative } from './minor.ts';
import {
  KINDS,
  type Kind,
  type Money,
  type Movement,
  type Posting,
  REASONS,
  type Reason,
} from './movement.ts';

/** A movement as it is kept: what it says, and its postings, in the order of accounts and currencies. */
export interface Entry {
  rail: Rail;
  source: string;
  kind: Kind;
  day: Day;
  about: string | null;
  reason: Reason | null;
  postings: Posting[];
}

/** Why a movement is not taken. Stable words. */
export type Fault =
  | 'rail'
  | 'source'
  | 'kind'
  | 'day'
  /** Dated more than a month from now. */
  | 'future'
  | 'about'
  | 'amount'
  | 'currency'
  | 'reason'
  | 'account'
  /** The postings do not add up to nothing in each currency. */
  | 'unbalanced';

export const SOURCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}$/;
const MOST_POSTINGS = 50;
/** Minor units of one amount at most, so that whatever is added up here stays exact. */
const MOST = 1e14;
const DAYS_AHEAD = 31;

/** The entry of a movement, or why there is none. `today` is the day now. */
export function entryOf(movement: Movement, today: Day): Entry | Fault {
  const fault = faultOf(movement, today);
  if (fault !== null) return fault;
  const postings = tidied(postingsOf(movement));
  // What an adjustment gives and takes on one account is no movement.
  if (postings.length < 2) return 'amount';
  return {
    rail: movement.rail,
    source: movement.source,
    kind: movement.kind,
    day: movement.day,
    about: movement.about ?? null,
    reason: movement.kind === 'adjustment' ? movement.reason : null,
    postings,
  };
}

function faultOf(movement: Movement, today: Day): Fault | null {
  if (!isRail(movement.rail)) return 'rail';
  if (typeof movement.source !== 'string' || !SOURCE.test(movement.source)) return 'source';
  if (!KINDS.includes(movement.kind)) return 'kind';
  if (!isDay(movement.day)) return 'day';
  if (movement.day > daysLater(today, DAYS_AHEAD)) return 'future';
  if (movement.about !== undefined && !SOURCE.test(movement.about)) return 'about';
  return movement.kind === 'adjustment' ? adjustmentFault(movement) : moneyFault(movement);
}

function adjustmentFault({ reason, postings }: Extract<Movement, { kind: 'adjustment' }>): Fault | null {
  if (!REASONS.includes(reason)) return 'reason';
  if (postings.length < 2 || postings.length > MOST_POSTINGS) return 'amount';
  const totals = new Map<string, number>();
  for (const { account, currency, amount } of postings) {
    if (!isAccount(account)) return 'account';
    if (digitsOf(currency) === null) return 'currency';
    if (!isAmount(amount) || amount === 0) return 'amount';
    totals.set(currency, (totals.get(currency) ?? 0) + amount);
  }
  if (totals.size !== 1) return 'unbalanced';
  return [...totals.values()].every((total) => total === 0) ? null : 'unbalanced';
}

function moneyFault(movement: Exclude<Movement, { kind: 'adjustment' }>): Fault | null {
  const { kind, amount, currency } = movement;
  if (digitsOf(currency) === null) return 'currency';
  if (!isAmount(amount) || amount === 0 || (amount < 0 && kind !== 'fee')) return 'amount';
  if ('fee' in movement && movement.fee !== undefined && !isAmount(movement.fee)) return 'amount';
  if (kind === 'payout-arrived' && (!isRail(movement.from) || movement.from === movement.rail)) return 'rail';
  if (kind !== 'exchange') return null;
  const { to } = movement;
  if (digitsOf(to.currency) === null || to.currency === currency) return 'currency';
  return isAmount(to.amount) && to.amount > 0 ? null : 'amount';
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && Math.abs(value) <= MOST;
}

/** Which way the amount goes: from one account to another. */
function wayOf(kind: Exclude<Kind, 'adjustment' | 'exchange' | 'payout-arrived'>): [from: Name, to: Name] {
  switch (kind) {
    case 'payment':
      return ['income:contributions', 'assets:rail'];
    case 'fee':
      return ['assets:rail', 'expenses:fees'];
    case 'refund':
      return ['assets:rail', 'income:refunds'];
    case 'refund-failed':
      return ['income:refunds', 'assets:rail'];
    case 'dispute-opened':
      return ['assets:rail', 'assets:disputed'];
    case 'dispute-won':
      return ['assets:disputed', 'assets:rail'];
    case 'dispute-lost':
      return ['assets:disputed', 'expenses:disputes-lost'];
    case 'payout':
      return ['assets:rail', 'assets:transit'];
    case 'payout-failed':
      return ['assets:transit', 'assets:rail'];
  }
}

type Name = Parameters<typeof accountOf>[0];

function postingsOf(movement: Movement): Posting[] {
  if (movement.kind === 'adjustment')
    return movement.postings.map(({ account, currency, amount }) => ({ account, currency, amount }));
  const { kind, rail, amount, currency } = movement;
  if (kind === 'payout-arrived')
    return [
      { account: accountOf('assets:transit', movement.from), currency, amount: negative(amount) },
      { account: accountOf('assets:rail', rail), currency, amount },
    ];
  const fee = feeOf(movement);
  if (kind === 'exchange') return [...exchanged(rail, movement, movement.to), ...fee];
  const [from, to] = wayOf(kind);
  return [
    { account: accountOf(from, rail), currency, amount: negative(amount) },
    { account: accountOf(to, rail), currency, amount },
    ...fee,
  ];
}

function exchanged(rail: Rail, { amount, currency }: Money, to: Money): Posting[] {
  const account = accountOf('assets:rail', rail);
  return [
    { account, currency, amount: negative(amount) },
    { account: 'equity:exchange', currency, amount },
    { account, currency: to.currency, amount: to.amount },
    { account: 'equity:exchange', currency: to.currency, amount: negative(to.amount) },
  ];
}

function feeOf(movement: Exclude<Movement, { kind: 'adjustment' | 'payout-arrived' }>): Posting[] {
  const fee = 'fee' in movement ? (movement.fee ?? minor(0)) : minor(0);
  if (fee === 0) return [];
  const { kind, rail, currency } = movement;
  const account = accountOf(kind.startsWith('dispute') ? 'expenses:dispute-fees' : 'expenses:fees', rail);
  return [
    { account: accountOf('assets:rail', rail), currency, amount: negative(fee) },
    { account, currency, amount: fee },
  ];
}

/** One posting for each account and currency, none of nothing, in order: the same movement always reads the same. */
function tidied(postings: readonly Posting[]): Posting[] {
  const kept = new Map<string, Posting>();
  for (const { account, currency, amount } of postings) {
    const key = `${account} ${currency}`;
    const total = minor((kept.get(key)?.amount ?? 0) + amount);
    kept.set(key, { account, currency, amount: total });
  }
  return [...kept.entries()]
    .filter(([, { amount }]) => amount !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, posting]) => posting);
}
