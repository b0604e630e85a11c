import { type Invoice, paidOf, RATES, standOf, statusOf, STORE, type World } from './world.ts';

/* Invoices as BTCPay writes them, with every field that its description has. */

const bitcoin = (satoshi: number, thousandths = 0): string =>
  `${satoshi < 0 ? '-' : ''}${Math.floor(Math.abs(satoshi) / 1e8)}.${String(Math.abs(satoshi) % 1e8).padStart(8, '0')}${thousandths === 0 ? '' : String(thousandths).padStart(3, '0')}`;

export function invoiceOf(world: World, invoice: Invoice): Record<string, unknown> {
  const { status, additional } = standOf(invoice, world.clock);
  const { amount, currency, createdAt, expiresAt, monitoredTo, orderId } = invoice;
  return {
    id: invoice.id,
    storeId: STORE,
    amount,
    paidAmount: ((paidOf(invoice) / 1e8) * (RATES[currency] ?? 1)).toFixed(8),
    currency,
    type: 'Standard',
    checkoutLink: `http://btcpay.example/i/${invoice.id}`,
    createdTime: createdAt,
    expirationTime: expiresAt,
    monitoringExpiration: monitoredTo,
    status,
    additionalStatus: additional,
    availableStatusesForManualMarking: ['Settled', 'Invalid'].filter((one) => one !== status),
    archived: invoice.isArchived,
    metadata: orderId === null ? {} : { orderId },
    checkout: {
      speedPolicy: 'LowSpeed',
      paymentMethods: ['BTC-CHAIN', 'BTC-LN'],
      defaultPaymentMethod: 'BTC-CHAIN',
      lazyPaymentMethods: false,
      expirationMinutes: (expiresAt - createdAt) / 60,
      monitoringMinutes: (monitoredTo - expiresAt) / 60,
      paymentTolerance: invoice.tolerance,
      redirectURL: null,
      redirectAutomatically: false,
      defaultLanguage: null,
    },
    receipt: { enabled: false, showQR: null, showPayments: null },
  };
}

const NAMES = { chain: 'BTC-CHAIN', lightning: 'BTC-LN', litecoin: 'LTC-CHAIN' } as const;

/** @param all also payments that do not count any more */
export function waysOf(world: World, invoice: Invoice, { all }: { all: boolean }): Record<string, unknown>[] {
  const paid = paidOf(invoice);
  return [...world.ways].map((way) => {
    const payments = invoice.payments.filter((one) => one.way === way && (all || !one.isDropped));
    const destination = {
      chain: invoice.address,
      lightning: invoice.bolt11,
      litecoin: 'Lfakefakefakefakefakefakefakefake1',
    }[way];
    return {
      paymentMethodId: NAMES[way],
      currency: way === 'litecoin' ? 'LTC' : 'BTC',
      destination,
      paymentLink:
        way === 'chain'
          ? `bitcoin:${destination}?amount=${bitcoin(invoice.asked - paid)}`
          : `lightning:${destination}`,
      rate: String(RATES[invoice.currency] ?? 1),
      paymentMethodPaid: bitcoin(
        payments.filter((one) => !one.isDropped).reduce((sum, { value }) => sum + value, 0),
      ),
      totalPaid: bitcoin(paid),
      due: bitcoin(invoice.asked - paid),
      amount: bitcoin(invoice.asked),
      paymentMethodFee: '0.0',
      payments: payments.map((payment) => ({
        id: payment.id,
        receivedDate: payment.at,
        value: bitcoin(payment.value, payment.thousandths),
        fee: '0.0',
        status: statusOf(payment, invoice.confirmations),
        destination,
      })),
      activated: true,
      additionalData: {},
    };
  });
}
