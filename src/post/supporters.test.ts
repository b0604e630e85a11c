import { openCounter, openGuard, supportGroup } from '#counter';
import { newSealKey, openSeal, type Store } from '#store';
import {
  type Leaving,
  openContributions,
  openLedger,
  openLetters,
  openSafety,
  openTill,
  openWall,
  parseRules,
} from '#support';
import { afterEach, expect, test } from 'vitest';
import { eachDatabase, type Open } from '../../test/databases.ts';
import { mailAddress } from './address.ts';
import { putLetter } from './letter.ts';
import { failedLetter, receiptLetter } from './letters.ts';
import { openPostman } from './postman.ts';
import { sums } from './sums.ts';
import { fieldOf, mailerTo, type MailServer, openServer, partsOf } from './testing.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;
const seal = openSeal(newSealKey());
const ADDRESS = 'mara.canary@mail.example';

const servers: MailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function openPaper(open: Open) {
  const clock = { at: NOON };
  // Time goes on while something is done, as it does.
  const now = (): number => (clock.at += 1);
  const store = await open({ now });
  let drawn = 0;
  const till = openTill({ store, now, random: () => `r${(drawn += 1)}` });
  const safety = openSafety({ store, now });
  const contributions = openContributions({
    store,
    ledger: openLedger({ store, now }),
    safety,
    rails: [till],
    now,
  });
  /** A process that dies where the next letter is written. */
  const dying = { next: false };
  /** Whether her gift came from where the rules refuse, as the bank's statement told. */
  const denied = { now: false };
  const left: Leaving[] = [];
  const letters = openLetters({
    store,
    safety,
    seal,
    addressOf: mailAddress,
    isDenied: () => Promise.resolve(denied.now),
    now,
    async put(leaving, key, db) {
      const letter =
        leaving.kind === 'receipt'
          ? receiptLetter({ ...leaving, paper: 'Far Shore' })
          : failedLetter({
              ...leaving,
              address: 'https://shore.example/-/support/mine',
              undo: `https://shore.example/-/remind/undo/${leaving.undo}`,
            });
      await putLetter({ store, seal, at: now(), key }, letter, db);
      if (dying.next) throw new Error('dies here');
      left.push(leaving);
    },
  });
  const mail = await openServer();
  servers.push(mail);
  const postman = openPostman({
    store,
    seal,
    mailer: mailerTo(mail.server),
    bounces: 'bounces@farshore.example',
    perMinute: 1_000,
    holder: 'one',
    now,
    failed: (why) => expect.fail(why),
  });
  const group = supportGroup({
    contributions,
    safety,
    wall: openWall({ store, safety, isDenied: () => Promise.resolve(false), now }),
    guard: openGuard({ now, told: () => undefined }),
    letters,
    card: null,
    hint: null,
    transferDetails: () => null,
    payTo: null,
    now,
    paper: (wanted) => {
      const lang = ['en', 'ru', 'fa'].includes(wanted) ? wanted : 'en';
      return Promise.resolve({ name: 'Far Shore', lang, front: '/', stylesheet: '/style.css' });
    },
    supportPage: () => Promise.resolve('/support/'),
    arrived: () => undefined,
    led: () => undefined,
    failed: (error) => expect.fail(String(error)),
  });
  const counter = openCounter({ groups: [group], now });
  let visitors = 0;
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await counter.answer(
      new Request(`https://shore.example/-/support${path}`, {
        method: 'POST',
        body: new URLSearchParams({ lang: 'en', ...fields }),
      }),
      { address: `192.0.2.${(visitors += 1) % 250}`, proto: 'https', host: 'shore.example' },
    );
    if (answer === null) throw new Error('Nothing answers there');
    return { status: answer.status, text: await answer.text() };
  };
  const give = async (card = 'pays', lang = 'en') => {
    const wish = { rail: 'till', rhythm: 'monthly', currency: 'USD', amount: '500', lang };
    const code = /name="code" value="([^"]+)"/.exec((await post('', wish)).text)?.[1] ?? '';
    const page = await post('/pay', { code, lang, card, country: 'DE' });
    await contributions.read('till');
    return { code, page: page.text };
  };
  const write = (kind: 'receipt' | 'tell', code: string, more: Record<string, string> = {}) =>
    post(`/mine/${kind}`, { code, form: formOf(), address: ADDRESS, country: 'DE', ...more });
  /** Time goes by: the till charges what is due, and its list is read. */
  const pass = async (days: number): Promise<void> => {
    clock.at += days * DAY;
    await till.tick();
    await contributions.read('till');
  };
  const stateOf = async (code: string) => (await contributions.open(code)).contribution.state;
  return {
    store,
    clock,
    contributions,
    safety,
    letters,
    left,
    dying,
    denied,
    mail,
    postman,
    post,
    give,
    write,
    pass,
    stateOf,
  };
}

let forms = 0;
const formOf = (): string => String((forms += 1)).padStart(43, 'f');

const waiting = async (store: Store) =>
  (await store.db.selectFrom('outbox').select('key').execute()).map(({ key }) => key?.split('.')[0]);
const kept = (store: Store) => store.db.selectFrom('failure_notice').selectAll().execute();

async function wholeOf(store: Store): Promise<string> {
  const all: string[] = [];
  for await (const part of store.dump()) all.push(JSON.stringify(part));
  return all.join('\n');
}

eachDatabase((_name, open) => {
  test('S5, S10: a receipt by one letter, in her language, whose address is nowhere in clear and gone when it left', async () => {
    const { store, give, write, postman, mail } = await openPaper(open);
    const { code, page } = await give('pays', 'ru');
    expect(page).toContain('action="/-/support/mine/receipt"');
    const form = formOf();
    for (let times = 0; times < 2; times++) {
      const answer = await write('receipt', code, { form, lang: 'ru' });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('canary');
    }
    expect(await waiting(store)).toEqual(['receipt']);
    expect(await wholeOf(store)).not.toContain('canary');
    await postman.round();
    expect(mail.received.map(({ to }) => to)).toEqual([[ADDRESS]]);
    const { raw = '' } = mail.received[0] ?? {};
    // Nothing that shows on a locked screen names paper or money.
    const [subject = ''] = raw.split('\r\n').filter((line) => /^subject:/i.test(line));
    expect(Buffer.from(/=\?UTF-8\?B\?([^?]+)/i.exec(subject)?.[1] ?? '', 'base64').toString()).toContain(
      'То, о чём',
    );
    const text = (partsOf(raw)['text/plain'] ?? '').replaceAll(/[\u2066-\u2069\u00a0]/g, ' ');
    expect(text).toContain('Far Shore');
    expect(text).toMatch(/24 ноября 2026.*5\s+\$/);
    expect(text).not.toContain(code);
    expect(fieldOf(raw, 'content-language')).toBe('ru');
    expect(await waiting(store)).toEqual([]);
    expect(await wholeOf(store)).not.toContain('canary');
    expect(await sums(store, { at: NOON, days: 2 })).toEqual([{ kind: 'receipt', what: 'sent', count: 1 }]);
  });

  test('somebody who never asked is not flooded: three receipts of one contribution leave on a day', async () => {
    const { store, give, write, clock } = await openPaper(open);
    const { code } = await give();
    const asked = async () => (await write('receipt', code)).status;
    expect([await asked(), await asked(), await asked(), await asked()]).toEqual([200, 200, 200, 429]);
    expect(await waiting(store)).toHaveLength(3);
    clock.at += DAY;
    expect(await asked()).toBe(200);
  });

  test('S1: nobody is written to where a letter does harm, by where she lives or her mailbox is run', async () => {
    const { store, give, write, denied } = await openPaper(open);
    const { code } = await give();
    for (const kind of ['receipt', 'tell'] as const) {
      denied.now = true;
      expect((await write(kind, code)).status).toBe(403);
      denied.now = false;
      for (const [more, says] of [
        [{ country: 'BY' }, 'We do not write there'],
        [{ country: '-' }, 'Without a country'],
        [{ address: 'mara.canary@mail.ru' }, 'Your mailbox is run'],
      ] as const) {
        const answer = await write(kind, code, more);
        expect([answer.status, answer.text.includes(says)]).toEqual([403, true]);
      }
      expect((await write(kind, code, { address: 'mara at home' })).status).toBe(422);
      expect((await write(kind, code, { country: '' })).status).toBe(422);
      expect((await write(kind, code, { form: 'x' })).status).toBe(400);
    }
    expect(await waiting(store)).toEqual([]);
    expect(await kept(store)).toEqual([]);
  });

  test('two letters tell of a payment that fails, the second a week later, and then it is over', async () => {
    const { store, give, write, pass, letters, left, postman, mail, stateOf } = await openPaper(open);
    const { code } = await give('pays-once');
    expect((await write('tell', code)).status).toBe(200);
    expect(await wholeOf(store)).not.toContain('canary');
    expect(await letters.sendDue()).toBe(0);
    await pass(31);
    // Two servers look at once.
    await Promise.all([letters.sendDue(), letters.sendDue()]);
    for (let days = 0; days < 60; days++) {
      await pass(1);
      await letters.sendDue();
      await postman.round();
      if (days === 4) expect(mail.received).toHaveLength(1);
    }
    expect(await stateOf(code)).toBe('lapsed');
    expect(left.map((one) => one.kind === 'failed' && one.last)).toEqual([false, true]);
    expect(mail.received.map(({ to }) => to)).toEqual([[ADDRESS], [ADDRESS]]);
    for (const { raw } of mail.received) {
      expect(fieldOf(raw, 'list-unsubscribe')).toMatch(/\/-\/remind\/undo\/[A-Za-z0-9_-]{43}>/);
      expect(`${fieldOf(raw, 'subject')}${partsOf(raw)['text/plain']}`).not.toMatch(
        /Far Shore|\$|pay|money/i,
      );
    }
    expect(await kept(store)).toEqual([]);
  });

  test('none leaves after a payment, not even one that waited; and a later failure is told anew', async () => {
    const { store, give, write, pass, letters, left, post, postman, mail, stateOf } = await openPaper(open);
    const { code } = await give('pays-once');
    await write('tell', code);
    await pass(31);
    await letters.sendDue();
    expect(await waiting(store)).toEqual(['failed']);
    await post('/mine/card', { code, card: 'pays-once', country: 'DE' });
    await post('/mine/card', { code, card: 'pays', country: 'DE' });
    expect(await stateOf(code)).toBe('active');
    await letters.sendDue();
    await postman.round();
    expect(mail.received).toEqual([]);
    await post('/mine/card', { code, card: 'pays-once', country: 'DE' });
    await pass(31);
    await letters.sendDue();
    expect(left).toHaveLength(2);
    expect((await kept(store)).map(({ sent }) => sent)).toEqual([1]);
  });

  test('a process that dies while it writes leaves neither half a letter nor two', async () => {
    const { store, give, write, pass, letters, dying, left } = await openPaper(open);
    const { code } = await give('pays-once');
    await write('tell', code);
    await pass(31);
    dying.next = true;
    await expect(letters.sendDue()).rejects.toThrow('dies here');
    expect(await waiting(store)).toEqual([]);
    dying.next = false;
    expect([await letters.sendDue(), await letters.sendDue()]).toEqual([1, 0]);
    expect(left).toHaveLength(1);
  });

  test('S1: the rules are asked again before each letter, and an address that they refuse goes', async () => {
    const { store, safety, give, write, pass, letters } = await openPaper(open);
    const { code } = await give('pays-once');
    await write('tell', code);
    await pass(31);
    const { set, number } = await safety.rules();
    const [rule] = set.rules;
    if (rule === undefined) throw new Error('A paper begins with rules');
    await safety.change(parseRules({ ...set, rules: [...set.rules, { ...rule, country: 'DE' }] }), number);
    expect(await letters.sendDue()).toBe(0);
    expect([await kept(store), await waiting(store)]).toEqual([[], []]);
  });

  test('an address goes with the contribution, by the link in a letter, and when she is forgotten', async () => {
    const { store, give, write, pass, letters, left, post } = await openPaper(open);
    const { code } = await give();
    await write('tell', code);
    expect((await post('/mine', { code })).text).toContain('Delete my address');
    await post('/mine/untell', { code });
    expect(await kept(store)).toEqual([]);
    await write('tell', code);
    await post('/mine/stop', { code });
    expect(await kept(store)).toEqual([]);
    expect((await write('tell', code)).status).toBe(409);
    const other = await give('pays-once');
    await write('tell', other.code);
    await pass(31);
    await letters.sendDue();
    const [letter] = left;
    const undo = letter?.kind === 'failed' ? letter.undo : '';
    expect([await letters.undo(undo), await letters.undo(undo)]).toEqual([true, false]);
    expect([await kept(store), await waiting(store)]).toEqual([[], []]);
    await write('tell', other.code);
    await write('receipt', other.code);
    await post('/mine/forget', { code: other.code });
    expect([await kept(store), await waiting(store)]).toEqual([[], []]);
  });

  test('whatever happens in whatever order, at most two letters stand between two payments', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { store, give, write, pass, letters, left, post, stateOf } = await openPaper(open);
      const draw = seeded(seed);
      const { code } = await give('pays-once');
      await write('tell', code);
      let before = 0;
      for (let step = 0; step < 25; step++) {
        const what = draw(5);
        if (what === 0)
          await post('/mine/card', { code, card: draw(2) === 0 ? 'pays' : 'pays-once', country: 'DE' });
        else await pass(1 + draw(9));
        await letters.sendDue();
        const state = await stateOf(code);
        if (state === 'active') {
          before = left.length;
          expect(await waiting(store)).toEqual([]);
        }
        expect(left.length - before).toBeLessThanOrEqual(2);
        if (state === 'lapsed') expect(await kept(store)).toEqual([]);
      }
      await store.close();
    }
  });
});

/** Whole numbers below `most`, the same for the same seed. */
function seeded(seed: number): (most: number) => number {
  let state = (seed * 2_654_435_769) >>> 0;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * most);
  };
}
