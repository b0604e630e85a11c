import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Store } from '#store';
import { eachDatabase } from '../../../../test/databases.ts';
import { unbalanced } from '../../ledger/testing.ts';
import { bankDesk, casesPresent, caseText, type GivenEntry, statementXml } from './testing.ts';

const entries: GivenEntry[] = [
  {
    day: '2026-11-03',
    amount: 500,
    words: ['a'],
    name: 'B',
    iban: 'DE89370400440532013000',
    reference: 'R1',
  },
  { day: '2026-11-04', amount: -700, details: [{ amount: 300 }, { amount: 400, returned: true }] },
];
const texts = [
  statementXml([{ openingOn: '2026-10-31', opening: 900, closingOn: '2026-11-27', entries }], 4),
  ...(casesPresent ? [caseText('camt053.v2.multi.statement.xml')] : []),
];
const TABLES = ['bank_line', 'bank_movement', 'bank_statement'] as const;

async function countsOf(store: Store): Promise<number[]> {
  const counts = TABLES.map(async (table) => {
    const rows = await store.db.selectFrom(table).select('id').execute();
    return rows.length;
  });
  return await Promise.all(counts);
}

/** Digits and marks changed anywhere: most files stay XML, and some still add up. */
const change = fc.record({
  at: fc.nat(10_000),
  length: fc.constantFrom(0, 1, 1, 1, 6, 40),
  put: fc.constantFrom(
    '',
    '0',
    '9',
    '1',
    '.',
    '-',
    'DBIT',
    'CRDT',
    'EUR',
    '<',
    '</Stmt>',
    '\u00ff',
    'PDNG',
    'x',
  ),
});

eachDatabase((name, open) => {
  test('a file that was changed anywhere is booked whole, with lines that add up, or not at all', async () => {
    const store = await open();
    const desk = bankDesk(store);
    let [before, taken] = [await countsOf(store), 0];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(texts.length - 1),
        fc.array(change, { minLength: 1, maxLength: 2 }),
        async (which, changes) => {
          let content = Buffer.from(texts[which] ?? '');
          for (const { at, length, put } of changes) {
            const from = at % Math.max(1, content.length);
            content = Buffer.concat([
              content.subarray(0, from),
              Buffer.from(put),
              content.subarray(from + length),
            ]);
          }
          const [report] = await desk.take(content);
          const after = await countsOf(store);
          const fresh = Object.values(report?.fresh ?? {}).reduce((sum, count) => sum + count, 0);
          expect((after[0] ?? 0) - (before[0] ?? 0)).toBe(fresh);
          if (report?.fault !== null) expect(after).toEqual(before);
          else taken += 1;
          before = after;
        },
      ),
      { seed: 54, numRuns: name === 'sqlite' ? 250 : 40, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(name === 'sqlite' ? 20 : 2);
    expect(await unbalanced(store)).toEqual([]);
    // Nothing was taken that the ledger would not take.
    expect(await store.db.selectFrom('rail_question').selectAll().execute()).toEqual([]);
    await desk.ledger.verify();
  });
});
