import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  description,
  faultsOfAnswer,
  faultsOfBody,
  faultsOfQuery,
  type Operation,
  operationOf,
} from './description.ts';
import { invoiceOf, waysOf } from './render.ts';
import { type Invoice, KEY, makeWorld, RATES, standOf, STORE, type World } from './world.ts';

/**
 * `before`: the line is cut before anything is done; `after`: half of the answer comes, though it is done; `broken`, `busy`:
 * status 500, 429; `page`: a web page; `endless`: an answer that is too long; `silent`: none at all.
 */
export type Fault = 'before' | 'after' | 'broken' | 'busy' | 'page' | 'endless' | 'silent' | 'elsewhere';

export type Request = { method: string; path: string; query: URLSearchParams; body: unknown };
type Answer = { status: number; body: unknown };

export type Fake = {
  world: World;
  url: string;
  /** Everything that was asked and let in, in its order. */
  requests: Request[];
  /** What the key may not do. */
  lacks: Set<string>;
  isKeyKnown: boolean;
  fault: ((request: Request) => Fault | null) | null;
  /** Says something else than it should. */
  lie: ((answer: Answer, request: Request) => Answer) | null;
  close(): Promise<void>;
};

/** A BTCPay, as far as the bitcoin rail knows it, over HTTP on this machine. What goes over is held to its description. */
export async function openFake(clock: { at: number }, { folder = '' } = {}): Promise<Fake> {
  const world = makeWorld(clock);
  const server = createServer((request, response) => {
    void take(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: Fake = {
    world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`,
    requests: [],
    lacks: new Set(),
    isKeyKnown: true,
    fault: null,
    lie: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', fake.url);
    const text = await readBody(incoming);
    const request: Request = {
      method: incoming.method ?? '',
      path: url.pathname.slice(folder.length),
      query: url.searchParams,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
    const fault = fake.fault?.(request) ?? null;
    if (fault === 'before') return void incoming.socket.destroy();
    if (fault === 'silent') return;
    if (fault === 'page')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in</p>');
    if (fault === 'elsewhere')
      return void response.writeHead(302, { location: 'https://btcpay.example/' }).end();
    if (fault === 'broken') return void response.writeHead(500).end();
    if (fault === 'busy') return void response.writeHead(429, { 'retry-after': '7' }).end();
    const isLetIn = incoming.headers.authorization === `token ${KEY}` && fake.isKeyKnown;
    const honest = isLetIn
      ? answerOf(request)
      : { status: 401, body: { code: 'unauthenticated', message: 'Authentication is required' } };
    const { status, body } = fake.lie?.(honest, request) ?? honest;
    const out = fault === 'endless' ? JSON.stringify('x'.repeat(5_000_000)) : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(out),
    });
    if (fault !== 'after') return void response.end(out);
    response.write(out.slice(0, Math.floor(out.length / 2)));
    incoming.socket.destroySoon();
  }

  function answerOf(request: Request): Answer {
    const { method, path, query, body } = request;
    const operation = operationOf(description(), method, path);
    if (operation === null) throw new Error(`${method} ${path} is not described`);
    const needs = operation.security?.[0]?.API_Key?.[0] ?? '';
    if (fake.lacks.has(needs))
      return {
        status: 403,
        body: { code: 'missing-permission', message: `Insufficient API Permissions: ${needs}` },
      };
    const faults = [...faultsOfQuery(operation, query), ...faultsOfBody(operation, body)];
    if (faults.length > 0) throw new Error(`${method} ${path}: ${faults.join(', ')}`);
    fake.requests.push(request);
    const answer = route(request);
    held(operation, answer, `${method} ${path}`);
    return answer;
  }

  function route({ method, path, query, body }: Request): Answer {
    const [, , , what = '', id = '', more = ''] = path.split('/');
    if (what === 'stores' && id !== STORE)
      return { status: 404, body: { code: 'store-not-found', message: 'The store was not found' } };
    if (what === 'stores' && method === 'POST') return create(body as Wish);
    if (what === 'stores') return { status: 200, body: listed(query) };
    const invoice = world.invoices.find((one) => one.id === id);
    if (invoice === undefined || more !== 'payment-methods')
      return { status: 404, body: { code: 'invoice-not-found', message: 'The invoice was not found' } };
    const all = query.get('onlyAccountedPayments') === 'false';
    return { status: 200, body: waysOf(world, invoice, { all }) };
  }

  function listed(query: URLSearchParams): unknown[] {
    const orders = query.getAll('orderId');
    const statuses = query.getAll('status');
    const [from, to] = [Number(query.get('startDate') ?? 0), Number(query.get('endDate') ?? Infinity)];
    const isMeant = (one: Invoice): boolean =>
      !one.isArchived &&
      one.createdAt >= from &&
      one.createdAt <= to &&
      (orders.length === 0 || orders.includes(one.orderId ?? '')) &&
      (statuses.length === 0 || statuses.includes(standOf(one, world.clock).status));
    const skip = Number(query.get('skip') ?? 0);
    return world.invoices
      .filter(isMeant)
      .toReversed()
      .slice(skip, skip + Number(query.get('take') ?? Infinity))
      .map((one) => ({
        ...invoiceOf(world, one),
        ...(query.get('includePaymentMethods') === 'true' && {
          paymentMethods: waysOf(world, one, { all: false }),
        }),
      }));
  }

  function create({ amount, currency, metadata, checkout = {} }: Wish): Answer {
    const wrong = (path: string, message: string): Answer => ({ status: 400, body: [{ path, message }] });
    if (Number(amount) < 0) return wrong('amount', 'The amount should be 0 or more.');
    if (RATES[currency] === undefined) return wrong('currency', `No rate is known for ${currency}`);
    if (world.ways.size === 0) return wrong('', 'No payment method available');
    const blocks = { HighSpeed: 0, MediumSpeed: 1, LowMediumSpeed: 2, LowSpeed: 6 }[
      checkout.speedPolicy ?? 'MediumSpeed'
    ];
    const invoice = world.make({
      orderId: metadata?.orderId ?? null,
      amount,
      currency,
      tolerance: checkout.paymentTolerance ?? 0,
      confirmations: blocks ?? 1,
      minutes: checkout.expirationMinutes ?? 15,
      monitored: checkout.monitoringMinutes ?? 1_440,
    });
    return { status: 200, body: invoiceOf(world, invoice) };
  }
  return fake;
}

type Wish = {
  amount: string;
  currency: string;
  metadata?: { orderId?: string };
  checkout?: {
    speedPolicy?: 'HighSpeed' | 'MediumSpeed' | 'LowMediumSpeed' | 'LowSpeed';
    paymentTolerance?: number;
    expirationMinutes?: number;
    monitoringMinutes?: number;
  };
};

/** The fake is no easier than the real one: it answers as the description says. */
function held(operation: Operation, { status, body }: Answer, what: string): void {
  const faults = faultsOfAnswer(operation, status, body);
  if (faults.length > 0) throw new Error(`${what} is answered wrong: ${faults.join(', ')}`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}
