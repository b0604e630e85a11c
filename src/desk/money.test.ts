import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Money } from '#desk';
import { minor, openSafety, openTill, openWall, type Wish } from '#support';
import { eachDatabase } from '../../test/databases.ts';
import { bankStatement, OWN } from '../../test/bank-statement.ts';
import { moneyHere, NO_STATEMENT } from '../../test/desk-money.ts';
import { type DeskBench, openBench, type Person } from '../../test/desk.ts';

const DAY = 86_400_000;

const NAME = 'Canary Person';
const FILES: Record<string, string> = {
  'november.xml': bankStatement(
    { id: 'S1', from: '2026-10-31', opening: 100_00, until: '2026-11-20', day: '2026-11-03' },
    [
      { amount: 5_00, name: NAME, words: 'for the paper', reference: 'B1' },
      { amount: 20_00, day: '2026-11-04', name: NAME, words: 'rent of the hall', reference: 'B2' },
      { amount: -3_00, day: '2026-11-05', name: 'Power works', reference: 'B3' },
    ],
  ),
  'wrong.xml': NO_STATEMENT,
};

const WISH: Wish = {
  rail: 'till',
  rhythm: 'monthly',
  currency: 'USD',
  amount: 500,
  cover: false,
  purpose: 'self',
  visibility: 'private',
  lang: 'en',
};

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let publisher: Person;
  let other: Person;
  let editor: Person;
  let money: Money;
  beforeEach(async () => {
    desk = await openBench(open);
    publisher = await desk.person('Ana', 'publisher');
    other = await desk.person('Ben', 'publisher');
    editor = await desk.person('Ivo', 'editor');
    money = await moneyHere({ store: desk.store, now: () => desk.clock.now })();
  });
  afterEach(() => desk.close());

  const give = async (wish: Partial<Wish> = {}, method = 'play:pays:DE'): Promise<void> => {
    const { code } = await money.contributions.begin({ ...WISH, ...wish });
    await money.contributions.pay(code, { method });
  };
  const trail = async (): Promise<{ act: string; account: string | null; text: string }[]> => {
    const rows = await desk.store.db
      .selectFrom('audit')
      .selectAll()
      .where('act', 'like', 'money.%')
      .execute();
    return rows.map((row) => ({ act: row.act, account: row.account, text: JSON.stringify(row) }));
  };
  const first = async (): Promise<{ id: string; source: string }> => {
    const [row] = (await publisher.ask('GET', '/api/money/contributions')).body.rows;
    const file = await publisher.ask('GET', `/api/money/contributions/${row.id}`);
    return { id: row.id, source: file.body.payments[0].source };
  };

  it('shows no figure of fewer than ten, and sums of more without anybody', async () => {
    for (let at = 0; at < 9; at++) await give();
    await give({ currency: 'EUR', rhythm: 'once' });
    await money.contributions.read('till');
    const figures = async () => (await editor.ask('GET', '/api/money/figures?months=2')).body;
    const few = await figures();
    expect(few).toMatchObject({ fewest: 10, standing: null, shares: [], isMore: true });
    expect(few.months[1]).toEqual({
      month: '2026-11',
      gap: null,
      recurring: { count: null, sums: [] },
      began: 10,
      ended: 0,
    });
    await give();
    await money.contributions.read('till');
    const enough = await figures();
    expect(enough.standing).toBe(10);
    expect(enough.months[1].recurring).toEqual({ count: 10, sums: [{ currency: 'USD', amount: 5_000 }] });
    // One gift in another currency stays untold, and no total tells it.
    expect(enough.shares).toEqual([{ rail: 'till', currency: 'USD', count: 10, amount: 5_000 }]);
    expect(JSON.stringify(enough)).not.toContain('EUR');
  });

  it('counts one that pays every month as one, and payments of which nobody knows whose they are as one a month', async () => {
    const till = openTill({
      store: desk.store,
      now: () => desk.clock.now,
      random: () => `t${desk.clock.now}`,
    });
    await give();
    for (let month = 1; month < 12; month++) {
      desk.clock.now += 31 * DAY;
      await till.tick();
      const of = { kind: 'payment', rail: 'till', currency: 'EUR', amount: minor(700) } as const;
      const day = new Date(desk.clock.now).toISOString().slice(0, 10);
      await money.ledger.record([{ ...of, source: `stray-${month}`, day }]);
    }
    await money.contributions.read('till');
    const { rows } = await money.contributions.list({}, { limit: 1, before: null });
    const file = await money.contributions.file(rows[0]?.id ?? '');
    expect(file?.payments.length).toBeGreaterThanOrEqual(10);
    const late = await desk.person('Later', 'editor');
    const { body } = await late.ask('GET', '/api/money/figures?months=12');
    expect([body.shares, body.isMore, body.standing]).toEqual([[], true, null]);
  });

  it('gives back once, whoever presses and how often, and the trail names no supporter', async () => {
    await give({ rhythm: 'once' });
    await money.contributions.read('till');
    const { id, source } = await first();
    const back = (by: Person, amount: number, seen: number) =>
      by.ask('POST', `/api/money/contributions/${id}/refund`, { source, amount, reason: 'asked-for', seen });
    const both = await Promise.all([back(publisher, 300, 0), back(publisher, 300, 0), back(other, 200, 0)]);
    expect(both.map(({ status }) => status).sort((one, next) => one - next)).toEqual([200, 409, 409]);
    const done = both.find(({ status }) => status === 200);
    expect(done?.body).toMatchObject({ outcome: 'done', file: { refunds: [{ number: 1, state: 'asked' }] } });
    const amount = Number(done?.body.file.refunds[0].amount);
    expect(done?.body.file.payments[0]).toMatchObject({ amount: 500, refunded: amount });
    expect((await back(publisher, 500, 1)).body.error.code).toBe('amount');
    expect((await back(other, 500 - amount, 1)).status).toBe(200);
    const written = await trail();
    expect(written.map(({ act }) => act)).toEqual(['money.refund', 'money.refund']);
    expect(written.map(({ text }) => text).join(' ')).not.toMatch(new RegExp(`${id}|${source}`));
    expect((await back(editor, 1, 2)).status).toBe(403);
  });

  it('lists contributions by state, rail and rhythm, page by page, and finds one by the name of a payment', async () => {
    for (let at = 0; at < 53; at++) await give({ rhythm: at % 2 === 0 ? 'once' : 'yearly' });
    await money.contributions.read('till');
    const list = async (query: string) =>
      (await publisher.ask('GET', `/api/money/contributions?${query}`)).body;
    const page = await list('');
    expect([page.rows?.length, page.total]).toEqual([50, 53]);
    const rest = await list(`before=${page.next}`);
    expect([rest.rows.length, rest.next]).toEqual([3, null]);
    expect(new Set([...page.rows, ...rest.rows].map(({ id }: { id: string }) => id)).size).toBe(53);
    expect((await list('rhythm=yearly&rail=till&state=active')).total).toBe(26);
    expect((await list('state=lapsed,stopped')).total).toBe(0);
    const file = (await publisher.ask('GET', `/api/money/contributions/${page.rows[0].id}`)).body;
    expect((await list(`name=${encodeURIComponent(file.payments[0].source)}`)).rows[0].id).toBe(
      page.rows[0].id,
    );
    expect(Object.keys(page.rows[0]).sort()).toEqual([
      'amount',
      'begunOn',
      'changedOn',
      'cover',
      'currency',
      'id',
      'nextOn',
      'purpose',
      'rail',
      'rhythm',
      'state',
      'visibility',
    ]);
  });

  it('takes statements of the newsroom’s own accounts, says what is wrong with others, and lets lines be matched', async () => {
    const send = async (...names: string[]) => {
      const parts = names.map((name) => Buffer.from(FILES[name] ?? ''));
      const about = names.map((name, at) => ({ name, bytes: parts[at]?.length }));
      const files = encodeURIComponent(JSON.stringify(about));
      return publisher.send('POST', `/api/money/statements?files=${files}`, {
        headers: {
          'content-type': 'application/octet-stream',
          origin: desk.address,
          'sec-fetch-site': 'same-origin',
        },
        raw: Buffer.concat(parts),
      });
    };
    const [unnamed] = (await send('november.xml')).body.reports;
    expect(unnamed.fault).toMatchObject({ code: 'account' });
    const { bank } = (await publisher.ask('GET', '/api/money/transfers')).body;
    const account = { iban: OWN, bic: null, holder: 'Far Shore', currency: 'EUR' };
    const named = { ...bank, accounts: [account], base: bank };
    expect(
      (await publisher.ask('PUT', '/api/money/bank', { ...named, accounts: [{ ...account, iban: 'DE00' }] }))
        .body.error,
    ).toMatchObject({ code: 'invalid', field: 'accounts.0.iban' });
    expect((await publisher.ask('PUT', '/api/money/bank', named)).status).toBe(200);
    const late = await other.ask('PUT', '/api/money/bank', { ...bank, base: bank });
    expect(late.body).toMatchObject({
      error: { code: 'changed_meanwhile' },
      standing: { accounts: [account] },
    });

    const sent = await send('november.xml', 'wrong.xml');
    expect(sent.body.reports).toMatchObject([
      { file: 'november.xml', fault: null, known: 0 },
      { file: 'wrong.xml', fault: { code: 'empty', line: 3 } },
    ]);
    expect(sent.body.books.toTheCent).toBe(true);
    expect(sent.text).not.toMatch(/Canary/i);
    const [line] = sent.body.lines;
    expect((await send('november.xml')).body.reports[0]).toMatchObject({ fresh: {}, known: 3 });
    const wrong = await publisher.ask('POST', `/api/money/transfers/${line.id}`, {
      as: 'contribution',
      reference: 'RF18 1',
    });
    expect(wrong.body.error.code).toBe('reference');
    const matched = await publisher.ask('POST', `/api/money/transfers/${line.id}`, { as: 'other-income' });
    expect(matched.body.lines).toHaveLength(sent.body.lines.length - 1);
    expect(matched.body.books.toTheCent).toBe(true);
    const again = await publisher.ask('POST', `/api/money/transfers/${line.id}`, { as: 'not-ours' });
    expect([again.status, again.body.error.code]).toEqual([409, 'matched']);
    expect((await trail()).map(({ text }) => text).join(' ')).not.toContain(line.id);
  });

  it('keeps costs for whoever saw what stands, and tells what a month costs', async () => {
    const { costs } = (await publisher.ask('GET', '/api/money/costs')).body;
    const cost = {
      kind: 'office',
      names: { en: 'Office' },
      amount: 120_000,
      currency: 'USD',
      every: 'month',
      from: '2026-11-01',
      until: null,
    };
    const put = (by: Person, value: object, base: object) =>
      by.ask('PUT', '/api/money/costs', { ...costs, ...value, base });
    const saved = await put(publisher, { costs: { office: cost } }, costs);
    expect(saved.body).toMatchObject({ month: '2026-11', monthly: 120_000, parts: [{ id: 'office' }] });
    const late = await put(other, { costs: { guards: { ...cost, names: null } } }, costs);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      error: { code: 'changed_meanwhile' },
      standing: { costs: { office: cost } },
    });
    const bad = await put(
      publisher,
      { costs: { office: { ...cost, until: '2026-10-01' } } },
      saved.body.costs,
    );
    expect(bad.body.error).toMatchObject({ code: 'invalid', field: 'costs.0.until' });
    await money.gap.publish();
    const dearer = await put(
      publisher,
      { costs: { office: { ...cost, amount: 130_000 } } },
      saved.body.costs,
    );
    // What was told of November stays.
    expect(dearer.body).toMatchObject({ month: '2026-12', monthly: 130_000 });
    expect((await put(publisher, { costs: {}, currency: 'EUR' }, dearer.body.costs)).body.error.code).toBe(
      'currency_told',
    );
    expect((await editor.ask('GET', '/api/money/costs')).status).toBe(403);
  });

  it('shows names for the wall once somebody has looked at them, and only as they were looked at', async () => {
    const { code, contribution } = await money.contributions.begin(WISH);
    await money.contributions.pay(code, { method: 'play:pays:DE' });
    const wall = openWall({
      store: desk.store,
      safety: openSafety({ store: desk.store, now: () => desk.clock.now }),
      isDenied: () => Promise.resolve(false),
      now: () => desk.clock.now,
    });
    const { id } = contribution;
    await wall.choose(contribution, { name: 'Mara', showsAmount: false, country: 'FR' });
    const { waiting } = (await editor.ask('GET', '/api/money/wall')).body;
    expect(waiting).toEqual([
      {
        contribution: id,
        name: 'Mara',
        month: contribution.begunOn.slice(0, 7),
        showsAmount: false,
        lang: 'en',
      },
    ]);
    await wall.choose(contribution, { name: 'Mara K.', showsAmount: false, country: 'FR' });
    const decide = (name: string, verdict: string) =>
      editor.ask('POST', '/api/money/wall', { contribution: id, name, verdict });
    const late = await decide('Mara', 'show');
    expect([late.status, late.body.error.code]).toEqual([409, 'name_changed']);
    expect((await decide('Mara K.', 'show')).body).toMatchObject({ waiting: [] });
    expect(await wall.of(id)).toMatchObject({ name: 'Mara K.', state: 'shown' });
    const { waiting: none, standing } = (await editor.ask('GET', '/api/money/wall')).body;
    expect([none, standing]).toMatchObject([[], [{ name: 'Mara K.' }]]);
    const told = (await trail()).filter(({ act }) => act === 'money.wall');
    expect(told).toHaveLength(1);
    expect(told[0]?.text).not.toMatch(/Mara/);
    expect((await decide('Mara K.', 'refuse')).body).toEqual({ waiting: [], standing: [] });
    expect(await wall.of(id)).toMatchObject({ state: 'refused' });
  });

  it('throws the switch once, after it was typed, and its log says what became of each', async () => {
    for (let at = 0; at < 3; at++) await give({}, 'play:pays:LT');
    await give({}, 'play:pays:DE');
    const foreseen = await publisher.ask('POST', '/api/money/switch/foresee', { countries: ['lt'] });
    expect(foreseen.body).toMatchObject({ stops: 3, beyondReach: 0 });
    const order = { countries: ['LT'], reason: 'designated', title: 'Order 12', address: null };
    const untyped = await publisher.ask('POST', '/api/money/switch', { ...order, typed: 'LV' });
    expect(untyped.body.error).toMatchObject({ code: 'not_typed', field: 'typed' });
    const thrown = await Promise.all(
      [publisher, other].map((by) => by.ask('POST', '/api/money/switch', { ...order, typed: 'lt' })),
    );
    expect(new Set(thrown.map(({ body }) => body.id)).size).toBe(1);
    const seen = async () => (await publisher.ask('GET', '/api/money/switch')).body.runs;
    await expect.poll(async () => (await seen())[0].endedAt, { timeout: 20_000 }).not.toBeNull();
    expect(await seen()).toMatchObject([
      { countries: ['LT'], left: 0, fault: null, counts: { begun: 1, stopped: 3, done: 1 } },
    ]);
    const log = await publisher.ask('GET', `/api/money/switch/${thrown[0]?.body.id}/log`);
    expect(log.headers['content-disposition']).toContain('attachment');
    expect(log.text.trim().split('\n')).toHaveLength(5);
    expect((await trail()).map(({ act, account }) => [act, account])).toHaveLength(1);
    await desk.store.db
      .updateTable('switch_line')
      .set({ event: 'refused' })
      .where('number', '=', 2)
      .execute();
    expect((await seen())[0].fault).toBe('Line 2 is not what was written');
  });

  it('checks the books, closes a month that is over, and hands them out to a publisher', async () => {
    await give();
    await money.contributions.read('till');
    expect((await publisher.ask('POST', '/api/money/books/verify')).body).toMatchObject({
      wrong: null,
      verified: { entries: 1, closings: 0 },
    });
    expect((await publisher.ask('GET', '/api/money/books')).body.closable).toBe('2026-10');
    expect(
      (await publisher.ask('POST', '/api/money/books/close', { month: '2026-11' })).body.error.code,
    ).toBe('not_over');
    const closed = await publisher.ask('POST', '/api/money/books/close', { month: '2026-10' });
    expect(closed.body).toMatchObject({ closable: null, closings: [{ month: '2026-10' }] });
    const csv = await publisher.ask('GET', '/api/money/books/csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.text.trim().split('\r\n')).toHaveLength(3);
    expect((await publisher.ask('GET', '/api/money/books/journal')).text).toContain(
      'income:contributions:till',
    );
    expect((await publisher.ask('GET', '/api/money/books/book')).status).toBe(404);
    expect((await editor.ask('GET', '/api/money/books/csv')).status).toBe(403);
  });

  it('tells an engineer how the rails stand, and nothing of what was given', async () => {
    await give();
    await money.contributions.read('till');
    const engineer = await desk.person('Eva', 'engineer');
    const { body } = await engineer.ask('GET', '/api/money/rails');
    expect(body).toEqual({
      cardTesting: null,
      play: true,
      digits: expect.objectContaining({ JPY: 0, BTC: 8 }) as object,
      rails: [
        {
          name: 'till',
          isOffered: true,
          readAt: desk.clock.now,
          fault: null,
          faultAt: null,
          waiting: 0,
          questions: 0,
        },
      ],
    });
    for (const path of ['figures', 'contributions', 'questions', 'transfers', 'costs', 'switch', 'books'])
      expect((await engineer.ask('GET', `/api/money/${path}`)).status, path).toBe(403);
  });
});
