import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answer } from './host-answer.ts';
import type { HostManners, HostsCalls, HostSeen } from './host-manners.ts';
import { labPrefix } from './namespaces.ts';
import { answerCalls } from './post.ts';

/*
 * All hosts of the lab in one process, each with its own address, name and certificate. HTTP/1.1 only, as plain hosts
 * of files are. A connection goes through a counter before TLS is taken off, so that what is counted is what the wire
 * sees.
 */

type Host = { sockets: Map<Socket, number>; seen: HostSeen };

const hosts: Host[] = [];
let manners: HostManners = {};
const folder = mkdtempSync(join(tmpdir(), labPrefix()));

const nothing = (name: string): HostSeen => ({ name, requests: [], mostBytes: 0, connections: 0, atOnce: 0 });

async function open(given: { name: string; ip: string; key: string; cert: string }): Promise<void> {
  const { name, ip, key, cert } = given;
  const host: Host = { sockets: new Map(), seen: nothing(name) };
  hosts.push(host);
  const inner = join(folder, name);
  const server = createSecureServer({ key, cert }, (request, response) => {
    host.seen.requests.push(request.url ?? '');
    void answer(manners[name], request, response).catch(() => request.socket.destroy());
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(inner, listening));
  const front = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => count(host, socket, inner));
  await new Promise<void>((listening) => front.listen(443, ip, listening));
}

function count(host: Host, socket: Socket, inner: string): void {
  const behind = connect({ path: inner, allowHalfOpen: true });
  const { seen } = host;
  host.sockets.set(socket, 0);
  seen.connections++;
  seen.atOnce = Math.max(seen.atOnce, host.sockets.size);
  behind.on('data', (chunk: Buffer) => {
    const bytes = (host.sockets.get(socket) ?? 0) + chunk.length;
    host.sockets.set(socket, bytes);
    seen.mostBytes = Math.max(seen.mostBytes, bytes);
  });
  socket.pipe(behind).pipe(socket);
  socket.on('error', () => socket.destroy());
  behind.on('error', () => socket.destroy());
  behind.on('close', () => socket.destroySoon());
  socket.on('close', () => {
    behind.destroy();
    host.sockets.delete(socket);
  });
}

answerCalls<HostsCalls>(
  {
    listen: async (given) => void (await Promise.all(given.map(open))),
    set: (given) => {
      manners = given;
      for (const host of hosts) {
        for (const socket of host.sockets.keys()) socket.destroy();
        host.seen = nothing(host.seen.name);
      }
      return Promise.resolve();
    },
    seen: () => Promise.resolve(hosts.map(({ seen }) => seen)),
  },
  () => {
    rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  },
);
