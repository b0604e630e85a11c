import { join } from 'node:path';
import type { Desk, DeskOptions } from '#desk';
import type { SideDoor } from '#origin';
import type { Store } from '#store';
import type { Call } from './call.ts';
import type { House } from './house.ts';
import { projectRoot, type Settings } from './settings.ts';

/** The desk's own listener: it answers as soon as the newsroom is open. */
export type DeskDoor = {
  /** Where people find the desk. */
  address: string;
  /** Lets people in; returns the function that shuts the desk again. */
  open(house: House & Required<Pick<DeskOptions, 'cardTesting'>>): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** Listens for the desk. What answers is loaded at the first request. */
export async function openDeskDoor(
  { settings, out, now }: Call,
  listen: (door: SideDoor, port: number, setting: string) => Promise<{ port: number }>,
): Promise<DeskDoor> {
  const [{ createSideDoor, Rate }, { openDesk, requestLimits }] = await Promise.all([
    import('#origin'),
    import('#desk'),
  ]);
  let desk: Desk | null = null;
  const door = createSideDoor({
    trustedProxy: settings.trustedProxy,
    limits: requestLimits,
    log: (text) => out.note(text),
    handle: async (request, visitor) => (desk === null ? closed(request) : desk.fetch(request, visitor)),
  });
  const { port } = await listen(door, settings.deskPort, 'LONGWAVE_DESK_PORT');
  const address = settings.deskAddress === '' ? `http://localhost:${port}` : settings.deskAddress;
  return {
    address,
    open: async ({ store, newsroom, press, keys, editions, happenings, money, saying, cardTesting }) => {
      const opened = openDesk({
        store,
        newsroom,
        press,
        keys,
        editions,
        happenings,
        money,
        cardTesting,
        saying,
        folder: settings.data,
        now,
        random: Math.random,
        rate: (limit) => new Rate(limit),
        address,
        app: join(projectRoot(), 'dist', 'desk'),
        log: (text) => out.note(text),
      });
      desk = opened;
      await inviteFirst({ store, now, out }, address);
      return async () => {
        desk = null;
        await opened.close();
      };
    },
    close: () => door.close(),
  };
}

/** Until the newsroom is open: a browser comes again by itself, so that a link opened too soon leads in all the same. */
function closed(request: Request): Response {
  const message = 'The newsroom is being opened; try again in a moment';
  const headers = { 'retry-after': '2', refresh: '1', 'cache-control': 'no-store' };
  if (!(request.headers.get('accept') ?? '').includes('text/html'))
    return Response.json({ error: { code: 'opening', message } }, { status: 503, headers });
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Longwave</title><p>${message}.</p></html>`;
  return new Response(page, {
    status: 503,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    },
  });
}

/** Where nobody has signed in yet, the server says how. */
async function inviteFirst(
  { store, now, out }: Pick<Call, 'now' | 'out'> & { store: Store },
  address: string,
): Promise<void> {
  const { addAccount, linkAddress, listAccounts, makeLink } = await import('#desk');
  const accounts = await listAccounts(store);
  if (accounts.some(({ passkeys, sessions }) => passkeys + sessions > 0)) return;
  const first =
    accounts.find(({ closedAt }) => closedAt === null) ??
    (await addAccount(store, { name: 'Publisher', roles: ['publisher', 'engineer'], at: now() }));
  const { secret } = await makeLink(store, { account: first, at: now() });
  out.line(`  Sign in at the desk, once and within a day: ${out.bold(linkAddress(address, secret))}`);
}

/** The desk's address for a command that runs beside the server. */
export function deskAddressOf({ deskAddress, deskPort }: Settings): string {
  return deskAddress === '' ? `http://localhost:${deskPort}` : deskAddress;
}
