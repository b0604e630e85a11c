/** Run by the tests as processes of their own that compete: does every job that is due, and prints which it did. */
import { openStore } from './store.ts';

const [url = '', at = '0', dieAt = ''] = process.argv.slice(2);
const store = await openStore({ url, now: () => Number(at) });
const ran: unknown[] = [];
await store.jobs.runDue(
  {
    count: async (payload) => {
      if (String(payload) === dieAt) process.kill(process.pid, 'SIGKILL');
      ran.push(payload);
      await new Promise((resolve) => setImmediate(resolve));
    },
  },
  Number(at),
);
await store.close();
console.log(JSON.stringify(ran));
