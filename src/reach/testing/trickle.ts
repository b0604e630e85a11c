import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/* For tests alone: a line between a push and its server that becomes slow. */

export type Line = {
  port: number;
  /** Bytes that came from the server so far. */
  passed: () => number;
  /** From now on, of what the server says one byte passes every 50 ms; or all of it again. */
  slow(isSlow: boolean): void;
  stop(): void;
};

export async function lineTo(port: number): Promise<Line> {
  let [passed, isSlow] = [0, false];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let held = Buffer.alloc(0);
    const timer = setInterval(() => {
      const bytes = held.subarray(0, isSlow ? 1 : held.length);
      held = held.subarray(bytes.length);
      if (bytes.length > 0) near.write(bytes);
    }, 50);
    far.on('data', (bytes: Buffer) => {
      passed += bytes.length;
      if (isSlow || held.length > 0) held = Buffer.concat([held, bytes]);
      else near.write(bytes);
    });
    near.pipe(far);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    passed: () => passed,
    slow: (wanted) => void (isSlow = wanted),
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
