import { newSealKey, openSeal } from '#store';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { openContributions } from '../contributions/contributions.ts';
import { openLedger } from '../ledger/ledger.ts';
import { openTill } from '../rails/till/till.ts';
import { openSafety } from '../safety/safety.ts';
import { openLetters } from './letters.ts';
import { STORED } from './stored.ts';

const NOON = Date.UTC(2026, 10, 24, 12, 34, 56, 789);

eachDatabase((_name, open) => {
  test('S5: what is kept for letters fits its patterns, and no address or hour is in it', async () => {
    const clock = { at: NOON };
    const now = (): number => clock.at;
    const store = await open({ now });
    const safety = openSafety({ store, now });
    let drawn = 0;
    const till = openTill({ store, now, random: () => `r${(drawn += 1)}` });
    const ledger = openLedger({ store, now });
    const contributions = openContributions({ store, ledger, safety, rails: [till], now });
    const key = newSealKey();
    const seal = openSeal(key);
    const addressOf = (text: string): string => text;
    const put = (): Promise<void> => Promise.resolve();
    const isDenied = (): Promise<boolean> => Promise.resolve(false);
    const letters = openLetters({ store, safety, seal, addressOf, put, isDenied, now });
    const wish = { rail: 'till', rhythm: 'monthly', currency: 'USD', amount: 500, lang: 'fa' } as const;
    const { code, contribution } = await contributions.begin({
      ...wish,
      cover: false,
      purpose: 'self',
      visibility: 'secret',
    });
    await contributions.pay(code, { method: 'play:pays-once:DE' });
    const form = { token: 'f'.repeat(43), address: 'mara.canary@mail.example', country: 'DE' };
    expect(await letters.tell(contribution.id, form, 'fa')).toEqual({ kind: 'left' });
    clock.at += 31 * 86_400_000;
    await till.tick();
    await contributions.read('till');
    expect(await letters.sendDue()).toBe(1);
    // Another key, and the older one may go.
    const [another, older] = [newSealKey(), seal];
    const both = openSeal(`${another}\n${key}`);
    await openLetters({ store, safety, seal: both, addressOf, put, isDenied, now }).sendDue();
    const rows = await store.db.selectFrom('failure_notice').selectAll().execute();
    expect(rows).toHaveLength(1);
    for (const row of rows) {
      expect(row.sealed_by).not.toBe(older.keys[0]);
      expect(openSeal(another).open(row.sealed, 'failure')).toContain('canary');
      expect(Object.keys(row).sort()).toEqual(Object.keys(STORED.failure_notice ?? {}).sort());
      for (const [column, value] of Object.entries(row))
        expect(String(value), column).toMatch(STORED.failure_notice?.[column] ?? /^$/);
      expect((row.next_at ?? 0) % 86_400_000).toBe(9 * 3_600_000);
      expect(JSON.stringify(row)).not.toContain('canary');
    }
    // The month is over, and the key of addresses is somewhere else: they go all the same.
    await contributions.stop(code);
    await contributions.sweep();
    expect(await store.db.selectFrom('failure_notice').selectAll().execute()).toEqual([]);
  });
});
