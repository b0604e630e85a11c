import { encodeMirrors, parseMirrors } from '#edition';
import { seeded } from './seeded.ts';

/*
 * Mirrors found and blocked one by one, on a simulated clock. Readers know what their last visit left them: the signed
 * list of that moment, in its own bytes. Whoever comes back and finds one mirror of it alive gets the newest list; whoever
 * finds none stays away, for nothing new reaches them.
 */

export type AttritionOptions = {
  /** Mirrors in the list. */
  live: number;
  /** Minutes between two blocks. */
  every: number;
  /** Which of the listed mirrors is blocked: one at random, or the one that most readers know. */
  order: 'random' | 'oldest';
  seed: number;
  /** Minutes from a block to the list that has a spare in its place. Default 2. */
  release?: number;
  /** Hours that pass. Default 24. */
  hours?: number;
  /** Default 2,000. */
  readers?: number;
  /** Hours between two visits of a reader, least and most. Default 1 and 12. */
  gaps?: readonly [number, number];
};

export type Attrition = {
  visits: number;
  /** Visits that found the paper. */
  found: number;
  share: number;
  /** Mirrors that were blocked. */
  blocked: number;
};

const DEFAULTS = { release: 2, hours: 24, readers: 2_000, gaps: [1, 12] } as const;
const HOUR = 60;

export function simulateAttrition(given: AttritionOptions): Attrition {
  const options = { ...DEFAULTS, ...given };
  const random = seeded(options.seed);
  const newsroom = openNewsroom(options.live);
  const end = options.hours * HOUR;
  const count = { visits: 0, found: 0 };
  /** Who comes back in which minute, with the list of the last visit. */
  const due: Uint8Array[][] = Array.from({ length: end + 1 }, () => []);
  const comeBack = (list: Uint8Array, minute: number): void =>
    void due[minute + gap(options.gaps, random)]?.push(list);
  for (let reader = 0; reader < options.readers; reader++) comeBack(newsroom.list, 0);
  for (let minute = 1; minute <= end; minute++) {
    if (minute % options.every === 0) newsroom.block(options.order, random, minute + options.release);
    newsroom.release(minute);
    for (const list of due[minute] ?? []) {
      const found = newsroom.reachable(list);
      count.visits++;
      if (found) count.found++;
      comeBack(found ? newsroom.list : list, minute);
    }
  }
  return { ...count, share: count.found / Math.max(1, count.visits), blocked: newsroom.blocked() };
}

/** Minutes until a reader comes back. */
const gap = ([least, most]: readonly [number, number], random: () => number): number =>
  Math.round((least + random() * (most - least)) * HOUR);

type Newsroom = {
  /** The signed list as readers get it now. */
  readonly list: Uint8Array;
  block(order: 'random' | 'oldest', random: () => number, releaseAt: number): void;
  /** Puts spares in that are due. */
  release(minute: number): void;
  /** Whether one of the mirrors that a list names is alive. */
  reachable(list: Uint8Array): boolean;
  blocked(): number;
};

function openNewsroom(live: number): Newsroom {
  let made = 0;
  let version = 1;
  const listed: string[] = [];
  const blocked = new Set<string>();
  const due: number[] = [];
  // Lists are few and readers many: each list is read once.
  const read = new Map<Uint8Array, readonly string[]>();
  const add = (): number => listed.push(`https://mirror-${++made}.test/`);
  const encode = (): Uint8Array =>
    encodeMirrors({
      _type: 'mirrors',
      format: 1,
      version,
      origin: 'https://far-shore.test/',
      mirrors: listed.map((address) => ({ address, use: 'data' })),
    });
  while (listed.length < live) add();
  let list = encode();
  return {
    get list() {
      return list;
    },
    block(order, random, releaseAt) {
      const alive = listed.filter((address) => !blocked.has(address));
      const one = alive[order === 'oldest' ? 0 : Math.floor(random() * alive.length)];
      if (one === undefined) return;
      blocked.add(one);
      due.push(releaseAt);
    },
    release(minute) {
      if ((due[0] ?? Infinity) > minute) return;
      while ((due[0] ?? Infinity) <= minute) due.shift();
      listed.splice(0, listed.length, ...listed.filter((address) => !blocked.has(address)));
      while (listed.length < live) add();
      version++;
      list = encode();
    },
    reachable(bytes) {
      let addresses = read.get(bytes);
      if (addresses === undefined) {
        addresses = parseMirrors(bytes).mirrors.map(({ address }) => address);
        read.set(bytes, addresses);
      }
      return addresses.some((address) => !blocked.has(address));
    },
    blocked: () => blocked.size,
  };
}

/** Minutes between two blocks, from one a day to one every ten minutes. */
export const RATES: readonly number[] = [1440, 720, 480, 360, 240, 180, 120, 90, 60, 45, 30, 20, 15, 10];
export const SIZES: readonly number[] = [4, 12, 40];

export type Curve = {
  live: number;
  order: 'random' | 'oldest';
  points: { every: number; share: number }[];
};

/** Days that are simulated for a point: chance decides much of what one day brings. */
const DAYS = 12;

/** The share of visits that find the paper, for each size of the list and each rate of blocking, of some days together. */
export const attritionCurves = (seed: number, days = DAYS): Curve[] =>
  SIZES.flatMap((live) =>
    (['random', 'oldest'] as const).map((order) => ({
      live,
      order,
      points: RATES.map((every) => ({ every, share: shareOfDays({ live, every, order, seed }, days) })),
    })),
  );

function shareOfDays(options: AttritionOptions, count: number): number {
  const days = Array.from({ length: count }, (_, day) =>
    simulateAttrition({ ...options, readers: 200, seed: options.seed * 1_009 + day }),
  );
  const sum = (of: 'found' | 'visits'): number => days.reduce((total, day) => total + day[of], 0);
  return sum('found') / sum('visits');
}
