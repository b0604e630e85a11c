/* What there is at a BTCPay: a store, its invoices, and a chain that can be rolled back. Times in seconds since 1970. */

export const STORE = 'FarShoreStore1111111111111111111111111111111';
export const KEY = 'fakefakefakefakefakefakefakefakefakefake';
/** What one bitcoin costs. */
export const RATES: Record<string, number> = { BTC: 1, EUR: 50_000, USD: 64_392.23, JPY: 9_000_000 };

export type Payment = {
  id: string;
  way: 'chain' | 'lightning' | 'litecoin';
  /** Satoshi. */
  value: number;
  /** Thousandths of a satoshi beside them: Lightning counts these. */
  thousandths: number;
  at: number;
  confirmations: number;
  /** Paid twice elsewhere, or taken back with its block. */
  isDropped: boolean;
};

export type Invoice = {
  id: string;
  orderId: string | null;
  amount: string;
  currency: string;
  createdAt: number;
  expiresAt: number;
  monitoredTo: number;
  tolerance: number;
  confirmations: number;
  /** Satoshi. */
  asked: number;
  address: string;
  bolt11: string;
  marked: 'Settled' | 'Invalid' | null;
  isArchived: boolean;
  payments: Payment[];
};

export type World = {
  clock: { at: number };
  /** In the order in which they were made. */
  invoices: Invoice[];
  /** What the store takes. */
  ways: Set<'chain' | 'lightning' | 'litecoin'>;
  /** Satoshi that stand at invoices by now and were made sure by six blocks. */
  wallet(): number;
  make(
    what: Pick<Invoice, 'orderId' | 'amount' | 'currency' | 'tolerance' | 'confirmations'> & {
      minutes: number;
      monitored: number;
    },
  ): Invoice;
  /** Default: on the chain, all that is due, in no block yet. */
  pay(invoice: Invoice, what?: Partial<Payment>): Payment;
  /** Blocks are found: every payment of the chain is that much surer. */
  mine(blocks: number): void;
  newest(): Invoice;
};

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

export function makeWorld(clock: { at: number }): World {
  let drawn = 0;
  /** Letters of addresses, never the same twice. */
  const draw = (length: number, letters = LETTERS): string => {
    drawn += 1;
    let state = drawn * 2_654_435_761;
    return Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return letters[Math.floor(state / 65_536) % letters.length];
    }).join('');
  };
  const now = (): number => Math.floor(clock.at / 1_000);
  const world: World = {
    clock,
    invoices: [],
    ways: new Set(['chain', 'lightning']),
    wallet: () =>
      world.invoices
        .flatMap(({ payments, confirmations }) =>
          payments.filter((payment) => statusOf(payment, confirmations) === 'Settled'),
        )
        .filter(({ way }) => way !== 'litecoin')
        .reduce((sum, { value }) => sum + value, 0),
    make({ minutes, monitored, ...what }) {
      const asked = Math.ceil((Number(what.amount) / (RATES[what.currency] ?? 1)) * 1e8 - 1e-6);
      const invoice: Invoice = {
        ...what,
        id: `I${draw(21, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789')}`,
        createdAt: now(),
        expiresAt: now() + minutes * 60,
        monitoredTo: now() + (minutes + monitored) * 60,
        asked,
        address: `bc1q${draw(38)}`,
        bolt11: `lnbc${asked}0n1${draw(180)}`,
        marked: null,
        isArchived: false,
        payments: [],
      };
      world.invoices.push(invoice);
      return invoice;
    },
    pay(invoice, what = {}) {
      const { way = 'chain' } = what;
      const id =
        way === 'chain' ? `${draw(64, '0123456789abcdef')}-${drawn % 3}` : draw(64, '0123456789abcdef');
      const payment: Payment = {
        id,
        value: Math.max(1, dueOf(invoice)),
        thousandths: 0,
        at: now(),
        confirmations: 0,
        isDropped: false,
        ...what,
        way,
      };
      invoice.payments.push(payment);
      return payment;
    },
    mine(blocks) {
      for (const { payments } of world.invoices)
        for (const payment of payments)
          if (!payment.isDropped) payment.confirmations = Math.max(0, payment.confirmations + blocks);
    },
    newest() {
      const invoice = world.invoices.at(-1);
      if (invoice === undefined) throw new Error('No invoice was made');
      return invoice;
    },
  };
  return world;
}

export function statusOf(payment: Payment, needed: number): 'Invalid' | 'Processing' | 'Settled' {
  if (payment.isDropped) return 'Invalid';
  return payment.way === 'lightning' || payment.confirmations >= needed ? 'Settled' : 'Processing';
}

const counted = ({ payments }: Invoice): Payment[] => payments.filter((one) => !one.isDropped);

export const paidOf = (invoice: Invoice): number =>
  counted(invoice).reduce((sum, { value }) => sum + value, 0);
export const dueOf = (invoice: Invoice): number => invoice.asked - paidOf(invoice);

/** What BTCPay says of it now. */
export function standOf(invoice: Invoice, clock: { at: number }): { status: string; additional: string } {
  const { asked, tolerance, expiresAt, monitoredTo, confirmations, marked } = invoice;
  if (marked !== null) return { status: marked, additional: 'Marked' };
  const now = Math.floor(clock.at / 1_000);
  const enough = asked * (1 - tolerance / 100);
  let [sum, wholeAt] = [0, Infinity];
  for (const { value, at } of counted(invoice).toSorted((one, other) => one.at - other.at)) {
    sum += value;
    if (sum >= enough) wholeAt = Math.min(wholeAt, at);
  }
  const over = sum > asked ? 'PaidOver' : 'None';
  if (wholeAt <= expiresAt) {
    const isSure = counted(invoice).every((one) => statusOf(one, confirmations) === 'Settled');
    if (isSure) return { status: 'Settled', additional: over };
    return now > monitoredTo
      ? { status: 'Invalid', additional: 'None' }
      : { status: 'Processing', additional: over };
  }
  const part = sum > 0 ? 'PaidPartial' : 'None';
  if (now < expiresAt) return { status: 'New', additional: part };
  return { status: 'Expired', additional: wholeAt < Infinity ? 'PaidLate' : part };
}
