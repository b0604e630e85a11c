import { openStore } from '#store';
import { DESIGNATED, paper, type Line } from './testing.ts';

/* For tests alone: throws the switch and is killed at its `last`-th stop. */

const [url = '', last = '0'] = process.argv.slice(2);
const line: Line = { stops: [], refused: 0 };
const store = await openStore({ url, now: Date.now });
const { designation } = paper(store, { every: 1_000, line, pace: 1_000 });
const [known] = await designation.runs();
const id = known?.id ?? (await designation.begin(DESIGNATED));
await designation.run(id, {
  progress: (done) => {
    if (done === Number(last)) process.kill(process.pid, 'SIGKILL');
  },
});
await store.close();
