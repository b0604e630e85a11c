import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { serverNameOf } from './client-hello.ts';

/** The first bytes that a real TLS client sends. */
async function helloFor(servername: string): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', ...(servername === '' ? {} : { servername }) });
  client.on('error', () => undefined);
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  client.destroy();
  server.close();
  return bytes;
}

describe('the name in a ClientHello', () => {
  it('is the one that a client asks for', async () => {
    expect(serverNameOf(await helloFor('far-shore.test'))).toBe('far-shore.test');
    expect(serverNameOf(await helloFor(''))).toBeNull();
  });

  it('is waited for until all bytes are there, and not looked for in anything else', async () => {
    const hello = await helloFor('far-shore.test');
    for (const length of [0, 4, 60, hello.length - 1])
      expect(serverNameOf(hello.subarray(0, length))).toBeUndefined();
    expect(serverNameOf(Buffer.from('GET / HTTP/1.1\r\nHost: far-shore.test\r\n\r\n'))).toBeNull();
    // A record that ends before its own lengths do.
    const broken = Buffer.from(hello);
    broken.writeUInt16BE(65_000, 5 + 4 + 2 + 32 + 1 + (hello[5 + 4 + 2 + 32] ?? 0));
    expect(serverNameOf(broken)).toBeNull();
  });
});
