/** The one key under which pages keep what a reader chose; the line of script of pages that ask reads it. */
export const KEY = 'longwave-asking';

/** Milliseconds since 1970, and milliseconds; it says nothing of whether somebody gave. */
export type Kept = { until: number; every: number; seen: number[] };

/** What is stored, as it is and as it is understood; `denied` where the browser lets pages store nothing. */
export type Found = { text: string; kept: Kept } | 'nothing' | 'denied';

export function find(storage: () => Storage): Found {
  let text: string | null;
  try {
    text = storage().getItem(KEY);
  } catch {
    return 'denied';
  }
  return text === null ? 'nothing' : { text, kept: read(text) };
}

/** What cannot be read asks for nothing. */
function read(text: string): Kept {
  const none = { until: 0, every: 0, seen: [] };
  try {
    const value = JSON.parse(text) as Partial<Kept> | null;
    return {
      until: Number(value?.until ?? 0),
      every: Number(value?.every ?? 0),
      seen: (value?.seen ?? []).map(Number),
    };
  } catch {
    return none;
  }
}

const DAY = 86_400_000;
/** The year 2223, a whole day. */
const FOR_GOOD = 8_000_035_200_000;

export const CHOICES = {
  quietMonth: (now: number): Kept => ({ until: now - (now % DAY) + 90 * DAY, every: 0, seen: [] }),
  seldomWeek: (): Kept => ({ until: 0, every: 7 * DAY, seen: [] }),
  neverAsk: (): Kept => ({ until: FOR_GOOD, every: 0, seen: [] }),
} as const;

export const isForGood = ({ until }: Kept): boolean => until >= FOR_GOOD;

/** Takes out what was chosen; a browser that lets pages store nothing has nothing. */
export function forgetAsking(storage: () => Storage): void {
  if (find(storage) !== 'denied') storage().removeItem(KEY);
}
