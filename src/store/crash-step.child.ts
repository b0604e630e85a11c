/**
 * Run by the tests as a process of its own: dies inside of a migration, after so many of its statements, and before it
 * is committed where they are all.
 */
import type { Ddl } from './ddl.ts';
import { migrations } from './migrations/all.ts';
import { type Migration, openStore } from './store.ts';

const [url = '', number = '', statements = ''] = process.argv.slice(2);

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => {});
}

function dying(migration: Migration): Migration {
  let left = Number(statements);
  const counted = (ddl: Ddl): Ddl =>
    new Proxy(ddl, {
      get(target, name: keyof Ddl) {
        const act = target[name];
        if (typeof act !== 'function') return act;
        return async (...args: unknown[]) => {
          if (left === 0) await die();
          left -= 1;
          await Reflect.apply(act, target, args);
        };
      },
    });
  return {
    ...migration,
    async up(ddl) {
      await migration.up(counted(ddl));
      await die();
    },
  };
}

const known = migrations.map((one) => (one.number === Number(number) ? dying(one) : one));
await openStore({ url, now: () => 0, migrations: known });
