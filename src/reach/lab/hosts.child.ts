import { createServer as createSecureServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { answer } from './host-answer.ts';
import type { Carried, HostManners, HostsCalls, HostSeen } from './host-manners.ts';
import { answerCalls } from './post.ts';

/*
 * All hosts of the lab in one process, each with its own address, name and certificate. HTTP/1.1 only, as plain hosts
 * of files are. Bytes are counted below TLS, so that what is counted is what the wire sees.
 */

type Host = {
  name: string;
  open: Map<Socket, Carried>;
  /** Of connections that have ended. */
  carried: Carried[];
  atOnce: number;
};

const hosts: Host[] = [];
let manners: HostManners = {};

async function open(given: { name: string; ip: string; key: string; cert: string }): Promise<void> {
  const { name, ip, key, cert } = given;
  const host: Host = { name, open: new Map(), carried: [], atOnce: 0 };
  hosts.push(host);
  const byPort = new Map<number | undefined, Carried>();
  const secure = createSecureServer({ key, cert }, (request, response) => {
    byPort.get(request.socket.remotePort)?.requests.push(request.url ?? '');
    void answer(manners[name], request, response).catch(() => request.socket.destroy());
  });
  secure.on('tlsClientError', () => undefined);
  const front = createServer({ noDelay: true }, (socket) => {
    const { remotePort } = socket;
    const carried: Carried = { bytes: 0, requests: [] };
    byPort.set(remotePort, carried);
    host.open.set(socket, carried);
    host.atOnce = Math.max(host.atOnce, host.open.size);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      carried.bytes = socket.bytesWritten;
      // What ended after it was told how to answer anew belongs to the time before.
      if (host.open.delete(socket)) host.carried.push(carried);
      if (byPort.get(remotePort) === carried) byPort.delete(remotePort);
    });
    secure.emit('connection', socket);
  });
  await new Promise<void>((listening) => front.listen(443, ip, listening));
}

function seenBy({ name, open, carried, atOnce }: Host): HostSeen {
  for (const [socket, one] of open) one.bytes = socket.bytesWritten;
  const connections = [...carried, ...open.values()];
  return {
    name,
    requests: connections.flatMap(({ requests }) => requests),
    connections,
    mostBytes: Math.max(0, ...connections.map(({ bytes }) => bytes)),
    atOnce,
  };
}

answerCalls<HostsCalls>({
  listen: async (given) => void (await Promise.all(given.map(open))),
  set: (given) => {
    manners = given;
    for (const host of hosts) {
      const before = [...host.open.keys()];
      host.open.clear();
      for (const socket of before) socket.destroy();
      host.carried = [];
      host.atOnce = 0;
    }
    return Promise.resolve();
  },
  seen: () => Promise.resolve(hosts.map(seenBy)),
});
