import type { Server } from 'node:http';

/** Listens, and tells the port that it got. */
export function listen(server: Server, port: number, host: string): Promise<{ port: number; host: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 4096 }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, host });
    });
  });
}

/** Finishes what is under way, at most `grace` milliseconds long, then ends. */
export function close(server: Server, grace: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const last = setTimeout(() => server.closeAllConnections(), grace);
    // A connection whose answer ends now is idle a moment later.
    const sweep = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(last);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
