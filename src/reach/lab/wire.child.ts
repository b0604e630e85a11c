import { createServer as createSecureServer, type Server } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { serverNameOf } from './client-hello.ts';
import { ALL_HOSTS } from './names.ts';
import { answerCalls } from './post.ts';
import {
  INTERCEPT_PORT,
  WIRE_PORT,
  type WireCalls,
  type WireManner,
  type WireManners,
} from './wire-manners.ts';

/*
 * The censor's box on the wire: reads the name in the ClientHello and tampers with the bytes that follow. It has no keys
 * of the hosts, so it works with what every such box has: names, sizes, and time.
 */

let manners: WireManners = {};
let tampered = 0;
let interception: Server | undefined;

createServer({ noDelay: true }, (client) => {
  let hello = Buffer.alloc(0);
  client.on('error', () => client.destroy());
  const read = (chunk: Buffer): void => {
    hello = Buffer.concat([hello, chunk]);
    const name = serverNameOf(hello);
    if (name === undefined) return;
    client.off('data', read);
    client.pause();
    treat(client, hello, name ?? '');
  };
  client.on('data', read);
}).listen(WIRE_PORT, '0.0.0.0');

function treat(client: Socket, hello: Buffer, name: string): void {
  const manner = manners[name] ?? { how: 'pass' };
  if (manner.how !== 'pass') tampered++;
  if (manner.how === 'reset-on-name') return void client.resetAndDestroy();
  if (manner.how === 'silent-after-hello') return void client.resume();
  const ip = ALL_HOSTS.find((host) => host.name === name)?.ip;
  if (ip === undefined) return void client.destroy();
  const host = connect({ host: ip, port: 443, noDelay: true });
  host.on('error', () => client.destroy());
  client.on('close', () => host.destroy());
  host.write(hello);
  relay(client, host, manner);
}

function relay(client: Socket, host: Socket, manner: WireManner): void {
  const request = requestWatcher();
  let open = true;
  client.on('data', (chunk: Buffer) => {
    host.write(chunk);
    if (manner.how === 'silent-after-request' && request(chunk)) open = false;
  });
  client.on('end', () => host.end());
  client.resume();
  if (manner.how === 'throttle') return throttle(host, client, manner.bytesPerSecond);
  let passed = 0;
  host.on('data', (chunk: Buffer) => {
    if (!open) return;
    const left = manner.how === 'cut' || manner.how === 'freeze' ? manner.after - passed : Infinity;
    passed += chunk.length;
    if (chunk.length <= left) return void client.write(chunk);
    open = false;
    const first = chunk.subarray(0, left);
    if (manner.how === 'freeze') return void client.write(first);
    client.write(first, () => {
      if (manner.how === 'cut' && manner.by === 'rst') client.resetAndDestroy();
      else client.end();
      host.destroy();
    });
  });
  host.on('end', () => open && client.end());
}

/**
 * Tells when the first request has passed: in TLS 1.3 the client's second record of application data, after the one that
 * ends its handshake.
 */
function requestWatcher(): (chunk: Buffer) => boolean {
  let bytes = Buffer.alloc(0);
  let records = 0;
  return (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 5 && bytes.length >= 5 + bytes.readUInt16BE(3)) {
      if (bytes[0] === 23) records++;
      bytes = bytes.subarray(5 + bytes.readUInt16BE(3));
    }
    return records >= 2;
  };
}

/** Lets through a tenth of a second's worth ten times a second. */
function throttle(host: Socket, client: Socket, bytesPerSecond: number): void {
  const waiting: Buffer[] = [];
  let ended = false;
  host.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    if (waiting.length > 64) host.pause();
  });
  host.on('end', () => (ended = true));
  const timer = setInterval(() => {
    let left = bytesPerSecond / 10;
    for (let chunk = waiting[0]; chunk !== undefined && left > 0; chunk = waiting[0]) {
      client.write(chunk.subarray(0, left));
      if (chunk.length <= left) waiting.shift();
      else waiting[0] = chunk.subarray(left);
      left -= chunk.length;
    }
    if (waiting.length < 32) host.resume();
    if (ended && waiting.length === 0) client.end();
  }, 100);
  client.on('close', () => clearInterval(timer));
}

answerCalls<WireCalls>({
  set: (given) => {
    manners = given;
    tampered = 0;
    return Promise.resolve();
  },
  tampered: () => Promise.resolve(tampered),
  intercept: async (pairs) => {
    const before = interception;
    if (before !== undefined) {
      before.closeAllConnections();
      await new Promise((closed) => before.close(closed));
    }
    const contexts = new Map(Object.entries(pairs).map(([name, pair]) => [name, createSecureContext(pair)]));
    const [first] = Object.values(pairs);
    interception = createSecureServer(
      { ...first, SNICallback: (name, done) => done(null, contexts.get(name)) },
      (request, response) => {
        tampered++;
        const page = pairs[request.headers.host ?? '']?.page ?? '';
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      },
    );
    await new Promise<void>((listening) => interception?.listen(INTERCEPT_PORT, '0.0.0.0', listening));
  },
});
