import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Store } from '#store';
import { eachDatabase } from '../../../../test/databases.ts';
import type { Said } from './queue.ts';
import { printedReference, type Reference } from './reference.ts';
import {
  bankDesk,
  casesPresent,
  caseText,
  type GivenEntry,
  type GivenStatement,
  OWN,
  statementXml,
} from './testing.ts';

const ANNA = 'DE89370400440532013000';
const BORIS = 'FR1420041010050500013M02606';
const MINSK = 'BY13NBRB3600900000002Z00AB00';
const month = { openingOn: '2026-10-31', opening: 100_00, closingOn: '2026-11-27' };
const statement = (entries: GivenEntry[], given: Partial<GivenStatement> = {}): string =>
  statementXml([{ ...month, entries, ...given }]);
const day = '2026-11-03';

/** All that the rail keeps, as text. */
async function keptBy(store: Store): Promise<string> {
  const parts: string[] = [];
  for await (const { table, rows } of store.dump())
    // Numbers that were drawn and not used are used up.
    if (table !== 'sequence') parts.push(...rows.map((row) => JSON.stringify(row)));
  return parts.join('\n');
}

eachDatabase((name, open) => {
  test('a payment with its reference is booked for its contribution; nothing else of it is kept', async () => {
    const desk = bankDesk(await open());
    const { id, reference, code } = await desk.give();
    const [report] = await desk.take(
      statement([
        { day, amount: 500, structured: reference, name: 'Anna Kanareika', iban: ANNA, reference: 'B7' },
        {
          day,
          amount: 700,
          words: [`thanks! ${printedReference(reference as Reference).toLowerCase()}`],
          name: 'Anna Kanareika',
        },
      ]),
    );
    expect(report).toMatchObject({ fault: null, fresh: { payment: 2 }, known: 0, denied: 0 });
    expect(await desk.contributions.open(code)).toMatchObject({
      contribution: { state: 'active' },
      payments: expect.arrayContaining([
        expect.objectContaining({ amount: 700, day, refunded: 0 }),
        expect.objectContaining({ amount: 500 }),
      ]),
    });
    expect(await desk.balance('income:contributions:transfer')).toBe(-1200);
    expect(await desk.check()).toMatchObject({
      toTheCent: true,
      accounts: [{ account: OWN, opening: 10_000, lines: 1200, closing: 11_200, missing: 0 }],
      currencies: [{ ledger: 11_200, bank: 11_200, apart: 0 }],
    });
    const kept = await keptBy(desk.store);
    expect(kept).toContain(id);
    expect(kept.toUpperCase()).not.toMatch(/KANAREIKA|THANKS|3704004405320/);
  });

  test('S4: every file of a bank reconciles to the cent, and importing again adds nothing', async () => {
    const desk = bankDesk(await open());
    const { reference } = await desk.give();
    const own = statement(
      [
        { day, amount: 500, structured: reference, iban: ANNA },
        { day, amount: 2_000, words: ['a gift'], iban: BORIS },
        { day, amount: 40_000, name: 'CARD HOUSE Payments', words: ['payout 77'] },
        { day, amount: -250, code: 'CHRG' },
        { day, amount: -500, structured: reference, iban: ANNA },
        { day, amount: -9_900, words: ['rent'] },
        { day, amount: 0 },
        { day, amount: 9_999, status: 'PDNG' },
      ],
      { openingOn: '2014-12-31', opening: 2_000, id: 'S3' },
    );
    const cases = casesPresent
      ? ['minimal', 'multi.statement', 'wrong'].map((one) => caseText(`camt053.v2.${one}.xml`))
      : [];
    const others = casesPresent ? [caseText('camt053.v4.xml'), caseText('camt053.v8.xml')] : [];
    const reports = await desk.take(own, ...cases, ...others);
    const taken = reports.map(({ fault }) => fault?.code ?? 'taken');
    expect(taken).toEqual([
      'taken',
      ...(casesPresent ? ['balance', 'taken', 'empty', 'balance', 'balance'] : []),
    ]);
    expect(reports[0]?.fresh).toEqual({
      payment: 1,
      unmatched: 1,
      'payout-arrived': 1,
      'bank-charge': 1,
      refund: 1,
      spent: 1,
    });
    const check = await desk.check();
    expect(check).toMatchObject({ toTheCent: true, accounts: [{ closing: 33_850, missing: 0 }] });
    expect(await desk.balance('assets:rail:transfer')).toBe(33_850);
    expect(await desk.balance('liabilities:unmatched')).toBe(casesPresent ? -2_885 : -2_000);
    expect(await desk.balance('assets:transit:card')).toBe(-40_000);
    expect(await desk.balance('expenses:bank')).toBe(250);
    expect(await desk.balance('income:refunds:transfer')).toBe(500);
    const before = { hash: await desk.ledger.contentHash(), kept: await keptBy(desk.store) };
    const again = await desk.take(own, ...cases, ...others);
    expect(again.flatMap(({ fresh }) => Object.keys(fresh))).toEqual([]);
    expect(again[0]?.known).toBe(6);
    expect(await desk.ledger.contentHash()).toBe(before.hash);
    expect((await keptBy(desk.store)).length).toBe(before.kept.length);
    await desk.ledger.verify();
  });

  test('S4: random statements that overlap, in any order of files and of imports, book every line once', async () => {
    const runs = name === 'sqlite' ? 10 : 3;
    const given = fc.sample(histories, { numRuns: runs, seed: 414 });
    for (const { entries, cuts, order } of given) {
      const contents: string[] = [];
      const whole = async (in_: (files: string[]) => string[][]) => {
        const desk = bankDesk(await open());
        const references = [await desk.give(), await desk.give('once'), await desk.give('yearly')].map(
          ({ reference }) => reference,
        );
        const files = filesOf(entries, cuts, references);
        contents.push(...files);
        for (const some of in_(files)) {
          const reports = await desk.take(...some);
          expect(reports.map(({ fault }) => fault)).toEqual(some.map(() => null));
        }
        const check = await desk.check();
        expect(check, JSON.stringify(check)).toMatchObject({ toTheCent: true });
        expect(await desk.balance('assets:rail:transfer')).toBe(
          entries.reduce((sum, { amount }) => sum + amount, 5_000),
        );
        return desk;
      };
      const [together, apart] = [
        await whole((files) => [files]),
        await whole((files) => shuffled(files, order).map((file) => [file])),
      ];
      const balances = await together.ledger.balances();
      expect(await apart.ledger.balances()).toEqual(balances);
      const hash = await together.ledger.contentHash();
      for (const file of shuffled(contents.slice(0, contents.length / 2), order)) await together.take(file);
      expect(await together.ledger.contentHash()).toBe(hash);
    }
  });

  test('two lines that look the same are two, in whichever statements they stand', async () => {
    const desk = bankDesk(await open());
    const same = { day, amount: 500, words: ['for you'] };
    const [one, other] = [
      { ...same, iban: ANNA },
      { ...same, iban: BORIS },
    ];
    expect(await desk.take(statement([one, other]))).toMatchObject([{ fresh: { unmatched: 2 } }]);
    expect(await desk.take(statement([other, one], { id: 'S1 again' }))).toMatchObject([
      { known: 2, fresh: {} },
    ]);
    // Another part of the same day, by the same bank, with a payer who was not there yet.
    const later = statement([{ ...same, iban: MINSK }], {
      id: 'S2',
      openingOn: '2026-11-27',
      opening: 110_00,
    });
    expect(await desk.take(later)).toMatchObject([{ known: 0, fresh: { unmatched: 1 } }]);
    expect(await desk.check()).toMatchObject({ toTheCent: true, accounts: [{ closing: 115_00 }] });
  });

  test('a file that does not go with those before it is refused: a batch told as one sum, and then in parts', async () => {
    const desk = bankDesk(await open());
    await desk.take(statement([{ day, amount: 30_00, entryReference: 'B4' }]));
    const parts = [{ amount: 10_00 }, { amount: 20_00 }];
    const before = await keptBy(desk.store);
    const other = statement([{ day, amount: 30_00, entryReference: 'B4', details: parts }], {
      id: 'S1 again',
    });
    expect(await desk.take(other)).toMatchObject([
      { fault: { code: 'balance', message: expect.stringContaining('-30.00 EUR apart') }, fresh: {} },
    ]);
    expect(await keptBy(desk.store)).toBe(before);
    expect(await desk.check()).toMatchObject({ toTheCent: true });
  });

  test('statements of one day that follow one another are told apart, also where one between them is missing', async () => {
    const desk = bankDesk(await open());
    const part = (id: string, opening: number, amount: number): string =>
      statement([{ day, amount, entryReference: id }], {
        id,
        opening,
        openingOn: '2026-11-02',
        closingOn: day,
      });
    expect(await desk.take(part('C', 300, 100), part('A', 100, 50))).toMatchObject([
      { fault: null },
      { fault: null },
    ]);
    expect(await desk.check()).toMatchObject({ accounts: [{ missing: 150, gaps: [{ amount: 150 }] }] });
    await desk.take(part('B', 150, 150));
    expect(await desk.check()).toMatchObject({
      toTheCent: true,
      accounts: [{ opening: 100, closing: 400, missing: 0, gaps: [] }],
    });
  });

  test('a key that is lost makes no line a new one', async () => {
    const store = await open();
    const entries = [
      { day, amount: 500, iban: ANNA },
      { day, amount: 500, iban: BORIS },
    ];
    await bankDesk(store).take(statement(entries));
    for (const key of [null, { name: 'k2', digest: (text: string) => `x${text.length}` }])
      expect(await bankDesk(store, { key }).take(statement(entries))).toMatchObject([
        { known: 2, fresh: {} },
      ]);
  });

  test('a payer without a reference is known again once a person has said who it is, and forgotten with her', async () => {
    const desk = bankDesk(await open());
    const { id, reference, code } = await desk.give();
    await desk.take(
      statement([
        { day, amount: 500, iban: ANNA, reference: 'B1' },
        { day: '2026-11-04', amount: 500, iban: ANNA },
        { day, amount: 800, iban: BORIS },
      ]),
    );
    const waiting = await desk.transfer.waiting();
    expect(waiting.map(({ day: on, amount, why, country }) => [on, amount, why, country])).toEqual(
      expect.arrayContaining([
        [day, 500, 'no-reference', 'DE'],
        [day, 800, 'no-reference', 'FR'],
        ['2026-11-04', 500, 'no-reference', 'DE'],
      ]),
    );
    const first = waiting.find(({ bankReference }) => bankReference === 'B1');
    const matched = await desk.transfer.match(first?.id.slice(0, 8) ?? '', { as: 'contribution', reference });
    expect(matched).toEqual({ id: first?.id, contribution: id, more: 1 });
    await desk.contributions.read('transfer');
    expect(await desk.balance('income:contributions:transfer')).toBe(-1000);
    expect(await desk.balance('liabilities:unmatched')).toBe(-800);
    const next = { id: 'S2', openingOn: '2026-11-27', opening: 118_00, closingOn: '2026-11-28' };
    const entries = [{ day: '2026-11-28', amount: 500, iban: ANNA }];
    expect(await desk.take(statement(entries, next))).toMatchObject([{ fresh: { payment: 1 } }]);
    expect((await desk.contributions.open(code)).payments).toHaveLength(3);
    expect(await desk.check()).toMatchObject({ toTheCent: true });
    const payers = async () =>
      await desk.store.db.selectFrom('bank_line').select(['payer', 'contribution']).execute();
    expect((await payers()).filter(({ payer }) => payer !== null)).toHaveLength(4);
    await desk.transfer.forget(id, null, 'forget-1');
    // Boris alone is left, who had nothing to do with it.
    expect((await payers()).filter(({ payer }) => payer !== null)).toHaveLength(1);
    expect((await payers()).filter(({ contribution }) => contribution !== null)).toEqual([]);
    expect(await desk.store.db.selectFrom('bank_payer').selectAll().execute()).toEqual([]);
    const after = { ...next, id: 'S3', openingOn: '2026-11-28', opening: 123_00 };
    expect(await desk.take(statement([{ day: '2026-11-28', amount: 600, iban: ANNA }], after))).toMatchObject(
      [{ fresh: { unmatched: 1 } }],
    );
    expect(await desk.check()).toMatchObject({ toTheCent: true });
  });

  test('what a person says of a line moves it to where it belongs, once', async () => {
    const desk = bankDesk(await open());
    const { reference } = await desk.give('once');
    await desk.take(
      statement([
        { day, amount: 100 },
        { day, amount: 200 },
        { day, amount: 300 },
        { day, amount: 400 },
        { day, amount: 500 },
        { day, amount: -600 },
      ]),
    );
    const idOf = async (amount: number): Promise<string> =>
      (await desk.transfer.waiting({ spent: true })).find((one) => one.amount === amount)?.id ?? '';
    const match = (line: string, said: Said) => desk.transfer.match(line, said);
    await match(await idOf(100), { as: 'other-income' });
    await match(await idOf(200), { as: 'bank-charge' });
    await match(await idOf(300), { as: 'own-transfer' });
    await match(await idOf(400), { as: 'not-ours' });
    const id = await idOf(500);
    await match(id, { as: 'contribution', reference: printedReference(reference as Reference) });
    await match(await idOf(-600), { as: 'contribution', reference });
    await expect(match(id, { as: 'not-ours' })).rejects.toMatchObject({ code: 'matched' });
    await expect(match('ffff', { as: 'not-ours' })).rejects.toMatchObject({ code: 'line' });
    await desk.contributions.read('transfer');
    expect(await desk.transfer.waiting({ spent: true })).toEqual([]);
    expect(await desk.balance('income:other')).toBe(-100);
    expect(await desk.balance('expenses:bank')).toBe(-200);
    expect(await desk.balance('equity:adjustments')).toBe(-700);
    expect(await desk.balance('income:contributions:transfer')).toBe(-500);
    expect(await desk.balance('income:refunds:transfer')).toBe(600);
    for (const account of ['liabilities:unmatched', 'equity:spent'] as const)
      expect(await desk.balance(account)).toBe(0);
    expect(await desk.check()).toMatchObject({ toTheCent: true });
    await desk.ledger.verify();
  });

  test('a mistyped reference is told with what was meant, an unknown one as unknown, and neither is guessed', async () => {
    const desk = bankDesk(await open());
    const [{ reference }, other] = [await desk.give(), await desk.give()];
    const slip = `${reference.slice(0, 10)}${(Number(reference[10]) + 1) % 10}${reference.slice(11)}`;
    await desk.take(
      statement([
        { day, amount: 1, structured: slip },
        { day, amount: 2, structured: 'RF18539007547034' },
        { day, amount: 3, words: [reference, ' ', other.reference] },
        { day, amount: 4, returned: true },
      ]),
    );
    const whys = (await desk.transfer.waiting()).toSorted((one, next) => one.amount - next.amount);
    expect(whys.map(({ why, meant }) => [why, meant])).toEqual([
      ['mistyped', reference],
      ['unknown-reference', null],
      ['several', null],
      ['return', null],
    ]);
    await expect(
      desk.transfer.match(whys[0]?.id ?? '', { as: 'contribution', reference: slip }),
    ).rejects.toMatchObject({ code: 'reference' });
  });

  test('what is given back finds what it gives back, by reference, by the bank’s name or by the account', async () => {
    const desk = bankDesk(await open());
    const { reference, code } = await desk.give('once');
    await desk.take(
      statement([
        { day, amount: 500, structured: reference, iban: ANNA, reference: 'B1' },
        { day, amount: 600, structured: reference, iban: ANNA, reference: 'B2' },
        { day, amount: 700, structured: reference, iban: ANNA, reference: 'B3' },
        { day: '2026-11-05', amount: -500, structured: reference },
        { day: '2026-11-05', amount: -600, reversal: true, reference: 'B2' },
        { day: '2026-11-05', amount: -700, returned: true, iban: ANNA },
        { day: '2026-11-09', amount: 500, structured: reference, returned: true },
      ]),
    );
    const { payments } = await desk.contributions.open(code);
    expect(payments.map(({ amount, refunded }) => [amount, refunded])).toEqual(
      expect.arrayContaining([
        [500, 500],
        [600, 600],
        [700, 700],
      ]),
    );
    expect(await desk.balance('income:refunds:transfer')).toBe(1300);
    expect(await desk.transfer.waiting({ spent: true })).toEqual([]);
    expect(await desk.check()).toMatchObject({ toTheCent: true });
  });

  test('money from a country that the rules refuse is booked, and marked for good', async () => {
    const desk = bankDesk(await open());
    const [{ id, reference }, other] = [await desk.give(), await desk.give()];
    const [report] = await desk.take(
      statement([
        { day, amount: 500, structured: reference, iban: MINSK },
        { day, amount: 600, bic: 'SABRRUMM' },
        { day, amount: 700, structured: other.reference, iban: ANNA },
      ]),
    );
    expect(report).toMatchObject({ denied: 2, fresh: { payment: 2, unmatched: 1 } });
    expect(await desk.transfer.isDenied(id)).toBe(true);
    expect(await desk.transfer.isDenied(other.id)).toBe(false);
    expect(await desk.transfer.waiting()).toMatchObject([{ amount: 600, country: 'RU', denied: true }]);
    expect(await desk.balance('income:contributions:transfer')).toBe(-1200);
  });

  test('S1: the account is shown to whoever has said where her bank is, and to nobody where the rules refuse', async () => {
    const desk = bankDesk(await open());
    const [{ reference, code }, other] = [await desk.give(), await desk.give()];
    for (const [of, said] of [
      [other.code, 'RU'],
      [code, null],
    ] as const)
      expect(await desk.contributions.pay(of, { said })).toMatchObject({ outcome: 'not-cleared' });
    await expect(desk.contributions.open(other.code)).rejects.toThrow(/No contribution has this code/);
    expect(await desk.contributions.pay(code, { said: 'DE' })).toEqual({
      outcome: 'waiting',
      step: { kind: 'transfer', reference },
    });
    expect(desk.transfer.details({ reference, amount: 500, currency: 'EUR' })).toMatchObject({
      iban: 'NL26 VAYB 8060 4768 90',
      code: expect.stringContaining(`EUR5.00\n\n${reference}`),
    });
    expect(desk.transfer.details({ reference, amount: 500, currency: 'USD' })).toBeNull();
  });

  test('a statement that is missing is told with its amount and number, until it comes', async () => {
    const desk = bankDesk(await open());
    const of = (number: number, opening: number, from: number): string =>
      statement([{ day: `2026-11-0${from + 1}`, amount: 100 }], {
        id: `N${number}`,
        number,
        opening,
        openingOn: `2026-11-0${from}`,
        closingOn: `2026-11-0${from + 1}`,
      });
    await desk.take(of(3, 300, 3));
    await desk.take(of(1, 100, 1));
    expect(await desk.check()).toMatchObject({
      toTheCent: false,
      accounts: [
        {
          missing: 100,
          gaps: [{ after: '2026-11-02', before: '2026-11-03', amount: 100 }],
          numbers: { missing: [2], twice: [] },
        },
      ],
    });
    await desk.take(of(2, 200, 2));
    expect(await desk.check()).toMatchObject({
      toTheCent: true,
      accounts: [{ opening: 100, missing: 0, gaps: [], numbers: { missing: [], twice: [] } }],
    });
    expect(await desk.balance('equity:opening')).toBe(-100);
    await desk.take(of(3, 400, 4));
    expect((await desk.check()).accounts[0]?.numbers.twice).toEqual([3]);
  });

  test('a file of another account, or that changes while it is read, is refused whole', async () => {
    const desk = bankDesk(await open());
    const entries = [{ day, amount: 500 }];
    const [other, good] = await desk.take(statement(entries, { account: ANNA }), statement(entries));
    expect(other?.fault).toMatchObject({ code: 'account', message: expect.stringContaining('DE89 3704') });
    expect(good).toMatchObject({ fault: null, fresh: { unmatched: 1 } });
    let times = 0;
    const texts = [statement(entries, { id: 'S5' }), statement([{ day, amount: 600 }], { id: 'S6' })];
    const changing = {
      name: 'changing.xml',
      bytes: 100,
      open: () =>
        (async function* () {
          yield await Promise.resolve(new TextEncoder().encode(texts[times++]));
        })(),
    };
    const before = await keptBy(desk.store);
    const [changed] = await desk.transfer.take([changing], { key: null });
    expect(changed?.fault).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('was changed'),
    });
    expect(await keptBy(desk.store)).toBe(before);
    const none = bankDesk(desk.store, { bank: { accounts: [] } });
    expect((await none.take(statement(entries)))[0]?.fault?.message).toContain(
      'No account of the newsroom is named',
    );
  });
});

const histories = fc.record({
  entries: fc.array(
    fc.record({
      days: fc.nat(3),
      amount: fc.oneof(
        fc.constantFrom(500, 500, -500, 1000, -1000),
        fc.integer({ min: -5_000, max: 20_000 }).filter((n) => n !== 0),
      ),
      which: fc.constantFrom(null, null, 0, 1, 2),
      iban: fc.constantFrom(undefined, ANNA, BORIS),
      named: fc.boolean(),
      kind: fc.constantFrom('plain', 'plain', 'plain', 'charge', 'card', 'returned'),
    }),
    { minLength: 1, maxLength: 24, size: 'max' },
  ),
  /** From which to which day each file goes, as shares. */
  cuts: fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 4 }),
  order: fc.nat(1000),
});
type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

const START = Date.UTC(2026, 8, 1);
const dayAt = (n: number): string => new Date(START + n * 86_400_000).toISOString().slice(0, 10);

/** Statements over some of the days each, overlapping, which together tell everything. */
function filesOf(given: History['entries'], cuts: History['cuts'], references: readonly string[]): string[] {
  let at = 0;
  const entries = given.map(
    ({ days, amount, which, iban, named, kind }, index): GivenEntry & { n: number } => {
      at += days;
      return {
        n: at,
        day: dayAt(at),
        amount,
        ...(iban !== undefined && { iban }),
        ...(named && { reference: `B${index}` }),
        ...(which !== null && { structured: references[which] ?? '' }),
        ...(kind === 'charge' && { code: 'CHRG' }),
        ...(kind === 'card' && { name: 'Card House' }),
        ...(kind === 'returned' && { returned: true }),
      };
    },
  );
  const spans = cuts.map(([one, other]) =>
    [Math.min(one, other), Math.max(one, other)].map((n) => Math.floor((n * at) / 100)),
  );
  const middle = Math.floor(at / 2);
  return [[0, middle], [middle + 1, at], ...spans].flatMap(([from = 0, until = 0], index) => {
    if (from > until) return [];
    const within = entries.filter(({ n }) => n >= from && n <= until);
    const opening = entries.filter(({ n }) => n < from).reduce((sum, { amount }) => sum + amount, 5_000);
    const span = { id: `F${index}`, openingOn: dayAt(from - 1), closingOn: dayAt(until), opening };
    return [statementXml([{ ...span, entries: within }], 2 + (index % 9))];
  });
}

function shuffled<T>(all: readonly T[], seed: number): T[] {
  return all
    .map((one, at) => ({ one, key: (Math.imul(at + 1, 7919) + seed * 104_729) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}
