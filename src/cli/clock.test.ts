import { expect, test } from 'vitest';
import { opener } from '../../test/databases.ts';
import { startClock, type DueJobs } from './clock.ts';

const said = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('a job that fails is told of, and a database that fails once, until it answers again', async () => {
  const { open, clean } = opener('sqlite');
  const { jobs } = await open({ now: () => 0 });
  await jobs.add({ kind: 'press', payload: null, runAt: 0 });
  let looks = 0;
  let broken = false;
  const looking: DueJobs = {
    runDue: async (...asked) => {
      looks += 1;
      if (broken) throw new Error('The disk may only be read');
      return jobs.runDue(...asked);
    },
  };
  const told: string[] = [];
  const clock = startClock({
    jobs: looking,
    handlers: { press: () => Promise.reject(new Error('No edition can be made')) },
    now: () => 0,
    failed: (error) => told.push(String(error)),
    every: 1,
  });
  await said(() => told.length === 1);
  expect([told, clock.running()]).toEqual([['Error: No edition can be made'], true]);
  broken = true;
  let from = looks;
  await said(() => looks > from + 3);
  expect([told.slice(1), clock.running()]).toEqual([['Error: The disk may only be read'], false]);
  broken = false;
  from = looks;
  await said(() => looks > from + 2);
  expect([told.length, clock.running()]).toEqual([2, true]);
  await clock.stop();
  await clean();
});
