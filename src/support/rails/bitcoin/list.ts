import { RailError } from '../error.ts';
import type { Store } from '#store';
import { type Client, Forbidden } from './client.ts';
import { orderIdOf, PERMISSIONS } from './facts.ts';
import { type Invoice, isUnreadable, readInvoice, type Unreadable } from './invoice.ts';

/** What every part of the rail works with. */
export type Room = {
  client: Client;
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
};

export type Page = {
  invoices: readonly Invoice[];
  unreadable: readonly Unreadable[];
  /** How many stood in the answer. */
  count: number;
};

/** Invoices that are asked for at once. */
export const PAGE = 50;

/** Invoices of the store with their payments, the newest first. Throws a RailError. */
export async function listInvoices(
  { client }: Room,
  query: readonly (readonly [name: string, value: string])[],
): Promise<Page> {
  const { status, body } = await client.ask({
    method: 'GET',
    path: `/api/v1/stores/${client.store}/invoices`,
    query: [...query, ['includePaymentMethods', 'true']],
    needs: PERMISSIONS.view,
  });
  if (status === 404)
    throw new RailError(
      'not_set_up',
      `BTCPay knows no store "${client.store}"; copy its id from the settings of the store`,
    );
  if (status !== 200 || !Array.isArray(body) || body.length > PAGE)
    throw new RailError('unreachable', 'BTCPay answered with something that is no list of invoices');
  const read = body.map((one) => readInvoice(one, client.store));
  return {
    invoices: read.filter((one): one is Invoice => !isUnreadable(one)),
    unreadable: read.filter(isUnreadable),
    count: body.length,
  };
}

/**
 * The invoices of a contribution, the newest first.
 *
 * @throws RailError `unreachable` too where one of them cannot be read: another would be made beside it
 */
export async function invoicesOf(room: Room, contribution: string): Promise<readonly Invoice[]> {
  const { invoices, unreadable } = await listInvoices(room, [
    ['orderId', orderIdOf(contribution)],
    ['take', String(PAGE)],
  ]);
  const [fault] = unreadable;
  if (fault !== undefined) throw unreadableError(fault);
  return invoices
    .filter((one) => one.contribution === contribution)
    .toSorted((one, other) => other.createdAt - one.createdAt);
}

export const unreadableError = ({ id, why }: Unreadable): RailError =>
  new RailError(
    'unreachable',
    `What BTCPay says of invoice "${id ?? 'without a name'}" is not taken: ${why}`,
  );

/**
 * Whether the key may do what is needed. Nothing comes of asking: an invoice of less than nothing is never made.
 *
 * @throws RailError, `not_set_up` with every permission that is missing
 */
export async function checkKey(room: Room): Promise<void> {
  const { client } = room;
  const missing: string[] = [];
  const probe = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Forbidden)) throw error;
      missing.push(`"${error.needs}"`);
    }
  };
  await probe(() => listInvoices(room, [['take', '1']]));
  await probe(() =>
    client.ask({
      method: 'POST',
      path: `/api/v1/stores/${client.store}/invoices`,
      body: { amount: '-1', currency: 'BTC' },
      needs: PERMISSIONS.create,
    }),
  );
  if (missing.length > 0)
    throw new RailError(
      'not_set_up',
      `The key of BTCPay lacks ${missing.join(' and ')}; tick ${missing.length === 1 ? 'it' : 'them'} at BTCPay under "Account → API keys", for store "${client.store}"`,
    );
}
