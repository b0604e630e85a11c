import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Answer, Wish } from './answer.ts';

/** The vantage of this machine: a connection of its own for each address, as a reader's first one is. */
export function lookFromHere({ url, limit, ms, signal }: Wish): Promise<Answer> {
  return new Promise((resolve) => {
    const started = performance.now();
    const stages = new Stages();
    const request = (url.startsWith('https:') ? secure : plain)(url, {
      agent: false,
      headers: { 'accept-encoding': 'identity', connection: 'close' },
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (answer: Answer): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      request.destroy();
      resolve(answer);
    };
    const late = setTimeout(() => {
      const told = `within ${seconds(ms)}`;
      if (size > 0) end({ kind: 'late', text: `only ${size} bytes came ${told}` });
      else end({ kind: 'failed', text: `${stages.silence()} ${told}` });
    }, ms);
    const stop = (): void => end({ kind: 'failed', text: 'the probe was stopped' });
    signal.addEventListener('abort', stop);
    stages.follow(request);
    request.on('error', (error) => {
      const after = size > 0 ? `after ${size} bytes` : `after ${seconds(performance.now() - started)}`;
      end({ kind: 'failed', text: `${stages.failure(error)} ${after}` });
    });
    request.on('response', (response) => {
      const whole = (): void =>
        end({
          kind: 'answer',
          status: response.statusCode ?? 0,
          fields: fieldsOf(response),
          body: Buffer.concat(chunks).subarray(0, limit + 1),
        });
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > limit) whole();
      });
      response.on('end', whole);
      response.on('error', (error) =>
        end({ kind: 'failed', text: `${stages.failure(error)} after ${size} bytes` }),
      );
    });
    request.end();
  });
}

/** How far a connection came, which tells one way of blocking from another. */
class Stages {
  #stage: 'name' | 'connection' | 'TLS' | 'answer' = 'name';

  follow(request: ClientRequest): void {
    request.on('socket', (socket) => {
      socket.once('lookup', () => (this.#stage = 'connection'));
      socket.once('connect', () => (this.#stage = request.protocol === 'https:' ? 'TLS' : 'answer'));
      socket.once('secureConnect', () => (this.#stage = 'answer'));
    });
  }

  silence(): string {
    const missing = {
      name: 'DNS gave no answer',
      connection: 'nobody answered at the address',
      TLS: 'TLS was not set up',
      answer: 'the connection stood but nothing came',
    };
    return missing[this.#stage];
  }

  failure(error: Error): string {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `DNS does not know the name (${code})`;
    if (code === 'ECONNREFUSED') return 'the connection was refused';
    if (/^E(HOST|NET)UNREACH$/.test(code)) return `there is no way to the address (${code})`;
    if (code === 'ECONNRESET' || code === 'EPIPE') return `the connection was reset ${this.#during()}`;
    if (this.#stage === 'TLS') return `TLS failed (${error.message})`;
    return error.message;
  }

  #during(): string {
    return this.#stage === 'TLS'
      ? 'during TLS'
      : this.#stage === 'answer'
        ? 'instead of an answer'
        : 'at once';
  }
}

function fieldsOf(response: IncomingMessage): Map<string, string> {
  return new Map(
    Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
