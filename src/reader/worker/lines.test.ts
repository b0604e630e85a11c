import { describe, expect, test } from 'vitest';
import { Lines } from './lines.ts';

const never = new AbortController().signal;

/** Work that goes on until it is told to end, and says whether it has begun. */
function openWork() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = { begun: false, end, run: () => ((work.begun = true), ended) };
  return work;
}

/** Whatever was settled is heard of by then. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('lines', () => {
  test('hold three requests to one host at the same time, and none to another', async () => {
    const lines = new Lines();
    const works = Array.from({ length: 6 }, openWork);
    const all = works.map(({ run }, at) => lines.on(at === 5 ? 'other' : 'host', never, run));
    await turns();
    expect(works.map(({ begun }) => begun)).toEqual([true, true, true, false, false, true]);
    works[1]?.end();
    await turns();
    expect(works[3]?.begun).toBe(true);
    expect(works[4]?.begun).toBe(false);
    for (const { end } of works) end();
    await Promise.all(all);
    expect(works[4]?.begun).toBe(true);
  });

  test('hand on the turn of whoever failed, or gave up while it waited', async () => {
    const lines = new Lines();
    const giving = new AbortController();
    const works = Array.from({ length: 3 }, openWork);
    const all = works.map(({ run }) => lines.on('host', never, run));
    const given = openWork();
    const last = openWork();
    const gone = lines.on('host', giving.signal, given.run);
    const behind = lines.on('host', never, last.run);
    giving.abort(new Error('over'));
    await expect(gone).rejects.toThrow('over');
    expect(given.begun).toBe(false);
    expect(last.begun).toBe(false);
    const failing = lines.on('host', never, () => Promise.reject(new Error('failed')));
    for (const { end } of works) end();
    await expect(failing).rejects.toThrow('failed');
    last.end();
    await Promise.all([...all, behind]);
    expect(last.begun).toBe(true);
  });
});
