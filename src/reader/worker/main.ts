import { answerAsk } from './ask.ts';
import { clock } from './clock.ts';
import type { WorkerData } from './data.ts';
import { readWanted } from './desk.ts';
import { openHouse } from './house.ts';
import type { House } from './house.ts';
import { mayStand } from './places.ts';
import type { WorkerScope } from './worker-scope.ts';
import { said } from '#edition';

/*
 * The worker in the reader's browser. It answers for the edition's own files, and for the proofs below `edition/` that a
 * page checks; never for `/-/`, for what is not fetched with GET, or for other hosts.
 */

declare const LONGWAVE: WorkerData;
declare const self: WorkerScope;

let opened: Promise<House> | undefined;
const open = (): Promise<House> => (opened = openHouse(self, LONGWAVE, clock));
const house = (): Promise<House> => opened ?? open();

self.addEventListener('install', (event) => {
  // Else Chromium asks the own place for each page besides, whole, while the worker starts.
  void event.addRoutes?.({ condition: { requestMethod: 'GET' }, source: 'fetch-event' });
  event.waitUntil(install());
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** No worker where nothing genuine stands, nor where strangers share the place. */
async function install(): Promise<void> {
  const { data, own, paper, save } = await house();
  const standing = (await paper.standing()) ?? (await paper.visit('404.html', true)).standing;
  await paper.refreshList(standing);
  if (!mayStand({ own, list: paper.list }, data.address))
    throw new Error(said`"${own}" is a place that is shared with others; open another mirror`);
  await save();
  await self.skipWaiting();
}

self.addEventListener('fetch', (event) => {
  const wanted = readWanted(event.request, self.registration.scope);
  if (wanted === null) return;
  // A browser may take its time to take the worker away; whoever comes meanwhile comes for the first time.
  const here = house().then((one) => (one.wiped && wanted.page ? open() : one));
  const answer = here.then(({ desk }) => desk.answer(wanted));
  event.respondWith(answer);
  // Time to write down what was learnt.
  event.waitUntil(answer.then(async () => (await here).save()).catch(() => undefined));
});

self.addEventListener('message', (event) => {
  event.waitUntil(
    house()
      .then((opened) => answerAsk(opened, event.data))
      .then((answer) => {
        if (answer !== null) event.ports[0]?.postMessage(answer);
      }),
  );
});
