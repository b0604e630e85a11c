/** Run by the tests as a process of its own: takes a history and dies at the place that it is told. */
import fc from 'fast-check';
import { openStore } from '#store';
import { openLedger } from './ledger.ts';
import { histories, interrupted, TODAY } from './testing.ts';

const [url = '', seed = '', place = ''] = process.argv.slice(2);
const [history = []] = fc.sample(histories, { numRuns: 1, seed: Number(seed) });
const store = await openStore({ url, now: () => TODAY });
const die = () => process.kill(process.pid, 'SIGKILL');
// A place that this history does not reach is its end.
const dying =
  place === 'answer'
    ? interrupted(store, 'answer', die)
    : interrupted(interrupted(store, 'commit', die).store, Number(place), die);
await openLedger({ store: dying.store, now: () => TODAY }).record(history);
