import { describe, expect, it } from 'vitest';
import { attritionCurves, simulateAttrition } from './attrition.ts';

describe('mirrors that are found and blocked one by one', () => {
  it.each(['random', 'oldest'] as const)(
    'leave the paper to 99 of 100 returning readers with 12 mirrors and a block every two hours: %s first',
    (order) => {
      const { share, blocked, visits } = simulateAttrition({ live: 12, every: 120, order, seed: 1 });
      expect(blocked).toBe(12);
      expect(visits).toBeGreaterThan(5_000);
      expect(share).toBeGreaterThanOrEqual(0.99);
    },
  );

  it('part readers from the paper when they come faster than readers return', () => {
    expect(simulateAttrition({ live: 4, every: 10, order: 'oldest', seed: 1 }).share).toBeLessThan(0.2);
    // Without spares the newsroom runs dry within the day.
    const dry = simulateAttrition({ live: 12, every: 60, order: 'oldest', seed: 1, release: 10_000 });
    expect(dry.share).toBeLessThan(0.7);
  });

  it('are survived longer with longer lists, and never better at a higher rate', () => {
    const curves = attritionCurves(7, 4);
    expect(curves.map(({ live, order }) => `${live} ${order}`)).toHaveLength(6);
    for (const { points } of curves) {
      const shares = points.map(({ share }) => share);
      for (const [at, share] of shares.entries())
        expect(share).toBeLessThanOrEqual((shares[at - 1] ?? 1) + 0.02);
    }
    const atAnHour = (live: number): number =>
      curves
        .find((one) => one.live === live && one.order === 'oldest')
        ?.points.find(({ every }) => every === 60)?.share ?? 0;
    expect(atAnHour(4)).toBeLessThan(atAnHour(12));
    expect(atAnHour(12)).toBeLessThanOrEqual(atAnHour(40));
  });

  it('is the same for the same seed', () => {
    const options = { live: 12, every: 20, order: 'random', seed: 3 } as const;
    expect(simulateAttrition(options)).toEqual(simulateAttrition(options));
    expect(simulateAttrition({ ...options, seed: 4 })).not.toEqual(simulateAttrition(options));
  });
});
