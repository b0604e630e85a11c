import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startRenewal } from './renewal.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 23);

/** Signing whose clock and whose looks the test moves by hand. */
function bench() {
  const events = new EventEmitter();
  const state = { now: START, due: START + HOUR, signed: [] as number[], told: [] as string[], broken: '' };
  let resume: (() => void) | null = null;
  const clock = startRenewal({
    due: () => Promise.resolve(state.due),
    signAnew: () => {
      if (state.broken !== '') return Promise.reject(new Error(state.broken));
      state.signed.push(state.now);
      state.due = state.now + HOUR;
      return Promise.resolve();
    },
    now: () => state.now,
    failed: (error) => state.told.push(error instanceof Error ? error.message : String(error)),
    pause: (signal) =>
      new Promise((done) => {
        resume = done;
        signal.addEventListener('abort', () => done());
        events.emit('looked');
      }),
  });
  return {
    state,
    stop: () => clock.stop(),
    /** Lets it look at the clock once more, and waits until it has. */
    look: async (): Promise<void> => {
      const looked = once(events, 'looked');
      resume?.();
      await looked;
    },
    first: () => once(events, 'looked'),
  };
}

describe('signing anew', () => {
  it('happens when it is due and not before, once each time', async () => {
    const { state, look, first, stop } = bench();
    await first();
    for (const [minutes, signed] of [
      [0, 0],
      [59, 0],
      [1, 1],
      [1, 1],
      [59, 2],
    ] as const) {
      state.now += minutes * 60_000;
      await look();
      expect(state.signed).toHaveLength(signed);
    }
    await stop();
  });

  it('happens on waking after a long sleep, and as soon as a wrong clock is right', async () => {
    const { state, look, first, stop } = bench();
    await first();
    state.now -= 1000 * HOUR;
    await look();
    expect(state.signed).toEqual([]);
    state.now = START + 500 * HOUR;
    await look();
    expect(state.signed).toEqual([START + 500 * HOUR]);
    await stop();
  });

  it('is tried again after it failed, and each reason is told once', async () => {
    const { state, look, first, stop } = bench();
    await first();
    state.now += 2 * HOUR;
    state.broken = 'The disk is full';
    await look();
    await look();
    state.broken = 'The keys are gone';
    await look();
    expect(state.told).toEqual(['The disk is full', 'The keys are gone']);
    state.broken = '';
    await look();
    expect(state.signed).toHaveLength(1);
    await stop();
  });
});
