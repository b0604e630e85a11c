import { describe, expect, test } from 'vitest';
import type { Clock } from './clock.ts';
import { race, RaceError } from './race.ts';

/** Time that stands still until it is moved. */
function openClock(): Clock & { move: (ms: number) => Promise<void> } {
  let now = 0;
  const due = new Set<{ at: number; what: () => void }>();
  return {
    now: () => now,
    after: (ms, what) => {
      const one = { at: now + ms, what };
      due.add(one);
      return () => void due.delete(one);
    },
    async move(ms) {
      const end = now + ms;
      for (;;) {
        // Whatever was settled has to be heard of first.
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        const [next] = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        due.delete(next);
        now = next.at;
        next.what();
      }
      now = end;
    },
  };
}

type Value = { good: boolean; value: number; unsure?: boolean };
type Behaviour = { after: number; gives?: Value };

/** A race whose sources answer after a time, or fail, or (with no time) never do anything. */
function start(behaviours: (Behaviour | null)[], atOnce = 10) {
  const clock = openClock();
  const started: [number, number][] = [];
  const ended: number[] = [];
  const end = new AbortController();
  const result = race<number, Value>({
    sources: behaviours.map((_, at) => at),
    atOnce,
    second: 300,
    clock,
    best: ({ good }) => good,
    unsure: ({ unsure }) => unsure === true,
    end: end.signal,
    better: (one, other) => one.value > other.value,
    attempt: (at, _index, signal) => {
      started.push([at, clock.now()]);
      signal.addEventListener('abort', () => void ended.push(at));
      return new Promise<Value>((resolve, reject) => {
        const one = behaviours[at];
        if (one === null || one === undefined) return;
        clock.after(one.after, () =>
          one.gives === undefined ? reject(new Error(`source ${at}`)) : resolve(one.gives),
        );
      });
    },
  });
  result.catch(() => undefined);
  return { clock, started, ended, result, end };
}

const good = { good: true, value: 1 };

describe('a race', () => {
  test('asks further sources while those before keep silent, and ends all others at the first good answer', async () => {
    const { clock, ended, result, started } = start([
      ...Array<null>(8).fill(null),
      { after: 100, gives: good },
    ]);
    await clock.move(2_500);
    const won = await result;
    expect(won.source).toBe(8);
    expect(started.map(([, at]) => at)).toEqual([0, 300, 400, 500, 600, 700, 800, 900, 1000]);
    expect(ended).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(won.silent[0]).toEqual({ source: 0, ms: 1_100 });
  });

  test('hands on the turn of a source that fails at once', async () => {
    const { clock, result, started } = start([{ after: 10 }, { after: 10 }, { after: 10, gives: good }]);
    await clock.move(50);
    const won = await result;
    expect(won).toMatchObject({ source: 2 });
    expect(won.failures.map(({ source }) => source)).toEqual([0, 1]);
    expect(started.map(([, at]) => at)).toEqual([0, 10, 20]);
  });

  test('takes what is genuine but old only when nothing better comes in time', async () => {
    const old = { good: false, value: 1 };
    const less = { good: false, value: 0 };
    const better = start([
      { after: 10, gives: old },
      { after: 500, gives: good },
    ]);
    await better.clock.move(2_000);
    expect((await better.result).source).toBe(1);
    const alone = start([{ after: 10, gives: less }, { after: 20, gives: old }, null]);
    await alone.clock.move(809);
    expect(alone.ended).toEqual([]);
    await alone.clock.move(1);
    expect(await alone.result).toMatchObject({ source: 1, got: old });
  });

  test('waits for all others, but not for ever, where a source not heard yet may say otherwise', async () => {
    const absent = { good: false, unsure: true, value: 1 };
    const newer = { good: true, value: 2 };
    const found = start([{ after: 10, gives: absent }, null, { after: 1_000, gives: newer }]);
    await found.clock.move(2_300);
    expect(await found.result).toMatchObject({ source: 2 });
    const older = start([
      { after: 10, gives: absent },
      { after: 50, gives: { good: true, value: 0 } },
    ]);
    await older.clock.move(100);
    expect(await older.result).toMatchObject({ source: 0 });
    const silent = start([{ after: 10, gives: absent }, null]);
    await silent.clock.move(2_499);
    expect(silent.ended).toEqual([]);
    await silent.clock.move(1);
    expect(await silent.result).toMatchObject({ source: 0 });
  });

  test('ends at once with what there is when it is told to', async () => {
    const none = start([null]);
    none.end.abort();
    await expect(none.result).rejects.toBeInstanceOf(RaceError);
    const one = start([{ after: 10, gives: { good: false, value: 0 } }, null]);
    await one.clock.move(20);
    one.end.abort();
    expect(await one.result).toMatchObject({ source: 0 });
  });

  test('says what each source failed of where none has it', async () => {
    const { clock, result } = start([{ after: 10 }, { after: 5 }]);
    await clock.move(100);
    const error = await result.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RaceError);
    expect((error as RaceError<number>).failures.map(({ source }) => source)).toEqual([0, 1]);
    const none = start([]);
    await expect(none.result).rejects.toBeInstanceOf(RaceError);
  });

  test('shows the reader to no more sources at once than it may', async () => {
    const { clock, started } = start(Array<null>(8).fill(null), 3);
    await clock.move(5_000);
    expect(started.length).toBe(3);
  });
});
