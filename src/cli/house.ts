import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Depot } from '#depot';
import type { Origin } from '#origin';
import { startClock } from './clock.ts';
import { openStoreOf } from './open.ts';
import type { Call } from './call.ts';
import { projectRoot } from './settings.ts';

export type House = { stop(): Promise<void> };

/** Kinds of jobs that decode pictures: they run in a process of their own, whose memory goes when it ends. */
const HEAVY = ['media.render'];

const IDLE_MS = 3_000;

/**
 * What the server does beside serving: keeps the clock, so that stories go live and notices turn on time, presses what
 * changed, and has pictures rendered.
 */
export async function keepHouse(call: Call, parts: { depot: Depot; origin: Origin }): Promise<House> {
  const { settings, out, now } = call;
  const [{ openNewsroom }, { press }, store] = await Promise.all([
    import('#newsroom'),
    import('#press'),
    openStoreOf(settings, now),
  ]);
  const newsroom = await openNewsroom({ store, folder: settings.data, now, random: Math.random });
  const failed = (error: unknown): void =>
    out.note(`A job failed: ${error instanceof Error ? error.message : String(error)}`);
  const pressChanges = async (): Promise<void> => {
    const { depot } = parts;
    const { databaseUrl, data: folder } = settings;
    const report = await press({
      newsroom,
      depot,
      at: now(),
      databaseUrl,
      folder,
      threads: 1,
      onlyChanges: true,
    });
    if (report.how === 'full needed') await runChild('main.ts', ['press']);
    parts.origin.reload();
  };
  const light = Object.fromEntries(
    Object.entries(newsroom.handlers).filter(([kind]) => !HEAVY.includes(kind)),
  );
  const painter = openPainter();
  const { jobs } = store;
  const clocks = [
    startClock({ jobs, handlers: { ...light, press: pressChanges }, now, failed }),
    startClock({
      jobs,
      handlers: Object.fromEntries(HEAVY.map((kind) => [kind, (payload) => painter.run(kind, payload)])),
      now,
      failed,
    }),
  ];
  await pressChanges().catch(failed);
  return {
    async stop() {
      painter.close();
      for (const clock of clocks) await clock.stop();
      await store.close();
    },
  };
}

function childFile(name: string): string {
  return join(projectRoot(), 'src', 'cli', name);
}

async function runChild(file: string, args: string[]): Promise<void> {
  const child = fork(childFile(file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`"longwave ${args.join(' ')}" ended with status ${String(status)}`);
}

type Painter = { run(kind: string, payload: unknown): Promise<void>; close(): void };
type Answer = { error: string | null };

/** A child process that runs one heavy job at a time and is ended when it has had none for a while. */
function openPainter(): Painter {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    child?.kill();
    child = undefined;
  };
  return {
    async run(kind, payload) {
      clearTimeout(idle);
      child ??= fork(childFile('painter.ts'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const current = child;
      const done = Promise.race([
        once(current, 'message').then(([answer]) => (answer as Answer).error),
        once(current, 'exit').then(
          ([status]) => `The process that renders pictures ended with status ${String(status)}`,
        ),
      ]);
      current.send({ kind, payload });
      const error = await done;
      if (current.exitCode !== null) child = undefined;
      idle = setTimeout(end, IDLE_MS).unref();
      if (error !== null) throw new Error(error);
    },
    close() {
      clearTimeout(idle);
      end();
    },
  };
}
