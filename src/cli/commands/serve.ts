import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { CardTesting } from '#counter';
import type { Depot } from '#depot';
import type { Origin, SideDoor } from '#origin';
import type { SupportCounter } from '../support/counter.ts';
import type { Store } from '#store';
import type { Settings } from '../settings.ts';
import { editionFolder, openDepotOf, openStoreOf } from '../open.ts';
import { runChild } from '../child.ts';
import { type DeskDoor, openDeskDoor } from '../desk-door.ts';
import { openGiveBack } from '../give-back.ts';
import type { Call, Define } from '../call.ts';
import { Refusal } from '../out.ts';
import { existsSync } from 'node:fs';

type Options = { sample?: boolean };

export const define: Define = (command, act) => {
  command
    .option('--sample', 'make the sample newsroom first when the data folder is empty')
    .addHelpText(
      'after',
      `
Examples:
  longwave serve                              on http://127.0.0.1:4000
  LONGWAVE_PORT=8080 longwave serve           on another port
  LONGWAVE_TRUSTED_PROXY=127.0.0.1 longwave serve   behind Caddy or nginx (docs/deploy/)

Stop it with Ctrl-C: what is under way is finished first.
`,
    )
    .action(act((call: Call, options: Options) => serve(call, options)));
};

async function serve(call: Call, options: Options): Promise<void> {
  const { settings, out, now } = call;
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  if (!existsSync(editionFolder(settings))) await firstStart(call, options, stop);
  const depot = await openDepotOf(settings, now);
  const { createOrigin } = await import('#origin');
  const health = { ready: () => false };
  const giveBack = openGiveBack();
  // Loaded when first asked for: readers' pages need none of it.
  let store: Promise<Store> | undefined;
  const storeNow = (): Promise<Store> =>
    (store ??= openStoreOf(settings, now).catch((error: unknown) => {
      // It may be there the next time.
      store = undefined;
      throw error;
    }));
  let counter: Promise<SupportCounter> | undefined;
  const counterNow = (): Promise<SupportCounter> =>
    (counter ??= Promise.all([import('../support/counter.ts'), storeNow()])
      .then(([{ openCounterOf }, opened]) => openCounterOf(call, opened))
      .catch((error: unknown) => {
        counter = undefined;
        throw error;
      }));
  const openRoutes = async () =>
    (await import('../routes.ts')).openRoutes({ depot, health, now, store: storeNow, counter: counterNow });
  let routes: ReturnType<typeof openRoutes> | undefined;
  const origin = createOrigin({
    depot,
    cacheBytes: settings.cacheBytes,
    trustedProxy: settings.trustedProxy,
    ...(settings.onion === '' ? {} : { onion: settings.onion }),
    handle: async (request, visitor) => (await (routes ??= openRoutes()))(request, visitor),
    log: (text) => out.note(text),
    rested: giveBack,
  });
  let desk: DeskDoor | undefined;
  try {
    const { port } = await listen(origin, settings, settings.port, 'LONGWAVE_PORT');
    desk = await openDeskDoor(call, (door, wanted, name) => listen(door, settings, wanted, name));
    const { address: deskAddress } = desk;
    const address = `http://${hostOf(settings)}:${port}/`;
    out.result({ address, desk: deskAddress, data: settings.data, pid: process.pid }, () => {
      out.line(`${out.good('●')} Reader site  ${out.bold(address)}`);
      out.line(`${out.good('●')} Desk         ${out.bold(deskAddress)}`);
      out.line(out.dim(`  Data in ${settings.data}; stop with Ctrl-C`));
    });
    const cardTesting = async () => (await counter?.catch(() => undefined))?.cardTesting() ?? null;
    await keepOpen(call, { depot, origin, desk, health, giveBack, stop, cardTesting });
  } finally {
    await desk?.close();
    await origin.close();
    await (await store?.catch(() => undefined))?.close();
    await depot.close();
  }
}

type Parts = {
  depot: Depot;
  origin: Origin;
  desk: DeskDoor;
  health: { ready: () => boolean };
  giveBack: () => void;
  stop: Promise<unknown>;
  /** Null: nobody has asked the counter for anything yet. */
  cardTesting: () => Promise<CardTesting | null>;
};

/** Loading what the newsroom needs holds up the process for longer than a start takes; who asks at once is answered. */
const READERS_FIRST_MS = 250;

/** How often a newsroom that cannot be opened is tried again: its database may only be starting. */
const TRY_AGAIN_MS = 10_000;

/**
 * Keeps house until told to stop. Readers come first: without a database the last edition is served all the same, and
 * only the newsroom's clock stands still.
 */
async function keepOpen(
  call: Call,
  { depot, origin, desk, health, giveBack, stop, cardTesting }: Parts,
): Promise<void> {
  const { out } = call;
  const stopped = new AbortController();
  const { signal } = stopped;
  const ended = stop.then(() => {
    out.note('Stopping: finishing what is under way');
    stopped.abort();
  });
  await wait(READERS_FIRST_MS, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) return;
  const { keepHouse } = await import('../house.ts');
  let told = '';
  while (!signal.aborted) {
    const opening = keepHouse(call, { depot, origin, giveBack });
    let shut: (() => Promise<void>) | undefined;
    try {
      const house = await Promise.race([opening, ended]);
      if (house !== undefined) shut = await desk.open({ ...house, cardTesting });
      if (house !== undefined) health.ready = house.running;
    } catch (error) {
      const head = depot.head();
      if (head === null) throw error;
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told) out.note(standsStill(why, head.edition));
      told = why;
      await wait(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    if (told !== '' && shut !== undefined) out.note('The newsroom is open again; its clock goes on');
    await ended;
    await Promise.all([origin.close(), desk.close()]);
    await shut?.();
    // Told to stop while it was being opened, it may fail to open as well.
    const house = await opening.catch(() => null);
    await house?.stop();
  }
}

const standsStill = (why: string, edition: number): string =>
  `The newsroom cannot be opened: ${why}
Its clock stands still: nothing goes live and nothing is pressed; readers get edition ${edition} as it is`;

const hostOf = ({ host }: Settings): string => (host.includes(':') ? `[${host}]` : host);

/** @throws Refusal when the port or the address cannot be had */
async function listen(
  server: Origin | SideDoor,
  { host }: Settings,
  port: number,
  name: string,
): Promise<{ port: number }> {
  try {
    return await server.listen(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const refused = UNHEARD[code];
    throw refused === undefined ? error : new Refusal(refused(`${port}`, host, name));
  }
}

/** Why a server cannot listen, by the system's code. */
const UNHEARD: Record<string, (port: string, host: string, name: string) => string> = {
  EADDRINUSE: (port, host, name) =>
    `Port ${port} on ${host} is taken; stop the other program or set ${name} to a free port`,
  EACCES: (port, host, name) =>
    `Port ${port} on ${host} is not allowed for this user; set ${name} to 1024 or above and put a proxy in front`,
  EADDRNOTAVAIL: (_, host) => `This machine has no address ${host}; correct LONGWAVE_HOST`,
  ENOTFOUND: (_, host) => `Nobody knows the host "${host}"; correct LONGWAVE_HOST`,
  EAI_AGAIN: (_, host) =>
    `The host "${host}" cannot be looked up; set LONGWAVE_HOST to an address in figures`,
};

async function firstStart(call: Call, options: Options, stop: Promise<unknown>): Promise<void> {
  if (options.sample !== true) {
    throw new Refusal(`There is no newsroom in "${call.settings.data}" yet`, [
      'Make one with "longwave init", or try the sample with "longwave serve --sample"',
    ]);
  }
  await runChild(['init', '--sample'], stop);
}
