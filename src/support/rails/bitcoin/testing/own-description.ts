import type { Description, Schema } from './description.ts';

/* The part of BTCPay's interface that the rail uses, in short: for where its own description does not lie beside the project. */

const text: Schema = { type: 'string' };
const decimal: Schema = { type: 'string', format: 'decimal' };
const number: Schema = { type: 'number' };
const yesNo: Schema = { type: 'boolean' };
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const oneOf = (...words: string[]): Schema => ({ type: 'string', enum: words });
const maybe = (schema: Schema): Schema => ({ ...schema, nullable: true });
/** With these fields and no others. */
const closed = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

const checkout = closed({
  speedPolicy: maybe(oneOf('HighSpeed', 'MediumSpeed', 'LowMediumSpeed', 'LowSpeed')),
  paymentMethods: maybe(listOf(text)),
  defaultPaymentMethod: maybe(text),
  lazyPaymentMethods: maybe(yesNo),
  expirationMinutes: maybe(number),
  monitoringMinutes: maybe(number),
  paymentTolerance: maybe({ ...number, minimum: 0, maximum: 100 }),
  redirectURL: maybe(text),
  redirectAutomatically: maybe(yesNo),
  defaultLanguage: maybe(text),
});
const receipt = closed({ enabled: maybe(yesNo), showQR: maybe(yesNo), showPayments: maybe(yesNo) });
const status = oneOf('New', 'Processing', 'Expired', 'Invalid', 'Settled');
const shared = { metadata: { type: 'object' }, checkout, receipt };

const payment = closed({
  id: text,
  receivedDate: number,
  value: decimal,
  fee: decimal,
  status: oneOf('Invalid', 'Processing', 'Settled'),
  destination: text,
});
const paymentMethod = closed({
  paymentMethodId: text,
  currency: text,
  destination: text,
  paymentLink: maybe(text),
  ...Object.fromEntries(
    ['rate', 'paymentMethodPaid', 'totalPaid', 'due', 'amount', 'paymentMethodFee'].map((name) => [
      name,
      decimal,
    ]),
  ),
  payments: listOf(payment),
  activated: yesNo,
  additionalData: { type: 'object' },
});
const invoice = closed({
  ...shared,
  id: text,
  storeId: text,
  amount: decimal,
  paidAmount: decimal,
  currency: text,
  type: oneOf('Standard', 'TopUp'),
  checkoutLink: text,
  createdTime: number,
  expirationTime: number,
  monitoringExpiration: number,
  status,
  additionalStatus: oneOf('None', 'PaidLate', 'PaidPartial', 'Marked', 'Invalid', 'PaidOver'),
  availableStatusesForManualMarking: listOf(status),
  archived: yesNo,
});
const wish = closed({
  ...shared,
  amount: maybe(decimal),
  currency: maybe(text),
  additionalSearchTerms: maybe(listOf(text)),
});
const problem = closed({ code: text, message: text });
const problems = listOf(closed({ path: text, message: text }));

const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });
const query = (fields: Record<string, Schema>) =>
  Object.entries(fields).map(([name, schema]) => ({ name, in: 'query', schema }));
const needs = (permission: string) => [{ API_Key: [`btcpay.store.${permission}`] }];

export const OWN_DESCRIPTION: Description = {
  paths: {
    '/api/v1/stores/{storeId}/invoices': {
      get: {
        operationId: 'Invoices_GetInvoices',
        security: needs('canviewinvoices'),
        parameters: query({
          orderId: listOf(text),
          status: text,
          textSearch: text,
          startDate: number,
          endDate: number,
          skip: number,
          take: number,
          includePaymentMethods: yesNo,
        }),
        responses: {
          200: json(listOf(closed({ ...invoice.properties, paymentMethods: listOf(paymentMethod) }))),
          default: json(problem),
        },
      },
      post: {
        operationId: 'Invoices_CreateInvoice',
        security: needs('cancreateinvoice'),
        requestBody: json(wish),
        responses: { 200: json(invoice), 400: json(problems), 403: {} },
      },
    },
    '/api/v1/invoices/{invoiceId}/payment-methods': {
      get: {
        operationId: 'Invoices_GetInvoicePaymentMethods',
        security: needs('canviewinvoices'),
        parameters: query({ onlyAccountedPayments: yesNo, includeSensitive: yesNo }),
        responses: { 200: json(listOf(paymentMethod)), 403: {}, 404: {} },
      },
    },
  },
  components: { schemas: {} },
};
