/** Run by a test as a process of its own: takes statements and dies at the place that it is told. */
import { readFileSync } from 'node:fs';
import { openStore } from '#store';
import { interrupted } from '../../ledger/testing.ts';
import { bankDesk, NOW } from './testing.ts';

const [url = '', place = '', ...files] = process.argv.slice(2);
const store = await openStore({ url, now: () => NOW });
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const dying = interrupted(store, place === 'answer' || place === 'commit' ? place : Number(place), die);
await bankDesk(dying.store).take(...files.map((file) => readFileSync(file)));
await store.close();
