import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Limits } from './guest.ts';
import { createSideDoor, type SideDoor } from './side-door.ts';

const LIMITS = { bytes: 2_000_000, ms: 60_000 };

describe('a side door', () => {
  let door: SideDoor;
  afterEach(() => door.close());

  const open = async (
    handle: (request: Request) => Promise<Response>,
    limits: Limits = LIMITS,
  ): Promise<{ port: number; faults: string[] }> => {
    const faults: string[] = [];
    door = createSideDoor({ handle, limits: () => limits, log: (text) => faults.push(text) });
    const { port } = await door.listen(0, '127.0.0.1');
    return { port, faults };
  };
  const said = async (port: number, text: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (piece: Buffer) => (answer += piece.toString()));
    socket.on('error', () => undefined);
    socket.write(text);
    await once(socket, 'close');
    return answer;
  };
  const read = async (request: Request): Promise<Response> =>
    new Response(String((await request.arrayBuffer()).byteLength));

  it('hands a request on, whatever its address', async () => {
    const { port } = await open(async (request) => new Response(new URL(request.url).pathname));
    expect(await (await fetch(`http://127.0.0.1:${port}/any/where?x=1`)).text()).toBe('/any/where');
  });

  it('refuses what is too large, told beforehand or not', async () => {
    const { port, faults } = await open(read, { ...LIMITS, linger: 200 });
    const told = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000001\r\n\r\n`;
    expect(await said(port, told)).toMatch(/^HTTP\/1\.1 413/);
    const piece = `f4240\r\n${'x'.repeat(1_000_000)}\r\n`;
    const untold = `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${piece.repeat(3)}0\r\n\r\n`;
    expect(await said(port, untold)).toMatch(/^HTTP\/1\.1 413/);
    expect(faults).toEqual([]);
  });

  it('ends a request that does not arrive in its time', async () => {
    const { port } = await open(read, { bytes: 100, ms: 50 });
    expect(await said(port, `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf`)).toBe('');
  });

  it('lets a sender that is refused finish, within a time, so that it sees the answer', async () => {
    const { port } = await open(async () => new Response('No', { status: 401 }), { ...LIMITS, linger: 200 });
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1900000\r\n\r\n`;
    expect(await said(port, head)).toMatch(/^HTTP\/1\.1 401/);
    const next = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const answers = await said(port, `${head}${'x'.repeat(1_900_000)}${next}`);
    expect(answers.match(/HTTP\/1\.1 401/g)).toHaveLength(2);
  });

  it('a disk that is full in the middle of a body is heard of by whoever sends it', async () => {
    const { port } = await open(async (request) => {
      const body = Readable.fromWeb(request.body as never);
      const error = await pipeline(body, createWriteStream('/dev/full')).catch((caught: unknown) => caught);
      return new Response((error as Error).message, { status: 507 });
    });
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nfirst`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 507/);
    let rest = answer.toString();
    socket.on('data', (piece: Buffer) => (rest += piece.toString()));
    socket.write(`${'x'.repeat(999_995)}GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    expect(rest.match(/HTTP\/1\.1 /g)).toHaveLength(2);
  });

  it('goes on after a handler that failed, and tells nothing of it', async () => {
    const { port, faults } = await open(async () => {
      throw new Error('The inside');
    });
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, (await answer.text()).includes('inside')]).toEqual([500, false]);
    expect(faults).toEqual(['An answer failed: The inside']);
    expect(
      await said(port, 'GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1\.1 400/);
  });
});
