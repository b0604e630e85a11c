import type { Server } from 'node:http';
import { sendPlain } from './elsewhere.ts';
import { answerGuest, type Handle, type Limits } from './guest.ts';
import { readProxies } from './proxy.ts';
import { readWishes } from './request.ts';
import { close, listen } from './socket.ts';
import { endStalled } from './stall.ts';

const { createServer } = process.getBuiltinModule('node:http');

export type SideDoorOptions = {
  /** Answers every request. */
  handle: Handle;
  /** Bytes and time that a request may take. */
  limits: (method: string, path: string) => Limits;
  /** Addresses and networks of the proxies in front; nobody else's forwarding header lines are believed. */
  trustedProxy?: readonly string[];
  /** Told what went wrong. Never an address of a visitor, nor what somebody asked for. */
  log?: (text: string) => void;
};

export type SideDoor = {
  server: Server;
  listen: (port: number, host: string) => Promise<{ port: number; host: string }>;
  /** Finishes what is under way, then ends. */
  close: () => Promise<void>;
};

const HEADERS_MS = 15_000;
const KEEP_ALIVE_MS = 75_000;
const STALL_MS = 30_000;
const CHECK_MS = 5_000;
/** Events are listened to for as long as a tab is open: nobody waits for those. */
const GRACE_MS = 2_000;
const MAX_CONNECTIONS = 2_000;
const HEADER_BYTES = 16 << 10;
const LONGEST_TARGET = 4_096;

/** A listener of its own for what is not for readers: each request goes to one handler. */
export function createSideDoor(options: SideDoorOptions): SideDoor {
  const { handle, limits, log = (text) => process.emitWarning(text) } = options;
  const proxies = readProxies(options.trustedProxy ?? []);
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      // An upload takes its time: `limits` says how much.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: HEADER_BYTES,
      noDelay: true,
    },
    (request, response) => {
      const visitor = proxies.visitor(request);
      const exchange = { request, response, wishes: readWishes(request), secure: visitor.proto === 'https' };
      const target = request.url ?? '/';
      if (target.length > LONGEST_TARGET) return sendPlain(exchange, 414, 'The address is too long');
      if (!target.startsWith('/') || target.startsWith('//'))
        return sendPlain(exchange, 400, 'The address cannot be read');
      const allowed = limits(request.method ?? 'GET', target.split('?')[0] ?? target);
      answerGuest(exchange, target, visitor, handle, allowed).catch((error: unknown) => {
        if (!request.destroyed)
          log(`An answer failed: ${error instanceof Error ? error.message : String(error)}`);
        if (response.headersSent) response.destroy();
        else sendPlain(exchange, 500, 'Something went wrong on our side', ['Connection', 'close']);
      });
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  const stopLooking = endStalled(server, STALL_MS);
  return {
    server,
    listen: (port, host) => listen(server, port, host),
    close: async () => {
      stopLooking();
      await close(server, GRACE_MS);
    },
  };
}
