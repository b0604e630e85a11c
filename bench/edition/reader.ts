import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { openFollower } from '#edition';
import type { Anchor, Follower, MetadataStore } from '#edition';

/* A reader over real HTTP who counts what comes: bodies as they are sent, in gzip where the server gives it. */

export type Asked = {
  path: string;
  status: number;
  /** Bytes of the body on the wire; of an answer that is not 200, what the server sent until the reader hung up. */
  body: number;
  /** Round trips that had to end before this one could begin, and one. */
  trip: number;
};

/** Added to each answer, so that what depends on another answer is told from what does not. */
const LATENCY = 60;

export class Memory implements MetadataStore {
  readonly items = new Map<string, Uint8Array>();

  copy(): Memory {
    const copy = new Memory();
    for (const [name, bytes] of this.items) copy.items.set(name, bytes);
    return copy;
  }

  read(name: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.items.get(name) ?? null);
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    this.items.set(name, bytes);
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.items.delete(name);
    return Promise.resolve();
  }
}

export class CountingReader {
  readonly follower: Follower;
  asked: Asked[] = [];
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  #ended: { trip: number }[] = [];

  constructor(options: { port: number; anchor: Anchor; memory: Memory; now: () => number }) {
    this.#port = options.port;
    this.follower = openFollower({
      anchor: options.anchor,
      memory: options.memory,
      now: options.now,
      fetch: (path) => this.#fetch(path),
    });
  }

  take(): Asked[] {
    const asked = this.asked;
    this.asked = [];
    this.#ended = [];
    return asked;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #fetch(path: string): Promise<Uint8Array | null> {
    const one: Asked = {
      path,
      status: 0,
      body: 0,
      trip: 1 + this.#ended.reduce((most, { trip }) => Math.max(most, trip), 0),
    };
    this.asked.push(one);
    const [answer] = await Promise.all([this.#get(path), wait(LATENCY)]);
    this.#ended.push(one);
    one.status = answer.status;
    one.body = answer.body.length;
    if (answer.status !== 200) return null;
    return answer.gzip ? unpacked(answer.body) : answer.body;
  }

  #get(path: string): Promise<{ status: number; gzip: boolean; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': 'gzip' };
      get({ port: this.#port, path: `/${path}`, agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            gzip: response.headers['content-encoding'] === 'gzip',
            body: Buffer.concat(parts),
          }),
        );
      }).on('error', reject);
    });
  }
}

async function unpacked(body: Buffer): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
