import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'longwave'));

const { readSettings } = await import('./settings.ts');
const { openStoreOf } = await import('./open.ts');
const { openNewsroom } = await import('#newsroom');

/* A process that `house.ts` starts for jobs that decode pictures. It answers each with null or what went wrong. */

type Task = { kind: string; payload: unknown };

const settings = readSettings(process.env);
const store = await openStoreOf(settings, Date.now);
const newsroom = await openNewsroom({ store, folder: settings.data, now: Date.now, random: Math.random });

async function work({ kind, payload }: Task): Promise<string | null> {
  const handler = newsroom.handlers[kind];
  if (!handler) return `No handler is known for jobs of the kind "${kind}"`;
  try {
    await handler(payload);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

process.on('message', (task: Task) => {
  void work(task).then((error) => process.send?.({ error }));
});
process.on('disconnect', () => process.exit(0));
