import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STRIPE_VERSION } from '../facts.ts';
import { type Form, FormError, readForm } from './form.ts';
import { expand } from './render.ts';
import { approve, refuse } from './answers.ts';
import { ROUTES } from './routes.ts';
import { type Address, check, SHAPES } from './shapes.ts';
import { invalid, makeWorld, type Method, Refusal, type World } from './state.ts';

export const FAKE_KEY = 'rk_test_fakefakefake';

export type Request = { address: Address; id: string; key: string | null; form: Form };
/** `before`: the line is cut before anything is done; `after`: half of the answer comes; `broken`: an error of Stripe's own. */
export type Fault = 'before' | 'after' | 'broken';

export type Fake = {
  world: World;
  host: string;
  port: number;
  protocol: 'http';
  /** Everything that was asked and let in, in its order. */
  requests: Request[];
  /** What the key may not do, as `subscription_write`. */
  lacks: Set<string>;
  /** What happens to a request; null: nothing. */
  fault: ((request: Request) => Fault | null) | null;
  /** Requests in one second of the clock above which it answers 429. */
  rate: number;
  /** How many were answered so. */
  tooMany: number;
  keyState: 'good' | 'expired' | 'unknown';
  /** A card that was entered in a browser. @returns the name of its ConfirmationToken */
  enter(card?: Partial<Pick<Method, 'behaviour' | 'country' | 'wallet' | 'heldBy'>>): string;
  approve(secret: string): void;
  refuse(secret: string): void;
  close(): Promise<void>;
};

type Answer = { status: number; body: Record<string, unknown>; headers?: Record<string, string> };
type Kept = { at: number; hash: string; answer: Answer };
/** Milliseconds for which Stripe remembers a key. */
const KEY_LIFE = 24 * 3_600_000;

/** Stripe, as far as the card rail knows it, over HTTP on this machine. */
export async function openFake(
  options: { clock?: { at: number }; settles?: readonly string[] } = {},
): Promise<Fake> {
  const { clock = { at: Date.UTC(2026, 0, 31, 9) }, settles = ['eur', 'usd'] } = options;
  const world = makeWorld({ clock, settles });
  const kept = new Map<string, Kept>();
  const seconds = { at: 0, count: 0 };
  let answered = 0;

  const server: Server = createServer((request, response) => {
    void take(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end(JSON.stringify({ error: { type: 'api_error', message: String(error) } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const fake: Fake = {
    world,
    host: '127.0.0.1',
    port,
    protocol: 'http',
    requests: [],
    lacks: new Set(),
    fault: null,
    rate: Infinity,
    tooMany: 0,
    keyState: 'good',
    enter: ({ behaviour = 'pays', country = 'DE', wallet = false, heldBy } = {}) => {
      const card = { behaviour, country, wallet, heldBy };
      return world.add('confirmation_token', { card, intent: null, setup: null }).id;
    },
    approve: (secret) => approve(world, secret),
    refuse: (secret) => refuse(world, secret),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    let fault: Fault | null = null;
    const answer = ((): Answer => {
      try {
        const asked = letIn(request, body);
        fault = fake.fault?.(asked) ?? null;
        if (fault === 'before') return { status: 0, body: {} };
        if (fault === 'broken')
          return {
            status: 500,
            body: { error: { type: 'api_error', message: 'An unknown error occurred' } },
          };
        fake.requests.push(asked);
        return once(asked, body);
      } catch (error) {
        return refusal(error);
      }
    })();
    if (answer.status === 0) {
      request.socket.destroy();
      return;
    }
    const text = JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'request-id': `req_${(answered += 1)}`,
      'stripe-version': STRIPE_VERSION,
      ...answer.headers,
    });
    if (fault !== 'after') {
      response.end(text);
      return;
    }
    response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
  }

  /** Who asks, for what, and whether he may. @throws Refusal */
  function letIn(request: IncomingMessage, body: string): Request {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', 'http://fake');
    if (headers.authorization !== `Bearer ${FAKE_KEY}` || fake.keyState === 'unknown')
      throw new Refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    if (fake.keyState === 'expired')
      throw new Refusal(401, {
        type: 'invalid_request_error',
        code: 'api_key_expired',
        message: 'Expired API Key provided: rk_test_********fake',
      });
    if (headers['stripe-version'] !== STRIPE_VERSION) throw invalid(`Not the version that is spoken here`);
    if (method === 'POST' && headers['content-type'] !== 'application/x-www-form-urlencoded')
      throw invalid('Bodies are forms');
    const { address, id } = addressOf(method, url.pathname);
    slow();
    const right = rightOf(address);
    if (fake.lacks.has(right))
      throw new Refusal(403, {
        type: 'invalid_request_error',
        message: `The provided key 'rk_test_********fake' does not have the required permissions for this endpoint on account 'acct_1Fake'. Having the 'rak_${right}' permission would allow this request to continue.`,
      });
    // What is deleted may be described in the address or in the body.
    const form = readForm(method === 'POST' || body !== '' ? body : url.search.slice(1));
    const key = headers['idempotency-key'];
    return { address, id, form, key: typeof key === 'string' ? key : null };
  }

  function slow(): void {
    if (seconds.at !== world.now()) Object.assign(seconds, { at: world.now(), count: 0 });
    seconds.count += 1;
    if (seconds.count <= fake.rate) return;
    fake.tooMany += 1;
    throw new Refusal(429, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Too many requests',
    });
  }

  /** The same answer for the same key, also where it was a no of an issuer; another question under it is refused. */
  function once(asked: Request, body: string): Answer {
    const { address, id, key } = asked;
    if (!address.startsWith('POST') || key === null) return answerTo(asked);
    const hash = createHash('sha256').update(`${address}\0${id}\0${body}`).digest('hex');
    const known = kept.get(key);
    const before = known !== undefined && clock.at - known.at < KEY_LIFE ? known : undefined;
    if (before !== undefined && before.hash !== hash)
      throw new Refusal(400, {
        type: 'idempotency_error',
        message: 'Keys can only be used with the same parameters they were first used with.',
      });
    if (before !== undefined) return before.answer;
    const answer = ((): Answer => {
      try {
        return answerTo(asked);
      } catch (error) {
        // What was not begun is not kept under its key.
        if (error instanceof Refusal && error.status === 402) return refusal(error);
        throw error;
      }
    })();
    kept.set(key, { at: clock.at, hash, answer });
    return answer;
  }

  function answerTo({ address, id, form }: Request): Answer {
    const asked = check(address, form);
    const route = ROUTES[address] as (ask: {
      world: World;
      asked: unknown;
      id: string;
    }) => Record<string, unknown>;
    const body = route({ world, asked, id });
    const paths = (asked as { expand?: string[] }).expand ?? [];
    for (const path of paths) expand(world, body, path.split('.'));
    return { status: 200, body };
  }

  return fake;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function refusal(error: unknown): Answer {
  if (error instanceof FormError) return refusal(invalid(error.message));
  if (!(error instanceof Refusal)) throw error;
  return {
    status: error.status,
    body: { error: error.body },
    ...(error.status === 429 && { headers: { 'retry-after': '2' } }),
  };
}

/** @throws Refusal 404 */
function addressOf(method: string, path: string): { address: Address; id: string } {
  const plain = `${method} ${path}`;
  if (Object.hasOwn(SHAPES, plain)) return { address: plain as Address, id: '' };
  const [, version = '', thing = '', id = '', ...rest] = path.split('/');
  const pattern = `${method} /${[version, thing, ':id', ...rest].join('/')}`;
  if (Object.hasOwn(SHAPES, pattern)) return { address: pattern as Address, id: decodeURIComponent(id) };
  throw new Refusal(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path})`,
  });
}

/** What has to be ticked for a restricted key. */
function rightOf(address: Address): string {
  const [method = '', path = ''] = address.split(' ');
  const thing = path.split('/')[2] ?? '';
  const named: Record<string, string> = {
    balance_transactions: 'balance',
    confirmation_tokens: 'confirmation_token',
    invoice_payments: 'invoice',
    refunds: 'charge',
  };
  return `${named[thing] ?? thing.replace(/s$/, '')}_${method === 'GET' ? 'read' : 'write'}`;
}
