import { decimal, parseDecimal } from '../../ledger/minor.ts';
import { requireClearance, type Clearance } from '../../safety/clearance.ts';
import { RailError } from '../error.ts';
import type { Begun, Order } from '../rail.ts';
import { ASKED, EXPIRES, MONITORED, orderIdOf, PERMISSIONS, TOLERANCE } from './facts.ts';
import { type Invoice, isUnreadable, readInvoice } from './invoice.ts';
import { invoicesOf, type Room, unreadableError } from './list.ts';
import { isGiven, paymentsOf, stepOf } from './pay-to.ts';

/**
 * An invoice for a contribution, or the one that it has: BTCPay knows no keys under which something is done once, so what
 * it lists for the contribution is looked at first.
 */
export async function begin(room: Room, order: Order, clearance: Clearance | null): Promise<Begun> {
  if (clearance === null)
    throw new RailError('refused', 'An address is shown to whoever has said where she lives');
  requireClearance(clearance, { act: 'transfer-details', at: room.now() });
  if (order.rhythm !== 'once')
    throw new RailError('refused', 'Nothing is charged again in bitcoin: each payment is sent by hand');
  const invoices = await invoicesOf(room, order.contribution);
  if (invoices.some((one) => isGiven(one))) return { outcome: 'paid', standing: null, nextAt: null };
  const going = invoices.find((one) => isGoing(one, room.now()) && isOf(one, order));
  const invoice = going ?? (await create(room, order));
  return { outcome: 'waiting', standing: null, step: stepOf(invoice, room.now()) };
}

/** It can be paid still, or was and is not sure yet. */
const isGoing = (invoice: Invoice, now: number): boolean =>
  (invoice.status === 'New' && invoice.expiresAt > now) ||
  (invoice.status !== 'Invalid' && paymentsOf(invoice).length > 0);

const isOf = ({ currency, amount }: Invoice, order: Order): boolean =>
  currency === order.currency && parseDecimal(amount, order.currency) === order.amount;

async function create(room: Room, order: Order): Promise<Invoice> {
  const { client } = room;
  const { status, body } = await client.ask({
    method: 'POST',
    path: `/api/v1/stores/${client.store}/invoices`,
    body: {
      amount: decimal(order.amount, order.currency),
      currency: order.currency,
      metadata: { orderId: orderIdOf(order.contribution) },
      checkout: {
        // Six blocks: what is in the books then stays there.
        speedPolicy: 'LowSpeed',
        paymentMethods: ASKED,
        expirationMinutes: EXPIRES,
        monitoringMinutes: MONITORED,
        paymentTolerance: TOLERANCE,
        lazyPaymentMethods: false,
      },
      receipt: { enabled: false },
    },
    needs: PERMISSIONS.create,
  });
  if (status === 404)
    throw new RailError(
      'not_set_up',
      `BTCPay knows no store "${client.store}"; copy its id from the settings of the store`,
    );
  if (status !== 200) throw new RailError('refused', `BTCPay made no invoice: ${faultOf(body)}`);
  const id = idOf(body);
  const invoice = readInvoice(body, client.store, await waysOf(room, id));
  if (isUnreadable(invoice)) throw unreadableError(invoice);
  if (!isOf(invoice, order) || invoice.contribution !== order.contribution)
    throw new RailError(
      'refused',
      `BTCPay made an invoice of ${invoice.amount} ${invoice.currency.slice(0, 5)} where ${decimal(order.amount, order.currency)} ${order.currency} were asked for`,
    );
  return invoice;
}

/** Its payment methods, by themselves. */
export async function waysOf({ client }: Room, id: string, { all = false } = {}): Promise<unknown> {
  const { status, body } = await client.ask({
    method: 'GET',
    path: `/api/v1/invoices/${id}/payment-methods`,
    ...(all && { query: [['onlyAccountedPayments', 'false']] as const }),
    needs: PERMISSIONS.view,
  });
  if (status === 200) return body;
  if (status === 404)
    throw new RailError(
      'not_set_up',
      `BTCPay does not know how invoice "${id}" is paid; it may be a version that is too old, which an update mends`,
    );
  throw new RailError('unreachable', `BTCPay does not tell how invoice "${id}" is paid`);
}

function idOf(body: unknown): string {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : null;
  if (typeof id === 'string' && /^[A-Za-z0-9]{8,34}$/.test(id)) return id;
  throw new RailError('unreachable', 'BTCPay made an invoice and gave it no name');
}

/** What BTCPay says is wrong, in its own words, cut short. */
function faultOf(body: unknown): string {
  const list: unknown[] = Array.isArray(body) ? body : [body];
  const words = list.flatMap((one) =>
    typeof one === 'object' && one !== null && 'message' in one && typeof one.message === 'string'
      ? [one.message]
      : [],
  );
  const text = words.join('; ').replaceAll(/[^\x20-\x7e]/g, '?');
  return text === '' ? 'it does not say why' : text.slice(0, 200);
}
