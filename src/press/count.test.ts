import { expect, test } from 'vitest';
import type { DumpPart } from '#store';
import { eachDatabase } from '../../test/databases.ts';
import { countAhead, countEditions } from './press.ts';

const DAY = 86_400_000;

async function* parts(list: readonly DumpPart[]): AsyncGenerator<DumpPart> {
  for (const part of list) yield await Promise.resolve(part);
}

eachDatabase((_, open) => {
  test('editions get numbers that rise, whatever the folder says', async () => {
    const store = await open();
    const count = countEditions(store);
    expect(await count(1)).toBe(1);
    expect(await count(2)).toBe(2);
    // The folder was deleted: it begins at 1 again, the count does not.
    expect(await count(1)).toBe(3);
    // The folder is ahead of a database that was restored by other means.
    expect(await count(90)).toBe(90);
    expect(await count(1)).toBe(91);
  });

  test('several that press at once never get the same number', async () => {
    const store = await open();
    const [one, other] = [countEditions(store), countEditions(store)];
    const given = await Promise.all(
      Array.from({ length: 20 }, (_unused, at) => (at % 2 === 0 ? one : other)(1)),
    );
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_unused, at) => at + 1));
  });

  test('a backup is loaded ahead of every edition made since it', async () => {
    const from = await open();
    for (let at = 0; at < 5; at++) await countEditions(from)(1);
    const to = await open();
    await to.load(countAhead(from.dump(), DAY));
    expect(await countEditions(to)(1)).toBe(5 + 1_000 + 86_400 + 1);
    // The same backup once more, later: ahead of what was made after the first time as well.
    const again = await open();
    await again.load(countAhead(from.dump(), DAY + 60_000));
    expect(await countEditions(again)(1)).toBe(5 + 1_000 + 86_460 + 1);
  });

  test('a backup that never counted, or from a clock ahead of ours, leaves a gap all the same', async () => {
    const [from, to] = [await open(), await open()];
    await to.load(countAhead(from.dump(), -DAY));
    expect(await countEditions(to)(1)).toBe(1_001);
  });

  test('a count that cannot be read stops the press', async () => {
    const store = await open();
    await store.db
      .insertInto('press_state')
      .values({ key: 'edition', value_json: '{"highest":-1}' })
      .execute();
    await expect(countEditions(store)(1)).rejects.toThrow('restore a backup');
  });
});

test('rows of other things pass as they are', async () => {
  const sequence = { table: 'sequence', rows: [] };
  const list = [{ table: 'press_state', rows: [{ key: 'other', value_json: '1' }] }, sequence];
  const found: DumpPart[] = [];
  for await (const part of countAhead(parts(list), 0)) found.push(part);
  expect(found).toEqual([
    list[0],
    { table: 'press_state', rows: [{ key: 'edition', value_json: '{"highest":1000}' }] },
    sequence,
  ]);
});
