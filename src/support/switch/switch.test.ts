import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '#store';
import { eachDatabase, opener } from '../../../test/databases.ts';
import { findFault, type SealedLine } from './log.ts';
import { DESIGNATED, fill, type Line, paper } from './testing.ts';

const COUNT = 240;

const sealed = (log: string): SealedLine[] =>
  log
    .trim()
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      const line = JSON.parse(text) as Omit<SealedLine, 'at'> & { at: string };
      return { ...line, at: Date.parse(line.at) };
    });

eachDatabase((_, open) => {
  test('S2: stops what goes on in those countries and nothing else, what is charged next first, with a signed log', async () => {
    const store = await open();
    const line: Line = { stops: [], refused: 0 };
    const { designation, contributions, safety } = paper(store, { every: 7, line, pace: 400 });
    await fill(store, COUNT);
    expect(await designation.foresee(DESIGNATED.countries as never)).toMatchObject({
      stops: 80,
      beyondReach: 0,
    });
    const id = await designation.begin(DESIGNATED);
    // From this moment on nothing new is taken.
    expect(await safety.clear({ act: 'monthly', country: 'RU' })).toMatchObject({ clear: false });
    const run = await designation.run(id);
    expect(line.refused).toBeGreaterThan(5);
    expect(run.counts).toEqual({ begun: 1, stopped: 80, done: 1 });
    expect(new Set(line.stops).size).toBe(80);
    expect(line.stops).toHaveLength(80);
    const first = line.stops.slice(0, 20).map((name) => Number(name.slice(5)));
    expect(Math.min(...first)).toBeGreaterThan(COUNT / 2);
    const states = await store.db.selectFrom('contribution').select(['country', 'state']).execute();
    for (const { country, state } of states) expect(state === 'stopped').toBe(country === 'RU');
    const log = await designation.log(id);
    expect(findFault(sealed(log))).toBeNull();
    expect(await designation.check(id)).toBeNull();
    const last = JSON.parse(log.trim().split('\n').at(-1) ?? '') as { signed: string; keyid: string };
    expect(JSON.parse(last.signed)).toMatchObject({ run: id, number: 82 });
    for (const [at, one] of sealed(log).entries()) {
      const other = sealed(log).with(at, { ...one, at: one.at + 1 });
      expect(findFault(other), `line ${at + 1} was changed`).not.toBeNull();
      if (at > 0) expect(findFault(sealed(log).toSpliced(at - 1, 1))).not.toBeNull();
    }
    // Again: nothing more, and nobody twice.
    await designation.run(id);
    expect(line.stops).toHaveLength(80);
    expect(await designation.unfinished()).toEqual([]);
    // A late report of the rail brings nothing back to life.
    await contributions.read('till');
    expect(
      await store.db.selectFrom('contribution').select('id').where('state', '=', 'stopped').execute(),
    ).toHaveLength(80);
  });

  test(
    'S2: killed again and again, it goes on; none is missed and none is stopped twice',
    { timeout: 120_000 },
    async () => {
      const url = await open.url();
      const before = await openStore({ url, now: Date.now });
      await fill(before, 90);
      await before.close();
      const child = new URL('switch.child.ts', import.meta.url).pathname;
      const signals: (string | null)[] = [];
      for (const last of [1, 9, 0]) {
        const { signal, stderr } = spawnSync(process.execPath, [child, url, String(last)], {
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
        signals.push(signal);
      }
      expect(signals).toEqual(['SIGKILL', 'SIGKILL', null]);
      const store = await openStore({ url, now: Date.now });
      try {
        const line: Line = { stops: [], refused: 0 };
        const { designation } = paper(store, { every: 1_000, line });
        const [run] = await designation.runs();
        expect(run?.counts).toEqual({ begun: 1, stopped: 30, done: 1 });
        expect(await designation.check(run?.id ?? '')).toBeNull();
        const calls = await store.db
          .selectFrom('till_call')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        // Under one key each, whoever asked and how often.
        expect(Number(calls.count)).toBe(30);
        const going = await store.db
          .selectFrom('till_standing')
          .select('id')
          .where('next_at', 'is not', null)
          .execute();
        expect(going).toHaveLength(60);
      } finally {
        await store.close();
      }
    },
  );
});

describe('at a rail that is too busy', () => {
  const { open, clean } = opener('sqlite');
  afterAll(clean);

  test('S2: what it was too busy for is asked again before what is charged much later', async () => {
    const store = await open();
    const line: Line = { stops: [], refused: 0 };
    const { designation } = paper(store, { every: 7, line, pace: 400 });
    await fill(store, 900);
    await designation.run(await designation.begin(DESIGNATED));
    expect([line.stops.length, line.refused > 40]).toEqual([300, true]);
    // The later ones are charged sooner, and every third is of that country.
    const turn = (name: string): number => Math.floor((899 - Number(name.slice(5))) / 3);
    const behind = line.stops.map((name, place) => place - turn(name));
    // Else some fifteen of those that were refused would come after all others; who is refused again waits longer.
    expect(behind.filter((places) => places > 150).length).toBeLessThan(8);
  });
});
