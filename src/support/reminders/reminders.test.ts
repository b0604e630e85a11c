import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mailAddress, openPostman, putLetter, reminderLetter } from '#post';
import { newSealKey, openSeal, openStore, type Store } from '#store';
import { expect, it } from 'vitest';
import { eachDatabase, opener } from '../../../test/databases.ts';
import { FIRST_RULES } from '../safety/first-rules.ts';
import { openSafety } from '../safety/safety.ts';
import { openReminders, type Wish } from './reminders.ts';

const START = Date.UTC(2026, 10, 28, 12);
const DAY = 86_400_000;
const DUE = Date.UTC(2027, 2, 4, 9);
const key = newSealKey();

const token = (): string => randomBytes(32).toString('base64url');
const wish = (more: Partial<Wish> = {}): Wish => ({
  token: token(),
  address: 'mara@mail.example',
  country: 'DE',
  month: '2027-03',
  lang: 'en',
  ...more,
});

function bench(store: Store, { sealed = true, keys = key }: { sealed?: boolean; keys?: string } = {}) {
  const clock = { at: START };
  const now = () => clock.at;
  const safety = openSafety({ store, now });
  const seal = openSeal(keys);
  const parts = { store, safety, addressOf: mailAddress, now };
  const reminders = openReminders({ ...parts, seal: sealed ? seal : null });
  const due = async (): Promise<string[]> => {
    const handed: string[] = [];
    await reminders.handOver(({ to, lang }) => {
      handed.push(`${to} ${lang}`);
      return Promise.resolve();
    });
    return handed;
  };
  return { clock, safety, seal, reminders, due, parts };
}

const undoOf = (asked: { kind: string; undo?: string }): string => {
  expect(asked.kind).toBe('kept');
  return asked.undo ?? '';
};

eachDatabase((_name, open) => {
  it('S10: a reminder leaves in its month, once, and nothing of it stays', async () => {
    const store = await open({ now: () => START });
    const { clock, reminders, due } = bench(store);
    expect(reminders.months()).toHaveLength(12);
    expect(reminders.months()[0]).toBe('2026-12');
    await reminders.ask(wish({ address: ' Mara@MAIL.example ', lang: 'fa' }));
    await reminders.ask(wish({ address: 'late@mail.example', month: '2027-04' }));
    expect(await reminders.waiting()).toMatchObject({ count: 2, unopened: 0 });
    clock.at = Date.UTC(2027, 2, 1, 8, 59);
    expect(await due()).toEqual([]);
    clock.at = DUE;
    expect(await due()).toEqual(['Mara@mail.example fa']);
    expect(await due()).toEqual([]);
    expect(await reminders.waiting()).toMatchObject({ count: 1 });
    expect((await store.db.selectFrom('reminder').selectAll().execute()).length).toBe(1);
    expect(await store.db.selectFrom('form_token').selectAll().execute()).toEqual([]);
  });

  it('S10: leaves, and is asked for, while the clock runs on', async () => {
    const store = await open({ now: () => START });
    const { clock, reminders, due } = bench(store);
    let passed = 0;
    let from = START;
    Object.defineProperty(clock, 'at', { get: () => from + (passed += 1) });
    for (const address of ['mara@mail.example', 'ilse@mail.example'])
      expect(await reminders.ask(wish({ address }))).toMatchObject({ kind: 'kept' });
    from = DUE + 72 * 3_600_000;
    expect((await due()).toSorted()).toEqual(['ilse@mail.example en', 'mara@mail.example en']);
  });

  it('asks the rules before anything is kept, and again before it leaves', async () => {
    const store = await open({ now: () => START });
    const { clock, safety, reminders, due } = bench(store);
    for (const [country, why] of [
      ['RU', 'country-refused'],
      ['BY', 'country-refused'],
      [null, 'country-unknown'],
      ['ZZ', 'country-unknown'],
    ] as const)
      expect(await reminders.ask(wish({ country }))).toMatchObject({ kind: 'refused', decision: { why } });
    // Who runs the mailbox reads it, wherever its owner lives.
    for (const address of [
      'mara@mail.ru',
      'mara@mail.su',
      'mara@почта.рф',
      'mara@mail.by',
      'mara@mail.co.ir',
    ])
      expect(await reminders.ask(wish({ address })), address).toMatchObject({
        kind: 'refused',
        mailbox: true,
      });
    expect(await store.db.selectFrom('reminder').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('form_token').selectAll().execute()).toEqual([]);
    undoOf(await reminders.ask(wish({ country: 'GE' })));
    undoOf(await reminders.ask(wish({ country: 'DE', address: 'other@mail.example' })));
    undoOf(await reminders.ask(wish({ country: 'DE', address: 'other@mail.ge' })));
    const [first] = FIRST_RULES.rules;
    await safety.change({ format: 1, rules: [{ ...first, country: 'GE' }] }, 0);
    clock.at = DUE;
    expect(await due()).toEqual(['other@mail.example en']);
    expect(await reminders.waiting()).toMatchObject({ count: 0 });
  });

  it('takes the same form once, and who asks twice is written to once', async () => {
    const store = await open({ now: () => START });
    const { clock, reminders, due } = bench(store);
    const form = wish();
    const both = await Promise.all([reminders.ask(form), reminders.ask(form)]);
    expect(undoOf(both[0])).toBe(undoOf(both[1]));
    expect(await reminders.waiting()).toMatchObject({ count: 1 });
    const second = undoOf(await reminders.ask(wish()));
    // Each takes back its own and no other.
    expect(await reminders.undo(second)).toBe(true);
    expect(await reminders.undo(second)).toBe(false);
    undoOf(await reminders.ask(wish()));
    undoOf(await reminders.ask(wish({ month: '2027-04' })));
    clock.at = DUE;
    expect(await due()).toEqual(['mara@mail.example en']);
    clock.at += 32 * DAY;
    expect(await due()).toEqual(['mara@mail.example en']);
    expect(await reminders.ask({ ...form, month: '2027-09' })).toMatchObject({ kind: 'kept' });
  });

  it('a form that was taken back stays so when its page is loaded again', async () => {
    const store = await open({ now: () => START });
    const { reminders } = bench(store);
    const form = wish();
    expect(await reminders.undo(undoOf(await reminders.ask(form)))).toBe(true);
    expect(await reminders.ask(form)).toEqual({ kind: 'over' });
    expect(await reminders.undo('x'.repeat(43))).toBe(false);
  });

  it('takes no address without a key, and no text that is no address', async () => {
    const store = await open({ now: () => START });
    const closed = bench(store, { sealed: false }).reminders;
    expect([closed.open, await closed.ask(wish())]).toEqual([false, { kind: 'closed' }]);
    const { reminders } = bench(store);
    for (const address of [
      '',
      'mara',
      'mara@localhost',
      'a@b.example, c@d.example',
      'a@b.example\r\nBcc: c@d.example',
    ])
      expect(await reminders.ask(wish({ address })), address).toEqual({ kind: 'wrong', field: 'address' });
    for (const month of ['', '2026-11', '2027-12', '2027-3', '2027-13'])
      expect(await reminders.ask(wish({ month })), month).toEqual({ kind: 'wrong', field: 'month' });
    expect(await store.db.selectFrom('reminder').selectAll().execute()).toEqual([]);
  });

  it('leaves what is sealed under another key, and says so', async () => {
    const store = await open({ now: () => START });
    await bench(store).reminders.ask(wish());
    const other = bench(store, { keys: newSealKey() });
    other.clock.at = DUE;
    expect(await other.due()).toEqual([]);
    expect(await other.reminders.waiting()).toMatchObject({ count: 1, unopened: 1 });
    const both = bench(store, { keys: `${newSealKey()}\n${key}` });
    both.clock.at = DUE;
    expect(await both.due()).toEqual(['mara@mail.example en']);
  });

  it('is not lost where handing over fails: deleting and handing over are one', async () => {
    const store = await open({ now: () => START });
    const { clock, seal, reminders } = bench(store);
    await reminders.ask(wish());
    clock.at = DUE;
    await expect(
      reminders.handOver(async ({ to }, db) => {
        const address = 'https://farshore.example/';
        await putLetter({ store, seal, at: DUE }, reminderLetter({ to, lang: 'en', address }), db);
        throw new Error('The disk is full');
      }),
    ).rejects.toThrow('full');
    expect(await reminders.waiting()).toMatchObject({ count: 1 });
    expect(await store.outbox.next()).toBeNull();
  });
});

it('S5: no byte of an address is on the disk, from the form until the letter left, and nothing sealed stays', async () => {
  const { open, clean } = opener('sqlite');
  const url = await open.url();
  const folder = path.dirname(url.replace('sqlite:', ''));
  const store = await openStore({ url, now: () => START });
  const { clock, seal, reminders } = bench(store);
  const bytes = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'latin1'))
      .join('');
  const undo: string[] = [];
  for (let at = 0; at < 300; at++)
    undo.push(undoOf(await reminders.ask(wish({ address: `canary-${at}@canary.example` }))));
  const rows = await store.db.selectFrom('reminder').select(['sealed', 'same']).execute();
  const secrets = rows.flatMap(({ sealed, same }) => [sealed.slice(10, 90), same]);
  expect(bytes()).toContain(secrets[0]);
  const clear = (): void => {
    const all = bytes();
    for (const canary of [
      'canary',
      Buffer.from('canary-').toString('base64').slice(0, 8),
      ...undo.slice(0, 5),
    ])
      expect(all).not.toContain(canary);
  };
  clear();
  const dumped: string[] = [];
  for await (const part of store.dump()) dumped.push(JSON.stringify(part));
  expect(dumped.join('')).not.toContain('canary');
  for (const one of undo.slice(0, 100)) expect(await reminders.undo(one)).toBe(true);
  const undone = bytes();
  expect(secrets.filter((secret) => undone.includes(secret))).toHaveLength(400);
  clock.at = DUE;
  const taken: string[] = [];
  expect(
    await reminders.handOver(({ to, lang }, db) =>
      putLetter(
        { store, seal, at: DUE },
        reminderLetter({ to, lang, address: 'https://farshore.example/' }),
        db,
      ),
    ),
  ).toBe(200);
  clear();
  const handed = bytes();
  for (const secret of secrets) expect(handed.includes(secret)).toBe(false);
  const letters = await store.db.selectFrom('outbox').select('payload_json').execute();
  const postman = openPostman({
    store,
    seal,
    mailer: {
      from: { name: '', address: 'mail@farshore.example' },
      send: ({ to }) => Promise.resolve({ kind: taken.push(to) > 0 ? 'sent' : 'refused', why: '' }),
    },
    bounces: null,
    perMinute: 1_000,
    holder: 'one',
    now: () => DUE,
    failed: () => undefined,
  });
  expect(await postman.round()).toBe(200);
  expect(new Set(taken).size).toBe(200);
  clear();
  const left = bytes();
  const sealed = letters.map(({ payload_json }) => payload_json.slice(20, 100));
  for (const secret of [...secrets, ...sealed]) expect(left).not.toContain(secret);
  await store.close();
  await clean();
});
