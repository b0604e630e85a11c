import { openDepot } from '#depot';
import type { Depot } from '#depot';
import { spread } from '../spread.ts';
import type { Spread } from '../spread.ts';
import type { Keys } from './paper.ts';
import { publishStory } from './site.ts';
import type { Published } from './site.ts';

export type Publishing = Record<keyof Published, Spread> & {
  stories: number;
  /** Each round's time by that of the smallest depot in the same round. */
  timeBySmallest: Spread;
  processorBySmallest: Spread;
};

const MINUTE = 60_000;
/** Publications that warm the program up and are not counted. */
const FIRST = 5;

/**
 * Publishes one story after the other in depots of several sizes, in turns, so that whatever else the machine does meets
 * all of them.
 *
 * @param sites - the smallest first
 */
export async function measurePublishing(
  sites: readonly { stories: number; folder: string }[],
  keys: Keys,
  options: { rounds: number; at: number },
): Promise<Publishing[]> {
  const depots: { stories: number; depot: Depot; found: Published[] }[] = [];
  for (const { stories, folder } of sites)
    depots.push({ stories, depot: await openDepot({ folder, now: Date.now }), found: [] });
  for (let round = -FIRST; round < options.rounds; round++) {
    for (const { stories, depot, found } of depots) {
      const at = options.at + (round + FIRST + 1) * MINUTE;
      const one = await publishStory(depot, keys, { number: stories + 1_000 + round + FIRST, at });
      if (round >= 0) found.push(one);
    }
  }
  for (const { depot } of depots) await depot.close();
  const smallest = depots[0]?.found ?? [];
  return depots.map(({ stories, found }) => {
    const of = (name: keyof Published): Spread => spread(found.map((one) => one[name]));
    const by = (name: 'ms' | 'processor'): Spread =>
      spread(found.map((one, at) => one[name] / (smallest[at]?.[name] ?? Number.NaN)));
    return {
      stories,
      ms: of('ms'),
      processor: of('processor'),
      signing: of('signing'),
      bytes: of('bytes'),
      timeBySmallest: by('ms'),
      processorBySmallest: by('processor'),
    };
  });
}
