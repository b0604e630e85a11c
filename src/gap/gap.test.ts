import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookText, type GapBook, type GapPosting, parseBook } from './book.ts';
import {
  audit,
  checkOpening,
  extended,
  figureOf,
  openingOf,
  openingText,
  parseOpening,
  parseRecord,
  publish,
  recordText,
  requireContinued,
} from './gap.ts';
import { begun, dayAt, days, published, type Published, SEED } from './testing.ts';
import { pathOf, sidesOf, Tree } from './tree.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const gift = (net: number, at: number, currency = 'EUR'): GapPosting => ({
  day: '2026-11-02',
  currency,
  net,
  contribution: true,
  movement: createHash('sha256').update(`${at}`).digest('hex'),
});
const gifts = (count: number, net = 500): GapPosting[] =>
  Array.from({ length: count }, (_, at) => gift(net + at, at));

/** Which postings each published sum is over, found without the code that publishes. */
function periods({ record, book, sizes }: Published): { amount: number; under: GapPosting[] }[] {
  const from = new Map<string, number>();
  return record.lines.flatMap((line) => {
    if (line.kind !== 'sum') return [];
    const size = sizes[Number(line.day.slice(8)) - 3] ?? 0;
    const under = book.postings
      .slice(from.get(line.currency) ?? 0, size)
      .filter(({ currency }) => currency === line.currency);
    from.set(line.currency, size);
    return [{ amount: line.amount, under }];
  });
}

describe('S6: what is published', () => {
  it('is over ten contributions or more, also between any two publications, and over none that stands out', () => {
    let seen = 0;
    fc.assert(
      fc.property(days, (list) => {
        const all = published(list, sha256);
        for (const { under } of periods(all)) {
          const sizes = under.filter(({ contribution }) => contribution).map(({ net }) => net);
          expect(sizes.length).toBeGreaterThanOrEqual(10);
          const [largest = 0, , ...rest] = sizes.sort((one, other) => other - one);
          expect(rest.reduce((sum, net) => sum + net, 0) * 10).toBeGreaterThanOrEqual(largest);
          seen += 1;
        }
        // A day without a sum tells nothing but that something is sealed: what differs between two days is whole sums.
        const texts = all.records.map(recordText);
        for (const [at, text] of texts.entries()) requireContinued(texts[at - 1] ?? '', text);
      }),
      { numRuns: 40, seed: 6 },
    );
    expect(seen).toBeGreaterThan(60);
  });

  it('adds up to what came in, to the granule, however it was cut', () => {
    fc.assert(
      fc.property(days, (list) => {
        const all = published(list, sha256);
        for (const currency of ['EUR', 'USD']) {
          const own = periods(all).filter(({ under }) => under[0]?.currency === currency);
          const told = own.reduce((sum, { amount }) => sum + amount, 0);
          const net = own.flatMap(({ under }) => under).reduce((sum, posting) => sum + posting.net, 0);
          expect(told % 1000).toBe(0);
          expect(net - told).toBeGreaterThanOrEqual(0);
          expect(net - told).toBeLessThan(1000);
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('waits where there are nine, or where one of ten stands out, and says which', () => {
    const day = { record: begun(), book: { seed: SEED, postings: [], seals: [] }, day: '2026-11-03', sha256 };
    const nine = publish({ ...day, postings: gifts(9) });
    expect(nine.waiting).toEqual([{ currency: 'EUR', because: 'too-few' }]);
    const ten = publish({ ...nine, postings: [gift(700, 10)], day: '2026-11-04', sha256 });
    expect(ten.waiting).toEqual([]);
    // 500 to 508 and 700 are 5,236: 5,000 is told, 236 goes into the next sum.
    expect(ten.record.lines.at(-1)).toEqual({
      kind: 'sum',
      day: '2026-11-04',
      currency: 'EUR',
      amount: 5000,
    });
    const large = publish({ ...day, postings: [...gifts(9), gift(500_000, 10)] });
    expect(large.waiting).toEqual([{ currency: 'EUR', because: 'one-stands-out' }]);
    const strange = publish({ ...day, postings: gifts(10).map((each) => ({ ...each, currency: 'CHF' })) });
    expect(strange.waiting).toEqual([{ currency: 'CHF', because: 'no-granule' }]);
    const more = extended(begun(), { kind: 'granule', currency: 'CHF', amount: 1000 });
    const rateless = publish({
      ...day,
      record: more,
      postings: gifts(10).map((each) => ({ ...each, currency: 'CHF' })),
    });
    expect(rateless.waiting).toEqual([{ currency: 'CHF', because: 'no-rate' }]);
  });

  it('looks different every day, also when nothing came in', () => {
    const { record } = published([gifts(3), [], []], sha256);
    const seals = record.lines.filter((line) => line.kind === 'seal').map(({ hash }) => hash);
    expect(new Set(seals).size).toBe(3);
  });
});

describe('S6: the figure', () => {
  const text = [
    'longwave gap 1',
    'currency USD',
    'cost 2026-10 900000',
    'granule EUR 1000',
    'granule USD 1000',
    'rate 2026-10-01 EUR 1085 1000',
    `seal 2026-10-31 ${'a'.repeat(64)}`,
    'sum 2026-10-31 USD 77000',
    'cost 2026-11 1000000',
    `seal 2026-11-03 ${'b'.repeat(64)}`,
    'sum 2026-11-03 EUR 333000',
    'sum 2026-11-03 USD 250000',
    'rate 2026-11-04 EUR 11 10',
    `seal 2026-11-04 ${'c'.repeat(64)}`,
    'sum 2026-11-04 EUR -1000',
    '',
  ].join('\n');

  it('is the cost less the sums of the month, from the published text alone', () => {
    const record = parseRecord(text);
    // 333,000 × 1.085 = 361,305; 250,000; −1,000 × 1.1 = −1,100.
    expect(figureOf(record, '2026-11')).toEqual({
      month: '2026-11',
      currency: 'USD',
      cost: 1_000_000,
      receipts: 610_205,
      gap: 389_795,
      through: '2026-11-04',
    });
    expect(figureOf(record, '2026-10')).toMatchObject({ cost: 900_000, receipts: 77_000, gap: 823_000 });
    expect(figureOf(record, '2026-12')).toMatchObject({ cost: 1_000_000, receipts: 0, through: null });
    expect(codeOf(() => figureOf(record, '2026-09'))).toBe('no_cost');
  });

  it('is nothing where more came in than was needed', () => {
    const record = parseRecord(text.replace('cost 2026-11 1000000', 'cost 2026-11 1000'));
    expect(figureOf(record, '2026-11')).toMatchObject({ receipts: 610_205, gap: 0 });
  });

  it.each<[string, string, string]>([
    ['malformed', 'longwave gap 1', 'longwave gap'],
    ['newer_format', 'longwave gap 1', 'longwave gap 2'],
    ['malformed', 'currency USD', 'currency usd'],
    ['malformed', 'EUR 333000', 'EUR 0333000'],
    ['malformed', 'EUR 333000', 'EUR 333000 '],
    ['malformed', 'EUR 333000', 'EUR 333001'],
    ['malformed', 'EUR 333000', 'EUR -0'],
    ['malformed', 'EUR 333000', 'EUR 9999999999999000'],
    ['malformed', 'seal 2026-11-03', 'seal 2026-11-31'],
    ['malformed', 'b'.repeat(64), 'B'.repeat(64)],
    ['malformed', 'cost 2026-11', 'note 2026-11'],
    ['malformed', 'EUR -1000\n', 'EUR -1000'],
    ['malformed', 'EUR -1000\n', 'EUR -1000\n\n'],
    ['order', 'cost 2026-11', 'cost 2026-10'],
    ['order', 'cost 2026-11 1000000\n', `seal 2026-11-01 ${'d'.repeat(64)}\ncost 2026-10 5\n`],
    ['order', 'granule USD 1000', 'granule EUR 1000'],
    ['order', 'granule USD 1000\n', ''],
    ['order', 'rate 2026-11-04', 'rate 2026-11-03'],
    ['order', 'sum 2026-11-03 USD', 'sum 2026-11-03 EUR'],
    ['order', 'sum 2026-11-04 EUR', 'sum 2026-11-03 EUR'],
    ['order', 'seal 2026-11-04', 'seal 2026-11-03'],
    ['no_rate', 'rate 2026-10-01 EUR 1085 1000\n', ''],
  ])('is refused as %s where "%s" reads "%s"', (code, from, to) => {
    expect(text).toContain(from);
    expect(codeOf(() => parseRecord(text.replace(from, to)))).toBe(code);
  });

  it('has one spelling: what is read is written as it was, and a changed byte is refused or another record', () => {
    expect(recordText(parseRecord(text))).toBe(text);
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom(...' \n0123456789abcEURS-\r\t'.split('')),
        (at, sign) => {
          const other = text.slice(0, at) + sign + text.slice(at + 1);
          const code = codeOf(() => expect(recordText(parseRecord(other))).toBe(other));
          expect(['nothing', 'malformed', 'newer_format', 'order', 'no_rate']).toContain(code);
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('is never told otherwise later: a record that was rewritten is found by whoever kept the earlier one', () => {
    expect(codeOf(() => requireContinued(text, `${text}granule CHF 5\n`))).toBe('nothing');
    const other = text.replace('USD 250000', 'USD 260000');
    expect(() => requireContinued(text, other)).toThrow('Line 12');
    expect(codeOf(() => requireContinued(text, text.slice(0, -20)))).toBe('rewritten');
  });
});

describe('S6: the private book', () => {
  it('is found out after every edit of a single entry', () => {
    let edits = 0;
    const other = '0'.repeat(64);
    fc.assert(
      fc.property(days, fc.nat(10_000), (list, pick) => {
        const { record, book } = published(list, sha256);
        expect(audit(record, book, sha256)).toMatchObject({ postings: book.postings.length, unsealed: 0 });
        const count = book.postings.length;
        if (count === 0) return;
        const index = pick % count;
        const posting = book.postings[index] as GapPosting;
        const put = (...instead: GapPosting[]): GapBook => ({
          ...book,
          postings: book.postings.toSpliced(index, 1, ...instead),
        });
        const moved = book.seals.findIndex(({ size }) => size > 0);
        const changed: [string, GapBook][] = [
          ['net', put({ ...posting, net: posting.net + 1 })],
          ['day', put({ ...posting, day: '2026-11-01' })],
          ['currency', put({ ...posting, currency: 'CHF' })],
          ['contribution', put({ ...posting, contribution: !posting.contribution })],
          ['movement', put({ ...posting, movement: other })],
          ['removed', put()],
          ['added', put(posting, { ...posting, movement: other })],
          ['twice', put(posting, posting)],
          ['seed', { ...book, seed: SEED.with(pick % 32, 255) }],
          ['seal moved', { ...book, seals: book.seals.with(moved, { day: dayAt(moved), size: index }) }],
          ['seal gone', { ...book, seals: book.seals.toSpliced(pick % book.seals.length, 1) }],
          ['seal added', { ...book, seals: [...book.seals, { day: '2026-12-30', size: count }] }],
          ['end cut off', { ...book, postings: book.postings.slice(0, -1) }],
        ];
        const swapped = book.postings[index + 1];
        if (swapped !== undefined)
          changed.push(['order', { ...book, postings: book.postings.toSpliced(index, 2, swapped, posting) }]);
        for (const [what, each] of changed) {
          // What was written after the last seal is told by the next one.
          if (what === 'seal moved' && book.seals[moved]?.size === index) continue;
          if ((what === 'added' || what === 'twice') && index === count - 1) continue;
          edits += 1;
          expect(
            codeOf(() => audit(record, each, sha256)),
            what,
          ).toMatch(/not_sealed|not_summed|too_few|stands_out/);
        }
      }),
      { numRuns: 30, seed: 4 },
    );
    expect(edits).toBeGreaterThan(200);
  });

  it('must give each published sum, and none that may not be told', () => {
    const { record, book } = published([gifts(12), gifts(15, 900)], sha256);
    const at = record.lines.findIndex((line) => line.kind === 'sum');
    const lie = (amount: number) => ({
      ...record,
      lines: record.lines.map((line, number) =>
        number === at && line.kind === 'sum' ? { ...line, amount } : line,
      ),
    });
    expect(codeOf(() => audit(lie(7000), book, sha256))).toBe('not_summed');
    expect(() => audit(lie(7000), book, sha256)).toThrow(
      'The sum of 2026-11-03 in EUR is 7000; the book says 6000',
    );
    const few = published([gifts(9)], sha256);
    const told = extended(few.record, { kind: 'sum', day: dayAt(0), currency: 'EUR', amount: 4000 });
    expect(codeOf(() => audit(told, few.book, sha256))).toBe('too_few');
    const large = published([[...gifts(9), gift(500_000, 99)]], sha256);
    const loud = extended(large.record, { kind: 'sum', day: dayAt(0), currency: 'EUR', amount: 504_000 });
    expect(codeOf(() => audit(loud, large.book, sha256))).toBe('stands_out');
  });

  it('is written and read without loss', () => {
    fc.assert(
      fc.property(days, (list) => {
        const text = bookText(published(list, sha256).book);
        expect(bookText(parseBook(text))).toBe(text);
      }),
      { numRuns: 30, seed: 2 },
    );
    const text = bookText(published([gifts(2), gifts(1)], sha256).book);
    for (const [from, to] of [
      ['seed 00', 'seed 0'],
      [' c ', ' x '],
      ['EUR 500', 'EUR +500'],
      ['posting 2026-11-02', 'posting 2026-02-30'],
      ['seal 2026-11-04', 'seal 2026-11-03'],
    ] as const)
      expect(
        codeOf(() => parseBook(text.replace(from, to))),
        to,
      ).toMatch(/malformed|order/);
  });

  it('opens one posting to its giver, whose browser checks it, and nothing of anybody else', async () => {
    const { record, book } = published([gifts(12), gifts(19).slice(12)], sha256);
    for (const index of [0, 5, 11, 12, 18]) {
      const opening = parseOpening(openingText(openingOf(book, index, sha256)));
      await checkOpening(record, opening);
      const forged = [
        { ...opening, posting: { ...opening.posting, net: 5 } },
        { ...opening, index: opening.index + 1 },
        { ...opening, size: opening.size + 1 },
        { ...opening, path: opening.path.slice(1) },
        { ...opening, salt: opening.blind },
        { ...opening, day: '2026-11-09' },
      ];
      for (const each of forged)
        await expect(checkOpening(record, each)).rejects.toMatchObject({ code: 'wrong_opening' });
      const others = book.postings.filter((_, at) => at !== index).map(({ movement }) => movement);
      expect(others.some((movement) => openingText(opening).includes(movement))).toBe(false);
    }
    expect(codeOf(() => openingOf(book, 19, sha256))).toBe('not_sealed');
    expect(codeOf(() => parseOpening(openingText(openingOf(book, 0, sha256)).replace('salt', 'sale')))).toBe(
      'malformed',
    );
  });
});

describe('the tree', () => {
  // The vectors that implementations of RFC 6962 share.
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const hashes = leaves.map((leaf) => sha256(Buffer.concat([Uint8Array.of(0), Buffer.from(leaf, 'hex')])));
  const ROOTS: Record<number, string> = {
    0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  };

  it.each(Object.entries(ROOTS))('has the root of RFC 6962 over %s leaves', (count, root) => {
    const tree = new Tree(sha256);
    for (const hash of hashes.slice(0, Number(count))) tree.add(hash);
    expect(Buffer.from(tree.root()).toString('hex')).toBe(root);
  });

  it('leads from every leaf to the root', () => {
    for (let size = 1; size <= 8; size++) {
      const tree = new Tree(sha256);
      for (const hash of hashes.slice(0, size)) tree.add(hash);
      for (let index = 0; index < size; index++) {
        const sides = sidesOf(size, index);
        const end = pathOf(hashes.slice(0, size), index, sha256).reduce(
          (hash, other, at) =>
            sha256(
              Buffer.concat([Uint8Array.of(1), ...(sides[at] === true ? [other, hash] : [hash, other])]),
            ),
          hashes[index] ?? new Uint8Array(),
        );
        expect(Buffer.from(end)).toEqual(Buffer.from(tree.root()));
      }
    }
  });
});
