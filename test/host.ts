import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';

export type Host = { address: string; asked: string[]; close(): Promise<void> };

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.avif': 'image/avif',
};

/**
 * A plain file server. Whether pages of others may read it is the host's own choice.
 *
 * @param options.lies what it shows at some addresses (with their query) instead of what lies there
 */
export async function host(
  folder: string,
  options: { prefix?: string; open?: boolean; lies?: Readonly<Record<string, string>> } = {},
): Promise<Host> {
  const { prefix = '/', open = true, lies = {} } = options;
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    asked.push(path);
    const below = path.startsWith(prefix) ? path.slice(prefix.length) : '404';
    const file = join(folder, below === '' ? 'index.html' : below);
    if (open) response.setHeader('access-control-allow-origin', '*');
    const lie = lies[request.url ?? ''];
    if (lie !== undefined) return void response.writeHead(200, { 'content-type': TYPES['.html'] }).end(lie);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port');
  return {
    address: `http://127.0.0.1:${address.port}${prefix}`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
