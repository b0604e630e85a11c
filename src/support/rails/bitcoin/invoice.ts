import { z } from 'zod';
import { ALL_BITCOIN, CHAIN, contributionOfOrder, LIGHTNING } from './facts.ts';
import { minor, type Minor } from '../../ledger/minor.ts';

/* What BTCPay says of an invoice, read as far as the rail looks at it. Whatever does not fit is no invoice. */

export type Status = 'New' | 'Processing' | 'Expired' | 'Invalid' | 'Settled';

/** One payment to an invoice. */
export type Payment = {
  /** BTCPay's own name of it. */
  id: string;
  /** When BTCPay first saw it: milliseconds since 1970. */
  at: number;
  /** Satoshi that arrived. */
  value: Minor;
  status: 'Invalid' | 'Processing' | 'Settled';
};

/** A way to pay an invoice. */
export type Way = {
  kind: 'chain' | 'lightning' | 'lnurl';
  /** Address, or invoice of Lightning; null where there is none to be shown. */
  destination: string | null;
  /** Satoshi still to be paid; 0 or below: nothing. */
  due: number;
  /** Satoshi of the whole invoice. */
  amount: number;
  payments: readonly Payment[];
};

export type Invoice = {
  id: string;
  /** Null: somebody else made it. */
  contribution: string | null;
  currency: string;
  /** As BTCPay writes it. */
  amount: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  expiresAt: number;
  status: Status;
  additional: string;
  /** In bitcoin. */
  ways: readonly Way[];
  /** Ways in other coins, by BTCPay's names, and whether somebody paid by one. */
  others: readonly string[];
  isPaidInOther: boolean;
};

const ID = /^[A-Za-z0-9]{8,34}$/;
const moment = z.number().int().min(0).max(32_503_680_000);
const figure = z
  .union([z.string(), z.number().transform(String)])
  .refine((text) => /^-?\d{1,20}(\.\d{1,30})?$/.test(text), 'is no number');

/** Whole satoshi of what BTCPay writes in bitcoin; what Lightning counts below them is let go. */
const satoshi = figure.transform((text, context): number => {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const value = Number(`${whole}${part.slice(0, 8).padEnd(8, '0')}`);
  if (value <= ALL_BITCOIN) return sign === '-' ? 0 - value : value;
  context.addIssue({ code: 'custom', message: 'is more than there is' });
  return z.NEVER;
});

const payment = z.object({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,77}$/),
  receivedDate: moment,
  value: satoshi.refine((value) => value > 0, 'is nothing'),
  status: z.enum(['Invalid', 'Processing', 'Settled']),
});

const FIGURES = z.object({
  due: satoshi,
  amount: satoshi,
  payments: z.array(
    payment.transform(({ id, receivedDate, value, status }): Payment => ({
      id,
      at: receivedDate * 1_000,
      value: minor(value),
      status,
    })),
  ),
});

const way = z.object({
  /** `paymentMethod` in versions before 2. */
  paymentMethodId: z.string().max(60).optional(),
  paymentMethod: z.string().max(60).optional(),
  currency: z.string().max(20).default('BTC'),
  destination: z.string().max(4_000).nullish(),
  due: figure,
  amount: figure,
  payments: z.array(z.unknown()).max(1_000).nullish(),
});

const invoice = z.object({
  id: z.string().regex(ID),
  storeId: z.string().max(100),
  amount: figure,
  currency: z.string().max(10),
  createdTime: moment,
  expirationTime: moment,
  status: z.enum(['New', 'Processing', 'Expired', 'Invalid', 'Settled']),
  additionalStatus: z.string().max(40).default('None'),
  metadata: z.looseObject({ orderId: z.unknown().optional() }).nullish(),
  paymentMethods: z.unknown().optional(),
});

/** Why something that BTCPay said is not taken: where it stands, and what is wrong with it. */
export type Unreadable = { id: string | null; why: string };

export const isUnreadable = (value: Invoice | Unreadable): value is Unreadable => 'why' in value;

/**
 * Reads one invoice.
 *
 * @param ways its payment methods, where they come apart from it
 */
export function readInvoice(value: unknown, store: string, ways?: unknown): Invoice | Unreadable {
  const parsed = invoice.safeParse(value);
  if (!parsed.success) return { id: idOf(value), why: wordsOf(parsed.error) };
  const { data } = parsed;
  if (data.storeId !== store) return { id: data.id, why: `"storeId" is another store's` };
  const read = readWays(ways ?? data.paymentMethods);
  if ('why' in read) return { id: data.id, why: read.why };
  const orderId = data.metadata?.orderId;
  return {
    id: data.id,
    contribution: contributionOfOrder(typeof orderId === 'string' ? orderId : null),
    currency: data.currency,
    amount: data.amount,
    createdAt: data.createdTime * 1_000,
    expiresAt: data.expirationTime * 1_000,
    status: data.status,
    additional: data.additionalStatus,
    ...read,
  };
}

type Ways = Pick<Invoice, 'ways' | 'others' | 'isPaidInOther'>;

export function readWays(value: unknown): Ways | { why: string } {
  const parsed = z.array(way).max(50).safeParse(value);
  if (!parsed.success) return { why: `"paymentMethods" ${wordsOf(parsed.error)}` };
  const read: { ways: Way[]; others: string[]; isPaidInOther: boolean } = {
    ways: [],
    others: [],
    isPaidInOther: false,
  };
  for (const one of parsed.data) {
    const name = one.paymentMethodId ?? one.paymentMethod ?? '';
    const kind = kindOf(name);
    const payments = one.payments ?? [];
    // Of another coin nothing is read but that somebody paid with it.
    if (kind === null) {
      read.others.push(name);
      read.isPaidInOther ||= payments.length > 0;
      continue;
    }
    if (one.currency !== 'BTC') return { why: `"${name}" is said to be in "${one.currency}"` };
    const figures = FIGURES.safeParse({ due: one.due, amount: one.amount, payments });
    if (!figures.success) return { why: `"${name}" ${wordsOf(figures.error)}` };
    const { due, amount, payments: paid } = figures.data;
    read.ways.push({ kind, destination: one.destination ?? null, due, amount, payments: paid });
  }
  return read;
}

function kindOf(name: string): Way['kind'] | null {
  if (CHAIN.includes(name)) return 'chain';
  if (LIGHTNING.includes(name)) return 'lightning';
  return name.startsWith('BTC-LNURL') ? 'lnurl' : null;
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' && ID.test(id) ? id : null;
}

function wordsOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `"${issue?.path.join('.') ?? ''}" ${issue?.message ?? 'cannot be read'}`.slice(0, 200);
}
