import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '#store';
import { eachDatabase } from '../../../../test/databases.ts';
import { Fault, interrupted, unbalanced } from '../../ledger/testing.ts';
import { bankDesk, type GivenEntry, NOW, statementXml } from './testing.ts';

const IBAN = 'DE89370400440532013000';
const day = '2026-11-03';

/** Two statements that overlap, with something of everything. */
function statements(reference: string): string[] {
  const shared: GivenEntry[] = [{ day: '2026-11-09', amount: 700, iban: IBAN, reference: 'B3' }];
  const first: GivenEntry[] = [
    { day, amount: 500, structured: reference, iban: IBAN },
    { day, amount: 2_000, words: ['a gift'] },
    { day, amount: 9_000, name: 'Card House' },
    { day, amount: -250, code: 'CHRG' },
    ...shared,
  ];
  const second: GivenEntry[] = [...shared, { day: '2026-11-20', amount: -500, structured: reference }];
  return [
    statementXml([{ openingOn: '2026-10-31', opening: 1_000, closingOn: '2026-11-09', entries: first }]),
    statementXml([
      { id: 'S2', openingOn: '2026-11-08', opening: 12_250, closingOn: '2026-11-20', entries: second },
    ]),
  ];
}

eachDatabase((name, open) => {
  test('S4: an import that fails at any write books nothing by halves, and goes on when it is run again', async () => {
    const whole = bankDesk(await open());
    const { reference } = await whole.give();
    await whole.take(...statements(reference));
    expect(await whole.check()).toMatchObject({ toTheCent: true, accounts: [{ closing: 12_450 }] });
    const balances = await whole.ledger.balances();
    const places = [...Array.from({ length: 60 }, (_, at) => at + 1), 'commit' as const, 'answer' as const];
    let reached = 0;
    for (const place of name === 'sqlite' ? places : [12, 'commit' as const]) {
      const store = await open();
      const desk = bankDesk(store);
      const given = await desk.give();
      const files = statements(given.reference);
      const fail = (): never => {
        throw new Fault('at a write');
      };
      const dying = interrupted(store, place, fail);
      const failed = await bankDesk(dying.store)
        .take(...files)
        .catch((error: unknown) => error);
      if (!dying.came()) break;
      reached += 1;
      expect(failed).toBeInstanceOf(Fault);
      expect(await unbalanced(store)).toEqual([]);
      // Each file whole or not at all.
      const lines = await store.db.selectFrom('bank_line').select('id').execute();
      expect([0, 5, 6]).toContain(lines.length);
      await desk.take(...files);
      expect(await desk.check(), String(place)).toMatchObject({ toTheCent: true });
      expect(await desk.ledger.balances(), String(place)).toEqual(balances);
    }
    expect(reached).toBeGreaterThan(name === 'sqlite' ? 20 : 1);
  });

  test('S4: a process that is killed in an import leaves what the next import makes whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'longwave-bank-'));
    for (const place of name === 'sqlite' ? ['9', 'commit', '30'] : ['30']) {
      const url = await open.url();
      const store = await openStore({ url, now: () => NOW });
      const desk = bankDesk(store);
      const { reference } = await desk.give();
      const files = statements(reference).map((text, at) => {
        const file = join(folder, `${at}.xml`);
        writeFileSync(file, text);
        return file;
      });
      const child = join(import.meta.dirname, 'killed.child.ts');
      const { signal, stderr } = spawnSync(process.execPath, [child, url, place, ...files], {
        encoding: 'utf8',
      });
      expect(signal, stderr).toBe('SIGKILL');
      expect(await unbalanced(store)).toEqual([]);
      await desk.take(...statements(reference));
      expect(await desk.check(), place).toMatchObject({ toTheCent: true, accounts: [{ closing: 12_450 }] });
      await desk.ledger.verify();
      await store.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
});
