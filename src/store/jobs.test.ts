import { execFile } from 'node:child_process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { eachDatabase, type Open } from '../../test/databases.ts';
import { openStore, type Store } from './store.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** A store with a clock that the test moves. */
async function withClock(open: Open): Promise<{ store: Store; clock: { at: number } }> {
  const clock = { at: START };
  return { store: await open({ now: () => clock.at, random: () => 0.5 }), clock };
}

/** The payloads of the jobs that a process of its own has done; none when it was killed. */
async function runChild(url: string, at: number, dieAt = ''): Promise<number[]> {
  const child = new URL('jobs.child.ts', import.meta.url).pathname;
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(process.execPath, [child, url, String(at), dieAt], (_error, stdout) => resolve(stdout));
  const printed = await promise;
  return printed === '' ? [] : z.array(z.number()).parse(JSON.parse(printed));
}

eachDatabase((_name, open) => {
  describe('a job', () => {
    test('runs when it is due, not before, and also after a long sleep', async () => {
      const { store } = await withClock(open);
      const ran: unknown[] = [];
      const handlers = { due: async (payload: unknown) => void ran.push(payload) };
      await store.jobs.add({ kind: 'due', payload: { story: 'b' }, runAt: START + HOUR });
      await store.jobs.add({ kind: 'due', payload: { story: 'a' }, runAt: START + 10 });
      expect(await store.jobs.next()).toBe(START + 10);
      expect(await store.jobs.runDue(handlers, START + 9)).toBe(0);
      expect(await store.jobs.runDue(handlers, START + 30 * HOUR)).toBe(2);
      expect(ran).toEqual([{ story: 'a' }, { story: 'b' }]);
      expect(await store.jobs.next()).toBeNull();
      expect(await store.jobs.runDue(handlers, START + 30 * HOUR)).toBe(0);
    });

    test('exists only if the transaction that left it is committed', async () => {
      const { store } = await withClock(open);
      const told: number[] = [];
      store.jobs.watch((_kind, runAt) => told.push(runAt));
      const adding = (fail: boolean) =>
        store.transaction(async (db) => {
          await store.jobs.add({ kind: 'press', key: 'press', runAt: START }, db);
          expect(told).toEqual([]);
          if (fail) throw new Error('no');
        });
      await expect(adding(true)).rejects.toThrow('no');
      expect([await store.jobs.next(), told]).toEqual([null, []]);
      await adding(false);
      expect([await store.jobs.next(), told]).toEqual([START, [START]]);
    });

    test('waits once for each key, with the newest payload and the earliest time', async () => {
      const { store } = await withClock(open);
      const ran: unknown[] = [];
      await store.jobs.add({ kind: 'press', key: 'press', payload: 1, runAt: START + 5 });
      await store.jobs.add({ kind: 'press', key: 'press', payload: 2, runAt: START + 9 });
      await store.jobs.add({ kind: 'other', key: 'press', payload: 3, runAt: START + 9 });
      expect(await store.jobs.next()).toBe(START + 5);
      await store.jobs.add({ kind: 'press', key: 'press', payload: 4, runAt: START + 7, replace: true });
      expect(await store.jobs.next()).toBe(START + 7);
      const handler = async (payload: unknown) => void ran.push(payload);
      await store.jobs.runDue({ press: handler, other: handler }, START + 10);
      expect(ran).toEqual([4, 3]);
    });

    test('added while its like runs is run afterwards', async () => {
      const { store } = await withClock(open);
      const order: string[] = [];
      const press = async (payload: unknown): Promise<void> => {
        order.push(`start ${String(payload)}`);
        if (payload === 1) await store.jobs.add({ kind: 'press', key: 'press', payload: 2, runAt: START });
        if (payload === 1) order.push(`meanwhile ${await store.jobs.runDue({ press }, START)}`);
        if (payload === 1) order.push(`next ${(await store.jobs.next()) ?? 0}`);
        order.push(`end ${String(payload)}`);
      };
      await store.jobs.add({ kind: 'press', key: 'press', payload: 1, runAt: START });
      expect(await store.jobs.runDue({ press }, START)).toBe(2);
      expect(order).toEqual([
        'start 1',
        'meanwhile 0',
        `next ${START + 30_000}`,
        'end 1',
        'start 2',
        'end 2',
      ]);
    });

    test('of a kind without a handler is left alone', async () => {
      const { store } = await withClock(open);
      await store.jobs.add({ kind: 'strange', runAt: START });
      expect(await store.jobs.runDue({ press: async () => {} }, START)).toBe(0);
      expect(await store.jobs.next(['press'])).toBeNull();
      expect(await store.jobs.next()).toBe(START);
    });

    test('can be cancelled while it waits', async () => {
      const { store } = await withClock(open);
      await store.jobs.add({ kind: 'story.due', key: 's1', runAt: START + 5 });
      expect(await store.jobs.cancel('story.due', 's1')).toBe(true);
      expect(await store.jobs.cancel('story.due', 's1')).toBe(false);
      expect(await store.jobs.next()).toBeNull();
    });
  });

  describe('a job that fails', () => {
    test('is tried again later and later, then left as failed with its error, and can be revived', async () => {
      const { store, clock } = await withClock(open);
      const waits: number[] = [];
      const finals: boolean[] = [];
      let broken = true;
      const handlers = {
        flaky: async () => {
          if (broken) throw new Error('The mirror is gone');
        },
      };
      await store.jobs.add({ kind: 'flaky', key: 'k', runAt: START });
      for (let next = await store.jobs.next(); next !== null; next = await store.jobs.next()) {
        waits.push(next - clock.at);
        clock.at = next;
        await store.jobs.runDue(handlers, clock.at, { onError: ({ final }) => finals.push(final) });
      }
      expect(waits).toEqual([0, 2000, 8000, 32_000, 128_000, 512_000, 2_048_000, HOUR]);
      expect(finals).toEqual([false, false, false, false, false, false, false, true]);
      const [failed] = await store.jobs.list({ state: 'failed' });
      expect(failed).toMatchObject({ kind: 'flaky', attempts: 8, error: 'Error: The mirror is gone' });
      broken = false;
      expect(await store.jobs.retry(failed?.id ?? 0, clock.at)).toBe(true);
      expect(await store.jobs.runDue(handlers, clock.at)).toBe(1);
      expect(await store.jobs.list({ state: 'failed' })).toEqual([]);
    });

    test('gives way to a newer one of its key', async () => {
      const { store, clock } = await withClock(open);
      const seen: unknown[] = [];
      const press = async (payload: unknown): Promise<void> => {
        seen.push(payload);
        if (payload !== 'old') return;
        await store.jobs.add({ kind: 'press', key: 'press', payload: 'new', runAt: START + 1 });
        throw new Error('no');
      };
      await store.jobs.add({ kind: 'press', key: 'press', payload: 'old', runAt: START });
      await store.jobs.runDue({ press }, START);
      clock.at = START + HOUR;
      await store.jobs.runDue({ press }, clock.at);
      expect(seen).toEqual(['old', 'new']);
      expect(await store.jobs.next()).toBeNull();
    });

    test('because the program stops is put back as it was', async () => {
      const { store } = await withClock(open);
      const stop = new AbortController();
      const slow = async (_payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> => {
        stop.abort();
        signal.throwIfAborted();
      };
      await store.jobs.add({ kind: 'slow', runAt: START });
      await store.jobs.runDue({ slow }, START, { signal: stop.signal });
      expect(await store.jobs.list()).toMatchObject([
        { state: 'waiting', attempts: 0, runAt: START, error: null },
      ]);
    });
  });

  describe('several processes', () => {
    test('compete, one is killed, and each job is done once', async () => {
      const url = await open.url();
      const store = await openStore({ url, now: () => START });
      await store.transaction(async () => {
        for (let payload = 0; payload < 60; payload++)
          await store.jobs.add({ kind: 'count', payload, runAt: START });
      });
      const outputs = await Promise.all([
        runChild(url, START, '0'),
        ...[1, 2].map(() => runChild(url, START)),
      ]);
      const late = START + 30_000;
      outputs.push(await runChild(url, late));
      const ran = outputs.flat();
      expect(ran.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, job) => job));
      expect((await store.jobs.list({ state: 'done' })).length).toBe(60);
      await store.close();
    });

    test('run each job once', async () => {
      const url = await open.url();
      const stores = await Promise.all([1, 2, 3].map(() => openStore({ url, now: () => START })));
      const ran: number[] = [];
      const handlers = { count: async (payload: unknown) => void ran.push(Number(payload)) };
      const [first] = stores;
      for (let job = 0; job < 60; job++)
        await first?.jobs.add({ kind: 'count', payload: job, runAt: START + (job % 7) });
      const counts = await Promise.all(stores.map((store) => store.jobs.runDue(handlers, START + 10)));
      expect(counts.reduce((sum, count) => sum + count)).toBe(60);
      expect(ran.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, job) => job));
      await Promise.all(stores.map((store) => store.close()));
    });

    test('take over what a dead or a sleeping one held, and its late end changes nothing', async () => {
      const url = await open.url();
      const clock = { at: START };
      const [asleep, awake] = [
        await openStore({ url, now: () => clock.at }),
        await openStore({ url, now: () => clock.at }),
      ];
      await asleep.jobs.add({ kind: 'press', key: 'press', runAt: START });
      await asleep.jobs.runDue(
        {
          press: async () => {
            expect(await awake.jobs.runDue({ press: async () => {} }, START)).toBe(0);
            expect(await awake.jobs.next()).toBe(START + 30_000);
            clock.at += 30_000;
            expect(await awake.jobs.runDue({ press: async () => {} }, START)).toBe(1);
            throw new Error('too late');
          },
        },
        START,
      );
      expect(await awake.jobs.list()).toMatchObject([{ state: 'done', attempts: 2, error: null }]);
      await Promise.all([asleep.close(), awake.close()]);
    });

    test('give up a job that ends every process that runs it', async () => {
      const { store, clock } = await withClock(open);
      await store.jobs.add({ kind: 'bomb', runAt: START });
      const bomb = { bomb: async () => {} };
      await store.db
        .updateTable('job')
        .set({ state: 'running', attempts: 8, locked_until: START, locked_by: 'x' })
        .execute();
      clock.at += 1;
      await store.jobs.runDue(bomb, clock.at);
      expect(await store.jobs.list()).toMatchObject([
        { state: 'failed', error: expect.stringContaining('process ended') },
      ]);
    });

    test('are not stopped for long by one whose clock ran ahead', async () => {
      const { store } = await withClock(open);
      await store.jobs.add({ kind: 'press', runAt: START });
      const future = START + 1000 * HOUR;
      await store.db
        .updateTable('job')
        .set({ state: 'running', attempts: 1, locked_until: future })
        .execute();
      expect(await store.jobs.runDue({ press: async () => {} }, START)).toBe(1);
    });
  });

  test('a job that a clock left which ran ahead runs once the clock is right, where its kind never waits long', async () => {
    const { store, clock } = await withClock(open);
    const ran: string[] = [];
    const handlers = (kind: string) => ({ [kind]: async () => void ran.push(kind) });
    for (const kind of ['media.render', 'story.due'])
      await store.jobs.add({ kind, key: 'one', runAt: clock.at + 24 * HOUR });
    await store.jobs.add({ kind: 'media.render', key: 'tried again', runAt: clock.at + HOUR });
    expect(await store.jobs.runDue(handlers('media.render'), clock.at)).toBe(0);
    expect(await store.jobs.runDue(handlers('story.due'), clock.at)).toBe(0);
    expect(await store.jobs.runDue(handlers('media.render'), clock.at, { longest: 2 * HOUR })).toBe(1);
    expect(ran).toEqual(['media.render']);
    expect((await store.jobs.list({ state: 'waiting' })).map(({ key }) => key)).toEqual([
      'tried again',
      'one',
    ]);
  });

  describe('a lease', () => {
    test('has one holder until it is given back or runs out', async () => {
      const { store, clock } = await withClock(open);
      expect(await store.lease('press', 'a', 100)).toBe(true);
      expect(await store.lease('press', 'b', 100)).toBe(false);
      clock.at += 60;
      expect(await store.lease('press', 'a', 100)).toBe(true);
      clock.at += 60;
      expect(await store.lease('press', 'b', 100)).toBe(false);
      clock.at += 40;
      expect(await store.lease('press', 'b', 100)).toBe(true);
      await store.release('press', 'a');
      expect(await store.lease('press', 'a', 100)).toBe(false);
      await store.release('press', 'b');
      expect(await store.lease('press', 'a', 100)).toBe(true);
    });
  });

  test('a job stays held for as long as its handler works', async () => {
    const { store, clock } = await withClock(open);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const heldUntil = async () =>
      (await store.db.selectFrom('job').select('locked_until').executeTakeFirst())?.locked_until;
    const work = async (_payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> => {
      clock.at += 20_000;
      vi.advanceTimersByTime(10_000);
      await vi.waitUntil(async () => (await heldUntil()) === START + 50_000);
      await store.db.updateTable('job').set({ locked_by: 'another' }).execute();
      vi.advanceTimersByTime(10_000);
      await vi.waitUntil(() => signal.aborted);
    };
    await store.jobs.add({ kind: 'work', runAt: START });
    expect(await store.jobs.runDue({ work }, START)).toBe(1);
    expect(await store.jobs.list()).toMatchObject([{ state: 'running' }]);
  });
});
