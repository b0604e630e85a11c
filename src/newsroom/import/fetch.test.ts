import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchMedia, FETCH_LIMITS, INTERNET, isPublicAddress, type Network } from './fetch.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** A host on this machine; `network` lets names lead to it, as if it were out there. */
async function host(listener: RequestListener): Promise<{ port: number; network: Network; asked: string[] }> {
  server = createServer(listener);
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const asked: string[] = [];
  const network: Network = {
    addresses: async (name) => {
      asked.push(name);
      if (name === 'inside.example') return [{ address: '10.0.0.7', family: 4 }];
      if (name === 'both.example')
        return [
          { address: '127.0.0.1', family: 4 },
          { address: '169.254.169.254', family: 4 },
        ];
      if (name === 'nowhere.example') throw new Error('ENOTFOUND');
      return [{ address: '127.0.0.1', family: 4 }];
    },
    allows: (address) => address === '127.0.0.1',
  };
  return { port: (server.address() as AddressInfo).port, network, asked };
}

const send =
  (type: string, body: string | Buffer, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  'ff02::1',
  '2001:db8::1',
  'not an address',
  '',
])('%s is not of the open internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.216.34', '2606:2800:220:1::1'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe('fetching', () => {
  test('a picture comes, with nothing sent that tells who asks', async () => {
    let headers: unknown = null;
    const { port, network } = await host((request, response) => {
      headers = request.headers;
      send('image/png', 'bytes')(request, response);
    });
    const got = await fetchMedia(`http://pictures.example:${port}/a.png`, network);
    expect(got).toEqual({ ok: true, bytes: Buffer.from('bytes'), type: 'image/png' });
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
    expect(headers).toHaveProperty('host', `pictures.example:${port}`);
  });

  test('inner addresses are refused: by number, by name, one among several, after a redirect', async () => {
    const { port, network } = await host((request, response) => {
      response.writeHead(302, {
        location: request.url === '/name' ? 'http://inside.example/x.png' : 'http://10.0.0.7/x.png',
      });
      response.end();
    });
    for (const address of [
      'http://10.0.0.7/a.png',
      'http://[::1]/a.png',
      'http://0x7f.1/a.png',
      'http://inside.example/a.png',
      'http://both.example/a.png',
      `http://pictures.example:${port}/name`,
      `http://pictures.example:${port}/number`,
    ]) {
      const refuse: Network = {
        ...network,
        allows: (ip) => address.includes('pictures.example') && network.allows(ip),
      };
      expect(await fetchMedia(address, refuse)).toMatchObject({
        ok: false,
        why: { code: 'host_inner', text: expect.stringMatching(/not of the open internet/) },
      });
    }
    expect(await fetchMedia('http://localhost/a.png', INTERNET)).toMatchObject({ ok: false });
    expect(await fetchMedia('http://169.254.169.254/latest/meta-data', INTERNET)).toMatchObject({
      ok: false,
      again: false,
    });
  });

  test('a name is looked up once for each request, and that answer is what is spoken to', async () => {
    const { port, network, asked } = await host(send('image/png', 'x'));
    await fetchMedia(`http://rebinding.example:${port}/a.png`, network);
    expect(asked).toEqual(['rebinding.example']);
  });

  test('type, size, time, redirects, passwords and schemes have limits', async () => {
    const { port, network } = await host((request, response) => {
      const path = request.url ?? '';
      if (path === '/page') send('text/html', '<p>')(request, response);
      else if (path === '/svg') send('image/svg+xml', '<svg>')(request, response);
      else if (path === '/big') send('image/png', Buffer.alloc(5_000))(request, response);
      else if (path === '/gone') send('image/png', '', 404)(request, response);
      else if (path === '/busy') send('image/png', '', 503)(request, response);
      else if (path === '/loop') response.writeHead(301, { location: '/loop' }).end();
      else response.writeHead(200, { 'content-type': 'image/png' }).write('slow');
    });
    const limits = { ...FETCH_LIMITS, bytes: 4_000, seconds: 0.3 };
    const why = async (path: string) => fetchMedia(`http://a.example:${port}${path}`, network, limits);
    expect(await why('/page')).toMatchObject({
      why: { code: 'no_medium', text: 'It is "text/html", not a picture, sound or file' },
    });
    expect(await why('/svg')).toMatchObject({ ok: false });
    expect(await why('/big')).toMatchObject({
      why: { code: 'file_large', text: expect.stringMatching(/^It is larger than/) },
      again: false,
    });
    expect(await why('/gone')).toMatchObject({ why: { text: 'The host answers 404' }, again: false });
    expect(await why('/busy')).toMatchObject({ again: true });
    expect(await why('/loop')).toMatchObject({ why: { text: 'It redirects more than 5 times' } });
    expect(await why('/slow')).toMatchObject({ ok: false, again: true });
    expect(await fetchMedia('http://nowhere.example/', network)).toMatchObject({ again: true });
    expect(await fetchMedia('file:///etc/passwd', network)).toMatchObject({
      why: { text: 'Only http and https addresses are fetched' },
    });
    expect(await fetchMedia('http://u:p@a.example/', network)).toMatchObject({
      why: { text: 'The address carries a password' },
    });
  });
});
