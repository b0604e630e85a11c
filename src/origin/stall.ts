import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends connections whose readers take nothing of what is waiting for them: whoever took no byte between two looks,
 * `interval` milliseconds apart. The server's own time-out would set a timer anew with each request, which costs more
 * than finding the page does.
 *
 * @returns the function that stops looking
 */
export function endStalled(server: Server, interval: number): () => void {
  const taken = new Map<Socket, number>();
  server.on('connection', (socket) => {
    taken.set(socket, -1);
    socket.once('close', () => taken.delete(socket));
  });
  const timer = setInterval(() => {
    for (const [socket, before] of taken) {
      const waiting = socket.writableLength;
      const now = waiting === 0 ? -1 : socket.bytesWritten - waiting;
      if (now !== -1 && now === before) socket.destroy();
      else taken.set(socket, now);
    }
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}
