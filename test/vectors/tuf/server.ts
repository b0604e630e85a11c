import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

/* A real HTTP server on a port of its own, for tests of TUF. */

export type Server = { url: string; close(): Promise<void> };

/**
 * Answers each request by a function of its path, which has no leading slash. An error in it ends the connection; `url`
 * ends in a slash.
 */
export async function serve(
  answer: (path: string, response: ServerResponse) => Promise<void> | void,
): Promise<Server> {
  const server = createServer((request, response) => {
    Promise.resolve(answer((request.url ?? '/').slice(1), response)).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
