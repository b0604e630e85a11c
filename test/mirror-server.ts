import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createSocketServer,
  connect,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { join } from 'node:path';

/** Answers a request in its own way; true where it did, false where the folder should answer. */
export type Manner = (request: IncomingMessage, response: ServerResponse) => boolean;

export type MirrorServer = { address: string; port: number; asked: string[]; close: () => Promise<void> };

/** Serves a folder under `/m/`, as a plain web host does, but for what `manner` does otherwise. */
export async function serveFolder(folder: string, manner: Manner = () => false): Promise<MirrorServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/^\/m\/|\?.*/g, ''));
    asked.push(path);
    if (manner(request, response)) return;
    try {
      const bytes = readFileSync(join(folder, path));
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    }
  });
  const { port, close } = await listening(server);
  return { address: `http://127.0.0.1:${port}/m/`, port, asked, close };
}

/** Takes connections and does with each what it is told. */
export async function serveSockets(manner: (socket: Socket) => void): Promise<MirrorServer> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => socket.destroy());
    manner(socket);
  });
  const { port, close } = await listening(server);
  return { address: `http://127.0.0.1:${port}/m/`, port, asked: [], close };
}

/** A SOCKS 5 proxy that takes names and addresses. `asked` holds where it was sent. */
export async function serveSocks(): Promise<MirrorServer> {
  const asked: string[] = [];
  const server = createSocketServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once('data', (request: Buffer) => {
        const isName = request[3] === 3;
        const length = isName ? (request[4] ?? 0) : 4;
        const from = isName ? 5 : 4;
        const host = isName
          ? request.subarray(from, from + length).toString('latin1')
          : request.subarray(from, from + length).join('.');
        const port = request.readUInt16BE(from + length);
        asked.push(`${host}:${port}`);
        const target = connect(port, '127.0.0.1', () => {
          socket.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
          socket.pipe(target).pipe(socket);
        });
        target.on('error', () => socket.destroy());
      });
    });
  });
  const { port, close } = await listening(server);
  return { address: `127.0.0.1:${port}`, port, asked, close };
}

async function listening(server: Server): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, close };
}
