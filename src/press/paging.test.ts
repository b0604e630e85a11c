import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedPages, neighbours, pageOfRank, PAGE, windowOf } from './paging.ts';

describe('paging', () => {
  it('puts every story on exactly one page', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (total) => {
        const seen: number[] = [];
        for (const number of [
          ...Array(closedPages(total))
            .keys()
            .map((n) => n + 1),
          null,
        ]) {
          const { from, count } = windowOf(total, number);
          for (let rank = from; rank < from + count; rank++) {
            seen.push(rank);
            expect(pageOfRank(total, rank)).toBe(number);
          }
        }
        expect(seen).toEqual([...Array(total).keys()]);
      }),
    );
  });

  it('never changes a closed page when a story is added', () => {
    for (let total = 0; total < 300; total++) {
      for (let number = 1; number <= closedPages(total); number++) {
        expect(windowOf(total + 1, number)).toEqual(windowOf(total, number));
      }
      const { count } = windowOf(total, null);
      expect(count).toBeLessThan(2 * PAGE);
      if (total >= PAGE) expect(count).toBeGreaterThanOrEqual(PAGE);
    }
  });

  it('links pages into one line from the landing page to the oldest', () => {
    for (const total of [0, 10, PAGE * 2, PAGE * 7 + 3]) {
      let at: number | null | undefined = null;
      let steps = 0;
      while (at !== undefined) {
        const { older } = neighbours(total, at);
        if (older !== undefined) expect(neighbours(total, older).newer).toBe(at);
        at = older;
        steps += 1;
      }
      expect(steps).toBe(closedPages(total) + 1);
    }
  });
});
