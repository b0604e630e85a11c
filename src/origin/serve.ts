import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Depot } from '#depot';
import type { FileEntry } from '#edition';
import { ANYTHING, readAccepted } from './accept.ts';
import { encodePath, readTarget } from './address.ts';
import type { Ready } from './cache.ts';
import { Cache } from './cache.ts';
import { NotFound, sendOn, sendPlain, sendToFolder } from './elsewhere.ts';
import type { Exchange } from './files.ts';
import { madeFields, OPEN } from './fields.ts';
import { send, sendFile } from './files.ts';
import type { Handle } from './guest.ts';
import { answerGuest } from './guest.ts';
import { PageCounts } from './page-counts.ts';
import type { Proxies } from './proxy.ts';
import { readProxies } from './proxy.ts';
import { readWishes } from './request.ts';
import { close, listen } from './socket.ts';
import { endStalled } from './stall.ts';

// An import statement would fill in every name that node:http exports, WebSocket among them, and with it load a whole
// HTTP client: 40 ms of the 400 that the server has until its first answer.
const { createServer } = process.getBuiltinModule('node:http');

export type OriginOptions = {
  depot: Depot;
  /** Memory for files that are ready to send, in bytes. Default 128 MB. */
  cacheBytes?: number;
  /** Addresses and networks of the proxies in front; nobody else's forwarding header lines are believed. */
  trustedProxy?: readonly string[];
  /**
   * The paper's onion, a name that ends in `.onion`: pages tell Tor Browser of it, but for those that were asked for
   * there. Default: it has none.
   */
  onion?: string;
  /** Answers what is under `/-/`; without it those addresses lead nowhere. */
  handle?: Handle;
  /** Told what went wrong. Never an address of a reader, nor what somebody asked for. */
  log?: (text: string) => void;
  /** Told when readers went quiet and pages kept for them were given up, for whoever gives memory back. */
  rested?: () => void;
  /** Connections beyond this many are refused. Default 20,000. */
  maxConnections?: number;
  /** Milliseconds; the defaults are for the open internet. */
  timeouts?: Partial<Timeouts>;
};

export type Timeouts = {
  /** For a request's header lines to arrive. Default 15,000. */
  headers: number;
  /** For a whole request to arrive. Default 30,000. */
  request: number;
  /** For the next request of a connection. Default 75,000, longer than the proxies' own. */
  keepAlive: number;
  /** For a reader to take any of what is being sent, at least; at most twice as long. Default 30,000. */
  stall: number;
  /** How often late requests are looked for. Default 5,000. */
  check: number;
  /** How often is looked whether readers went quiet: fewer than one a second. Default 10,000. */
  rest: number;
  /** For answers under way when the origin is closed. Default 10,000. */
  grace: number;
};

export type Origin = {
  server: Server;
  listen: (port: number, host: string) => Promise<{ port: number; host: string }>;
  /** Takes up an edition that another process published at once. Editions of this process need no word. */
  reload: () => void;
  /** How often each page was sent since the last call, by path; nothing of who asked. */
  takeCounts: () => ReadonlyMap<string, number>;
  /** Finishes what is under way, then ends. */
  close: () => Promise<void>;
};

const CACHE_BYTES = 128 << 20;
const MAX_CONNECTIONS = 20_000;
const HEADER_BYTES = 16 << 10;
const LONGEST_TARGET = 4_096;
const TIMEOUTS: Timeouts = {
  headers: 15_000,
  request: 30_000,
  keepAlive: 75_000,
  stall: 30_000,
  check: 5_000,
  rest: 10_000,
  grace: 10_000,
};

/** The newsroom's own HTTP server. */
export function createOrigin(options: OriginOptions): Origin {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const desk = new FrontDesk(options);
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      maxHeaderSize: HEADER_BYTES,
      noDelay: true,
    },
    (request, response) => desk.answer(request, response),
  );
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
  const stopLooking = endStalled(server, timeouts.stall);
  const unwatch = options.depot.watch(() => desk.reset());
  const looking = setInterval(() => {
    if (desk.rest(timeouts.rest / 1000)) options.rested?.();
  }, timeouts.rest).unref();
  return {
    server,
    listen: (port, host) => listen(server, port, host),
    reload: () => {
      if (options.depot.refresh()) desk.reset();
    },
    takeCounts: () => desk.counts.take(),
    close: async () => {
      unwatch();
      desk.closing = true;
      stopLooking();
      clearInterval(looking);
      await close(server, timeouts.grace);
    },
  };
}

class FrontDesk {
  readonly #depot: Depot;
  readonly #cache: Cache;
  readonly #notFound: NotFound;
  readonly #proxies: Proxies;
  readonly #proxied: boolean;
  readonly #onion: string | undefined;
  readonly #handle: Handle | undefined;
  readonly #log: (text: string) => void;
  /** Files by the request target that asks for them, spelled the usual way. */
  readonly #routes = new Map<string, Ready>();
  /** Requests since somebody looked. */
  #asked = 0;
  readonly counts = new PageCounts();
  closing = false;

  constructor(options: OriginOptions) {
    this.#depot = options.depot;
    this.#cache = new Cache({
      depot: options.depot,
      budget: options.cacheBytes ?? CACHE_BYTES,
      dropped: (file) => this.#forget(file),
    });
    this.#notFound = new NotFound(options.depot);
    this.#proxies = readProxies(options.trustedProxy ?? []);
    this.#proxied = (options.trustedProxy ?? []).length > 0;
    this.#onion = options.onion;
    this.#handle = options.handle;
    this.#log = options.log ?? ((text) => process.emitWarning(text));
  }

  /** What was known of the last edition's addresses is void. */
  reset(): void {
    this.#routes.clear();
    this.#notFound.reset();
  }

  /** Gives up pages when fewer than `few` requests came since the last call. @returns whether there were any */
  rest(few: number): boolean {
    const quiet = this.#asked < few;
    this.#asked = 0;
    return quiet && this.#cache.rest();
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    this.#asked += 1;
    if (this.closing) response.shouldKeepAlive = false;
    const wishes = readWishes(request);
    const secure = this.#proxied && wishes.proto !== null && this.#saysTls(request, wishes.proto);
    const file = this.#routes.get(request.url ?? '');
    // Nearly every request is this one: a whole page, in memory, gzip or brotli.
    if (
      file !== undefined &&
      request.method === 'GET' &&
      wishes.ifNoneMatch === null &&
      wishes.range === null
    ) {
      const accepted = wishes.encodings === null ? ANYTHING : readAccepted(wishes.encodings);
      const form = accepted.br && file.br !== null ? file.br : accepted.gzip ? file.gzip : file.identity;
      if (form !== null && (file.brTried || !accepted.br)) {
        file.used = true;
        this.counts.add(file.entry);
        this.#tellOnion(request, response, file.entry);
        response.writeHead(200, secure ? form.secureFields : form.fields);
        response.end(form.bytes);
        return;
      }
    }
    const exchange = { request, response, wishes, secure };
    this.#answerSlowly(exchange).catch((error: unknown) => this.#fail(exchange, error));
  }

  async #answerSlowly(exchange: Exchange): Promise<void> {
    const target = exchange.request.url ?? '/';
    if (target.length > LONGEST_TARGET) return sendPlain(exchange, 414, 'The address is too long');
    const asked = readTarget(target);
    if (asked.kind === 'server') return this.#answerGuest(exchange, asked.target);
    const { method } = exchange.request;
    if (method !== 'GET' && method !== 'HEAD') return refuseMethod(exchange);
    if (asked.kind === 'malformed') return sendPlain(exchange, 400, 'The address cannot be read');
    if (asked.kind === 'nowhere') return this.#notFound.send(exchange);
    if (asked.kind === 'reserved') return this.#answerReserved(exchange, asked.path);
    await this.#answerPath(exchange, asked.path);
  }

  /** Objects, nodes and signatures: what readers need who check what they read. */
  async #answerReserved(exchange: Exchange, path: string): Promise<void> {
    const found = this.#depot.reserved(path);
    // Readers ask for the next root each time, nearly always in vain; the answer must cost them next to nothing.
    if (found === null) return sendPlain(exchange, 404, 'Not found', [...OPEN]);
    if (found.kind === 'made') {
      return send(exchange, 200, madeFields(path, found.type, found.bytes.length), found.bytes);
    }
    await this.#sendRetrying(exchange, found.entry);
  }

  async #answerPath(exchange: Exchange, path: string): Promise<void> {
    const entry = this.#depot.lookup(path);
    if (entry === null) {
      if (this.#depot.lookup(`${path}/index.html`) !== null) return sendToFolder(exchange, path);
      return this.#notFound.send(exchange);
    }
    if (entry.redirect !== undefined) return sendOn(exchange, path, entry.redirect);
    const root = this.#depot.head()?.root;
    const { request, response, wishes } = exchange;
    this.#tellOnion(request, response, entry);
    // A piece of a page is none: who reads by pieces asks for the first of many.
    if (request.method === 'GET' && wishes.range === null && entry.status === undefined)
      this.counts.add(entry);
    const file = await this.#sendRetrying(exchange, entry);
    if (file?.kept !== true || entry.status !== undefined || this.#depot.head()?.root !== root) return;
    const target = request.url ?? '';
    if (isUsual(target, path)) this.#routes.set(target, file);
  }

  /** Between our finding an entry and reading its bytes, another process may have swept them into another pack. */
  async #sendRetrying(exchange: Exchange, entry: FileEntry): Promise<Ready | null> {
    try {
      return await sendFile(exchange, entry, this.#depot, this.#cache);
    } catch (error) {
      if (exchange.response.headersSent || !this.#depot.refresh()) throw error;
      this.reset();
      const now = this.#depot.lookup(entry.path) ?? entry;
      return sendFile(exchange, now, this.#depot, this.#cache);
    }
  }

  async #answerGuest(exchange: Exchange, target: string): Promise<void> {
    if (this.#handle === undefined) return this.#notFound.send(exchange);
    await answerGuest(exchange, target, this.#proxies.visitor(exchange.request), this.#handle);
  }

  #tellOnion({ headers }: IncomingMessage, response: ServerResponse, { path, type }: FileEntry): void {
    if (this.#onion === undefined || !type.startsWith('text/html')) return;
    if (/\.onion(:\d+)?$/i.test(headers.host ?? '')) return;
    response.setHeader('Onion-Location', `http://${this.#onion}${usualTargets(path).at(-1) ?? '/'}`);
  }

  #saysTls(request: IncomingMessage, proto: string): boolean {
    return /(?:^|,)\s*https\s*$/i.test(proto) && this.#proxies.trusts(request.socket.remoteAddress);
  }

  #forget(file: Ready): void {
    const { path } = file.entry;
    for (const target of usualTargets(path))
      if (this.#routes.get(target) === file) this.#routes.delete(target);
  }

  #fail(exchange: Exchange, error: unknown): void {
    this.#log(`An answer failed: ${error instanceof Error ? error.message : String(error)}`);
    const { response } = exchange;
    if (response.headersSent) response.destroy();
    else sendPlain(exchange, 500, 'Something went wrong on our side');
  }
}

function refuseMethod(exchange: Exchange): void {
  // The body of a refused request is not waited for.
  sendPlain(exchange, 405, 'This can only be read', ['Allow', 'GET, HEAD', 'Connection', 'close']);
}

const INDEX = 'index.html';

/** The one or two ways in which browsers spell the address of a file. */
function usualTargets(path: string): string[] {
  const target = `/${encodePath(path)}`;
  const isIndex = path === INDEX || path.endsWith(`/${INDEX}`);
  return isIndex ? [target, target.slice(0, -INDEX.length)] : [target];
}

const isUsual = (target: string, path: string): boolean => usualTargets(path).includes(target);
