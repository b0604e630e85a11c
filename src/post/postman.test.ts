import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newSealKey, openSeal, openStore, type Store } from '#store';
import { afterEach, describe, expect, it } from 'vitest';
import { eachDatabase, opener } from '../../test/databases.ts';
import { putLetter } from './letter.ts';
import { testLetter } from './letters.ts';
import { openPostman } from './postman.ts';
import { sums } from './sums.ts';
import { fieldOf, mailerTo, type MailServer, openServer } from './testing.ts';

const START = Date.UTC(2027, 2, 1, 9);
const MINUTE = 60_000;
const DAY = 86_400_000;
const key = newSealKey();
const seal = openSeal(key);

const servers: MailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function bench(
  store: Store,
  clock: { at: number },
  { refusing = () => null, perMinute = 1_000, holder = 'one' }: Partial<Bench> = {},
) {
  const taken: string[] = [];
  const mail = await openServer({
    onRcptTo: ({ address }, _session, done) => {
      const status = refusing(address);
      if (status === null) return done();
      taken.push(address);
      done(
        Object.assign(new Error(`${status < 500 ? '4.2.0' : '5.1.1'} <${address}>`), {
          responseCode: status,
        }),
      );
    },
  });
  servers.push(mail);
  const failures: string[] = [];
  const parts = { store, seal, bounces: 'bounces@farshore.example', perMinute, now: () => clock.at };
  const postman = openPostman({
    ...parts,
    mailer: mailerTo(mail.server),
    holder,
    failed: (why) => failures.push(why),
  });
  const put = (name: string) =>
    putLetter({ store, seal, at: clock.at }, testLetter({ to: `${name}@mail.example`, lang: 'en' }));
  const to = () => mail.received.flatMap((message) => message.to).toSorted();
  return { ...mail, postman, failures, put, to, parts };
}
type Bench = { refusing: (address: string) => number | null; perMinute: number; holder: string };

eachDatabase((_name, open) => {
  it('sends each letter once, and keeps nothing but how many', async () => {
    const clock = { at: START };
    const store = await open({ now: () => clock.at });
    const { postman, put, to, received } = await bench(store, clock);
    await expect(
      store.transaction(async (db) => {
        await putLetter({ store, seal, at: START }, testLetter({ to: 'lost@mail.example', lang: 'en' }), db);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await put('ada');
    await put('bo');
    expect([await postman.round(), await postman.round()]).toEqual([2, 0]);
    expect(to()).toEqual(['ada@mail.example', 'bo@mail.example']);
    const ids = received.map(({ raw }) => fieldOf(raw, 'message-id'));
    expect(new Set(ids).size).toBe(2);
    expect(await store.outbox.next()).toBeNull();
    expect(await sums(store, { at: START, days: 30 })).toEqual([{ kind: 'test', what: 'sent', count: 2 }]);
    const kept: string[] = [];
    for await (const part of store.dump()) kept.push(JSON.stringify(part));
    expect(kept.join('')).not.toMatch(/mail\.example/);
  });

  it('tries again what was not taken, gives it up in the end, and ends what is refused', async () => {
    const clock = { at: START };
    const store = await open({ now: () => clock.at, random: () => 0.5 });
    let full = true;
    const answers: Record<string, () => number | null> = {
      'gone@mail.example': () => 550,
      'full@mail.example': () => (full ? 452 : null),
      'never@mail.example': () => 451,
    };
    const { postman, put, to, failures } = await bench(store, clock, {
      refusing: (address) => answers[address]?.() ?? null,
    });
    for (const name of ['gone', 'full', 'never', 'well']) await put(name);
    expect(await postman.round()).toBe(2);
    expect(to()).toEqual(['well@mail.example']);
    expect(failures).toEqual(
      Array.from({ length: 2 }, () => expect.stringMatching(/answered 45\d 4\.2\.0 at RCPT TO$/)),
    );
    const waiting = await store.db
      .selectFrom('outbox')
      .select(['error', 'payload_json', 'next_at'])
      .execute();
    expect(waiting.map(({ next_at }) => next_at)).toEqual([START + 2_000, START + 2_000]);
    expect(JSON.stringify(waiting)).not.toMatch(/full|never|mail\.example/);
    full = false;
    clock.at += 2_000;
    expect(await postman.round()).toBe(1);
    clock.at += 5 * DAY;
    expect(await postman.round()).toBe(1);
    expect(to()).toEqual(['full@mail.example', 'well@mail.example']);
    expect(await sums(store, { at: clock.at, days: 30 })).toEqual([
      { kind: 'test', what: 'given-up', count: 1 },
      { kind: 'test', what: 'refused', count: 1 },
      { kind: 'test', what: 'sent', count: 2 },
    ]);
    expect(await store.outbox.next()).toBeNull();
  });

  it('sends no more in a minute than it may, all processes together', async () => {
    const clock = { at: START };
    const store = await open({ now: () => clock.at });
    const first = await bench(store, clock, { perMinute: 3 });
    for (let at = 0; at < 7; at++) await first.put(`r${at}`);
    const second = openPostman({
      ...first.parts,
      mailer: mailerTo(first.server),
      holder: 'two',
      failed: () => undefined,
    });
    // While one holds the lease the other sends nothing.
    await store.lease('post', 'three', MINUTE);
    expect(await first.postman.round()).toBe(0);
    await store.release('post', 'three');
    expect(await first.postman.round()).toBe(3);
    clock.at += MINUTE - 1;
    expect(await first.postman.round()).toBe(0);
    clock.at += 1;
    const both = await Promise.all([first.postman.round(), second.round()]);
    expect(both.toSorted()).toEqual([0, 3]);
    clock.at += MINUTE;
    expect(await first.postman.round()).toBe(1);
    expect(new Set(first.to()).size).toBe(7);
  });
});

it('leaves no byte of an address on the disk, before, while and after it is sent', async () => {
  const { open, clean } = opener('sqlite');
  const url = await open.url();
  const folder = path.dirname(url.replace('sqlite:', ''));
  const clock = { at: START };
  const store = await openStore({ url, now: () => clock.at });
  const { postman, put, failures } = await bench(store, clock, {
    refusing: (address) => (address.startsWith('canary-late') ? (clock.at > START ? null : 451) : null),
  });
  const bytes = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'latin1'))
      .join('');
  for (let at = 0; at < 12; at++) await put(`canary-${at % 4 === 0 ? 'late' : 'soon'}-${at}`);
  const sealed = (await store.db.selectFrom('outbox').select('payload_json').execute()).map(
    ({ payload_json }) => /"sealed":"([^"]+)"/.exec(payload_json)?.[1] ?? '',
  );
  expect(bytes()).not.toContain('canary');
  expect(bytes()).toContain(sealed[3]);
  expect(await postman.round()).toBe(9);
  expect(bytes()).not.toContain('canary');
  clock.at += MINUTE;
  expect(await postman.round()).toBe(3);
  // What was sealed is gone too, for whoever might find the key.
  const left = bytes();
  expect(sealed).toHaveLength(12);
  for (const text of sealed) expect(left).not.toContain(text.slice(10, 90));
  expect(left).not.toContain('canary');
  expect(failures.join()).not.toContain('canary');
  await store.close();
  await clean();
});

describe('a process that is killed', () => {
  const run = async (url: string, server: string, at: number): Promise<number | string> => {
    const child = fork(path.join(import.meta.dirname, 'postman.child.ts'), [url, server, key, String(at)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', () => undefined);
    const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal ?? status ?? -1;
  };

  it.each([
    ['before the server has the message, sends it once', 'RCPT', 1],
    // Between its last word and our remembering it nobody can tell: then it comes twice, under one name.
    ['after the server took it and before it was remembered, sends it twice under one Message-ID', 'DATA', 2],
  ])('%s', async (_what, when, copies) => {
    const { open, clean } = opener('sqlite');
    const url = await open.url();
    const store = await openStore({ url, now: () => START });
    await putLetter({ store, seal, at: START }, testLetter({ to: 'ada@mail.example', lang: 'en' }));
    const pids = path.join(path.dirname(url.replace('sqlite:', '')), 'pid');
    let killed = false;
    const kill = (): void => {
      killed = true;
      process.kill(Number(readFileSync(pids, 'utf8')), 'SIGKILL');
    };
    const received: string[] = [];
    const mail = await openServer({
      onRcptTo: (_to, _session, done) => {
        if (when === 'RCPT' && !killed) return kill();
        done();
      },
      onData: (stream, _session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          received.push(Buffer.concat(parts).toString());
          if (when === 'DATA' && !killed) return kill();
          done();
        });
      },
    });
    servers.push(mail);
    writeFileSync(pids, '');
    expect(await run(url, mail.server, START)).toBe('SIGKILL');
    // Held until it is sure that nobody sends it any more.
    expect(await run(url, mail.server, START + 119_000)).toBe(0);
    expect(received).toHaveLength(copies - 1);
    expect(await run(url, mail.server, START + 121_000)).toBe(0);
    expect(received).toHaveLength(copies);
    expect(new Set(received.map((raw) => fieldOf(raw, 'message-id'))).size).toBe(1);
    expect(await store.outbox.next()).toBeNull();
    await store.close();
    rmSync(pids);
    await clean();
  });
});
