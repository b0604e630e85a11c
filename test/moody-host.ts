import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';

/* Hosts of an edition that a test may have answer otherwise, or not at all. */

/** What a host does with a request; anything that it does not answer is answered from its folder. */
export type Mood = (path: string, response: ServerResponse, request: IncomingMessage) => boolean;

export type Host = {
  address: string;
  asked: string[];
  mood: Mood | null;
  folder: string;
  down(): Promise<void>;
  up(): Promise<void>;
};

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.avif': 'image/avif',
};

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** A plain file server, as any mirror is. */
export async function openHost(folder: string): Promise<Host> {
  let server = serverOf();
  const port = await listen(server, 0);
  const host: Host = {
    address: `http://127.0.0.1:${port}/`,
    asked: [],
    mood: null,
    folder,
    async down() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
    async up() {
      if (server.listening) return;
      server = serverOf();
      await listen(server, port);
    },
  };
  function serverOf(): Server {
    return createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/').slice(1);
      host.asked.push(path);
      response.setHeader('access-control-allow-origin', '*');
      if (host.mood?.(path, response, request) === true) return;
      const file = join(host.folder, path === '' || path.endsWith('/') ? `${path}index.html` : path);
      if (!existsSync(file)) return void response.writeHead(404).end();
      const bytes = readFileSync(file);
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      if (first === undefined || last === undefined)
        return void response.writeHead(200, { 'content-type': type }).end(bytes);
      // Pieces are asked for where connections freeze, so each gets one of its own.
      response.writeHead(206, { 'content-type': type, connection: 'close' });
      response.end(bytes.subarray(Number(first), Number(last) + 1));
    });
  }
  return host;
}

/** Freezes each connection once it has carried 16 kB; says how much each of them did. */
export function curtain(): {
  mood: (host: Host) => Mood;
  carried: Map<Socket, number>;
  looking: Set<Socket>;
} {
  const carried = new Map<Socket, number>();
  const looking = new Set<Socket>();
  return {
    carried,
    looking,
    mood: (host) => (path, response, request) => {
      const { socket } = request;
      const file = join(host.folder, path);
      if (path === 'worker.js') looking.add(socket);
      if (!existsSync(file)) return false;
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const all = readFileSync(file);
      const bytes = first === undefined ? all : all.subarray(Number(first), Number(last) + 1);
      const before = carried.get(socket) ?? 0;
      const left = Math.max(0, 16_000 - before);
      carried.set(socket, before + Math.min(left, bytes.length));
      response.writeHead(first === undefined ? 200 : 206, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-length': bytes.length,
        ...(first === undefined ? {} : { connection: 'close' }),
      });
      if (bytes.length <= left) response.end(bytes);
      else response.write(bytes.subarray(0, left));
      return true;
    },
  };
}
