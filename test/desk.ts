import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addAccount,
  makeLink,
  openDesk,
  requestLimits,
  type Account,
  type Desk,
  type DeskOptions,
  type Role,
} from '#desk';
import { openNewsroom, type Newsroom, type Site } from '#newsroom';
import { createSideDoor, Rate } from '#origin';
import type { Store } from '#store';
import { moneyHere } from './desk-money.ts';

export const START = Date.UTC(2026, 10, 23, 8, 0, 0);

const SITE: Site = {
  names: { en: 'The Harbour Light', ru: 'Свет гавани', fa: 'چراغ بندر' },
  taglines: {},
  address: 'https://light.example',
  timeZone: 'Europe/Vilnius',
  defaultLang: 'en',
  languages: ['en', 'ru', 'fa'],
  adFreeSince: null,
  publisher: { name: 'The Harbour Light', logo: null },
  menus: {},
  footers: {},
};

export type Answer = {
  status: number;
  // What a test looks at is its own to know.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  text: string;
  headers: Record<string, string | string[] | undefined>;
};

export type Sent = { headers?: Record<string, string>; body?: unknown; raw?: Buffer | string };

/** Somebody at a browser of their own. */
export type Person = {
  account: Account;
  /** Asks as the desk's own page would; `body` goes as JSON. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  send(method: string, path: string, sent: Sent): Promise<Answer>;
  cookies: Map<string, string>;
};

export type DeskBench = {
  store: Store;
  newsroom: Newsroom;
  folder: string;
  clock: { now: number };
  rate: DeskOptions['rate'];
  address: string;
  port: number;
  /** How often the press was asked. */
  pressed: () => number;
  /** Signs somebody in by a one-time link. */
  person(name: string, ...roles: Role[]): Promise<Person>;
  /** A browser in which nobody is signed in. */
  stranger(): Person;
  close(): Promise<void>;
};

/** A desk on a real store behind a real listener, with a clock in hand. */
export async function openBench(
  open: (options: { now: () => number }) => Promise<Store>,
  {
    at = START,
    app = join(tmpdir(), 'longwave-no-app'),
    https = false,
    saying,
  }: {
    at?: number;
    app?: string;
    https?: boolean;
    /** What pages of readers say of supporting the paper. Default: nothing. */
    saying?: (store: Store) => ReturnType<NonNullable<DeskOptions['saying']>>;
  } = {},
): Promise<DeskBench> {
  const clock = { now: at };
  const now = (): number => clock.now;
  const folder = mkdtempSync(join(tmpdir(), 'longwave-desk-'));
  const store = await open({ now });
  const newsroom = await openNewsroom({ store, folder, now, random: Math.random });
  await newsroom.site.set(SITE);
  const opened: { desk?: Desk } = {};
  let presses = 0;
  const faults: string[] = [];
  const door = createSideDoor({
    trustedProxy: ['127.0.0.1'],
    limits: requestLimits,
    log: (text) => faults.push(text),
    handle: async (asked, visitor) => {
      if (opened.desk === undefined) throw new Error('The desk is not open yet');
      return opened.desk.fetch(asked, visitor);
    },
  });
  const { port } = await door.listen(0, '127.0.0.1');
  // By https people come to a proxy, which says so.
  const address = https ? 'https://desk.example' : `http://localhost:${port}`;
  const rate: DeskOptions['rate'] = (limit) => new Rate(limit);
  opened.desk = openDesk({
    store,
    newsroom,
    folder,
    now,
    random: Math.random,
    rate,
    address,
    app,
    press: async () => ({ edition: (presses += 1), how: 'changes' }),
    money: moneyHere({ store, now }),
    ...(saying === undefined ? {} : { saying: () => saying(store) }),
    log: (text) => faults.push(text),
  });
  const agent = new Agent({ keepAlive: true });
  const browser = (account: Account): Person => openBrowser({ port, address, agent, account });
  return {
    store,
    newsroom,
    folder,
    clock,
    rate,
    address,
    port,
    pressed: () => presses,
    stranger: () => browser({ id: '', name: '', roles: [], createdAt: 0, closedAt: null }),
    async person(name, ...roles) {
      const account = await addAccount(store, { name, roles, at: now() });
      const { secret } = await makeLink(store, { account, at: now() });
      const person = browser(account);
      const answer = await person.ask('POST', `/api/link/${secret}`);
      if (answer.status !== 200) throw new Error(`Nobody was let in: ${answer.text}`);
      return person;
    },
    async close() {
      agent.destroy();
      await opened.desk?.close();
      await door.close();
      rmSync(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`The desk failed: ${faults.join('; ')}`);
    },
  };
}

let visitors = 0;

function openBrowser(of: { port: number; address: string; agent: Agent; account: Account }): Person {
  const { port, address, agent, account } = of;
  const cookies = new Map<string, string>();
  // Each browser comes from an address of its own, as behind a proxy.
  visitors += 1;
  const from = `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
  const send: Person['send'] = (method, path, { headers = {}, body, raw }) =>
    new Promise((resolve, reject) => {
      const bytes = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const asked = request({
        port,
        host: '127.0.0.1',
        method,
        path,
        agent,
        headers: {
          host: new URL(address).host,
          'x-forwarded-for': from,
          'x-forwarded-proto': new URL(address).protocol.replace(':', ''),
          ...(cookie === '' ? {} : { cookie }),
          ...(bytes === undefined ? {} : { 'content-length': `${Buffer.byteLength(bytes)}` }),
          ...headers,
        },
      });
      asked.once('error', reject);
      asked.once('response', (response) => {
        const parts: Buffer[] = [];
        for (const line of response.headers['set-cookie'] ?? []) {
          const [pair = ''] = line.split(';');
          const [name = '', value = ''] = pair.split('=');
          if (/max-age=0/i.test(line)) cookies.delete(name);
          else cookies.set(name, value);
        }
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(parts).toString();
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          resolve({
            status: response.statusCode ?? 0,
            body: isJson && text !== '' ? (JSON.parse(text) as unknown) : null,
            text,
            headers: response.headers,
          });
        });
      });
      asked.end(bytes);
    });
  return {
    account,
    cookies,
    send,
    ask: (method, path, body) =>
      send(method, path, {
        body: method === 'GET' ? undefined : (body ?? (method === 'DELETE' ? undefined : {})),
        headers: {
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
          origin: address,
          'sec-fetch-site': 'same-origin',
        },
      }),
  };
}

/** Listens to the desk's events as a tab does. */
export function listen(person: Person, desk: Pick<DeskBench, 'address'>, heard: (text: string) => void) {
  const stopped = new AbortController();
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const run = async (): Promise<void> => {
    const answer = await fetch(`${desk.address.replace('localhost', '127.0.0.1')}/api/events`, {
      headers: { cookie },
      signal: stopped.signal,
    });
    for await (const part of answer.body ?? []) {
      heard(Buffer.from(part).toString());
      resolve();
    }
  };
  void run().catch(() => undefined);
  return { ready, stop: () => stopped.abort() };
}

export { draft } from './desk-draft.ts';

/** Two authors, one of them a pseudonym, a section and tags. */
export async function stock({ newsroom }: Pick<DeskBench, 'newsroom'>): Promise<void> {
  for (const id of ['world', 'home']) await newsroom.sections.put({ id, names: { en: id } });
  for (const id of ['a', 'b', 'c']) await newsroom.tags.put({ id, names: { en: id } });
  const author = { bios: {}, portrait: null };
  await newsroom.authors.put({ id: 'mara', names: { en: 'Mara' }, pseudonymous: false, ...author });
  await newsroom.authors.put({ id: 'gull', names: { en: 'Gull' }, pseudonymous: true, ...author });
}

/** Brings a file of these words into the media library, under a name. */
export function sendFile(person: Person, desk: Pick<DeskBench, 'address'>, name: string, text: string) {
  return person.send('POST', `/api/media?name=${encodeURIComponent(name)}`, {
    headers: {
      'content-type': 'application/octet-stream',
      origin: desk.address,
      'sec-fetch-site': 'same-origin',
    },
    raw: text,
  });
}
