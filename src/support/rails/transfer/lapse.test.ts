import { expect, test } from 'vitest';
import { eachDatabase } from '../../../../test/databases.ts';
import { bankDesk, statementXml } from './testing.ts';

eachDatabase((_name, open) => {
  test.each([
    ['monthly', '2026', '2026-03-17', '2026-03-18', '2026-04-02'],
    ['yearly', '2025', '2026-03-04', '2026-03-05', '2026-04-02'],
  ] as const)(
    'a %s standing order has lapsed once statements reach past what was missed, and comes back by itself',
    async (rhythm, year, stillActive, over, back) => {
      const desk = bankDesk(await open());
      const { reference, code } = await desk.give(rhythm);
      const state = async () => (await desk.contributions.open(code)).contribution.state;
      let [closed, sum] = [`${year}-01-01`, 0];
      /** The next statement, until a day. */
      const until = (
        closingOn: string,
        entries: { day: string; amount: number; structured: string }[] = [],
      ) => {
        const one = { openingOn: closed, opening: sum, closingOn, entries };
        [closed, sum] = [closingOn, sum + entries.reduce((all, { amount }) => all + amount, 0)];
        return desk.take(statementXml([one]));
      };
      await until(`${year}-01-20`, [{ day: `${year}-01-03`, amount: 500, structured: reference }]);
      expect(await state()).toBe('active');
      // Time alone ends nothing: the statements have to tell.
      await desk.contributions.read('transfer');
      expect(await state()).toBe('active');
      await until(stillActive);
      expect(await state()).toBe('active');
      await until(over);
      expect(await state()).toBe('lapsed');
      await until(back, [{ day: back, amount: 500, structured: reference }]);
      expect(await state()).toBe('active');
      expect((await desk.contributions.open(code)).payments).toHaveLength(2);
    },
  );
});
