import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LabError } from './error.ts';
import { systemEnvironment } from './run.ts';

/*
 * A post: a process of ours that stands in a namespace and does what it is asked. Whoever starts it talks to it by
 * Node's own channel, which no namespace and no censor is in the way of; it ends with the channel, however that ends.
 */

/** What a post can be asked, by name. */
export type Calls = Record<string, (argument: never) => Promise<unknown>>;

type Asked<F> = F extends (argument: infer A) => Promise<unknown> ? A : never;
type Answered<F> = F extends (argument: never) => Promise<infer R> ? R : never;

export type Post<C extends Calls> = {
  /** @throws LabError with what went wrong there */
  call<K extends keyof C & string>(name: K, argument: Asked<C[K]>): Promise<Answered<C[K]>>;
  stop(): Promise<void>;
};

type Question = { id: number; name: string; argument: unknown };
type Answer = { id: number; value?: unknown; error?: string };

/** Starts the file as a post. `command` is the program and what stands before the file. */
export async function startPost<C extends Calls>(
  [program, args]: [string, string[]],
  environment: NodeJS.ProcessEnv = {},
): Promise<Post<C>> {
  const child = spawn(program, args, {
    env: { ...systemEnvironment(), ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4000)));
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ended = once(child, 'exit').then(() => {
    for (const one of waiting.values()) one.reject(new LabError(`A post of the lab ended early: ${said}`));
    waiting.clear();
  });
  child.on('message', ({ id, value, error }: Answer) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(value);
    else one?.reject(new LabError(error));
  });
  const ask = asker(child, waiting);
  const post: Post<C> = {
    call: async (name, argument) => (await ask(name, argument)) as Answered<C[typeof name]>,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
  await ask('', null);
  return post;
}

function asker(
  child: ChildProcess,
  waiting: Map<number, { resolve(value: unknown): void; reject(error: Error): void }>,
) {
  let next = 0;
  return (name: string, argument: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new LabError('A post of the lab is gone'));
      const id = next++;
      waiting.set(id, { resolve, reject });
      child.send({ id, name, argument } satisfies Question);
    });
}

/** In the post: answers until the channel is closed, then tidies up and ends. */
export function answerCalls<C extends Calls>(calls: C, tidy: () => Promise<void> = () => Promise.resolve()) {
  process.on('message', ({ id, name, argument }: Question) => {
    void (async () => {
      try {
        const value = name === '' ? null : await calls[name]?.(argument as never);
        process.send?.({ id, value } satisfies Answer);
      } catch (error) {
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        process.send?.({ id, error: words } satisfies Answer);
      }
    })();
  });
  process.once('disconnect', () => void tidy().finally(() => process.exit()));
}
