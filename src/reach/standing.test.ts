import { expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { openRegister } from './mirrors.ts';
import { nextPushes, queuePush, queuePushes, startPushing, waitAfter } from './standing.ts';

const AT = Date.UTC(2026, 10, 27, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

it('waits longer after each failure, an hour at most, and never for ever', () => {
  const minutes = Array.from({ length: 10 }, (_, at) => waitAfter(at + 1, () => 0.5) / MINUTE);
  expect(minutes).toEqual([0.5, 1, 2, 5, 15, 15, 15, 60, 60, 60]);
  expect([waitAfter(100, () => 0), waitAfter(100, () => 1)]).toEqual([54 * MINUTE, 66 * MINUTE]);
});

eachDatabase((_name, open) => {
  it('tries again for as long as it takes, and then comes back for the daily look', async () => {
    const store = await open();
    const clock = { at: AT };
    const tried: number[] = [];
    const failed: string[] = [];
    await queuePush(store, 'oak', AT, 6);
    const pushing = startPushing({
      store,
      push: (mirror) => {
        tried.push(clock.at);
        if (tried.length < 4) throw new Error(`${mirror} does not answer`);
        return Promise.resolve(clock.at + DAY);
      },
      now: () => clock.at,
      random: () => 0.5,
      failed: (error) => failed.push(String(error)),
    });
    try {
      const next = async () => (await nextPushes(store)).get('oak');
      for (const [failures, minutes] of [
        [7, 15],
        [8, 60],
        [9, 60],
      ] as const) {
        const at = clock.at + minutes * MINUTE;
        await expect.poll(next, { timeout: 20_000 }).toEqual({ at, failures });
        clock.at = at;
      }
      await expect.poll(next, { timeout: 20_000 }).toEqual({ at: clock.at + DAY, failures: 0 });
      expect(tried).toEqual([0, 15, 75, 135].map((minutes) => AT + minutes * MINUTE));
      expect(failed).toEqual(Array.from({ length: 3 }, () => 'Error: oak does not answer'));
      expect(await store.jobs.list({ kind: 'reach.push', state: 'failed' })).toEqual([]);
    } finally {
      await pushing.stop();
    }
  });

  it('has a new edition pushed at once to a mirror that waits after failures', async () => {
    const store = await open();
    await queuePush(store, 'oak', AT + DAY, 9);
    await openRegister(store).add(
      { id: 'oak', kind: 'folder', target: '/srv', address: 'https://oak.example/', use: 'data' },
      AT,
    );
    await queuePushes(store, AT + 1);
    expect(await nextPushes(store)).toEqual(new Map([['oak', { at: AT + 1, failures: 0 }]]));
  });
});
