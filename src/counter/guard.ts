import { createHmac, randomBytes } from 'node:crypto';
import { Rate } from '#origin';

/** Stolen cards tried in bulk, as far as it can be seen here: figures without anybody's name. */
export type CardTesting = {
  /** Cards that banks said no to, and attempts that were made to wait, since it began; of the last ten minutes where it did not. */
  declined: number;
  slowed: number;
  /** When it began: milliseconds since 1970; null: nothing of it is seen. */
  since: number | null;
};

export type Guard = {
  /** @returns 0, or the seconds that this visitor has to wait before another card is tried */
  wait(visitor: string): number;
  /** What a bank said of a card. */
  saw(visitor: string, what: 'declined' | 'paid'): void;
  cardTesting(): CardTesting;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Minutes that are looked at together. */
const WINDOW = 10;
/** So many declined cards, and so many for each that is paid, are no longer honest slips. */
const MANY = 20;
const FOR_EACH_PAID = 3;
/** Declined cards that anybody may have without waiting; then 15 s, 30 s, 1 min … at most an hour. */
const FREE = 5;
const FIRST_WAIT = 15;
/** Visitors that are remembered; who was declined longest ago goes first. */
const MOST = 10_000;

/**
 * Slows whoever tries many cards: each visitor by a wait that grows, and everybody by a budget while most cards are
 * declined, with shares of their own for whoever has had none declined, or one. All in memory; of a visitor there is a hash under
 * a key that ends with the process.
 */
export function openGuard({
  now,
  told,
}: {
  /** Milliseconds since 1970. */
  now: () => number;
  /** A line for the log when it begins and when it is over. */
  told: (line: string) => void;
}): Guard {
  const key = randomBytes(32);
  const declined = new Map<string, { times: number; at: number }>();
  const minutes = new Map<number, { declined: number; paid: number; slowed: number }>();
  /** Cards a minute that are tried while it lasts. */
  const clean = new Rate({ burst: 10, perMinute: 30 });
  const slipped = new Rate({ burst: 3, perMinute: 6 });
  const doubtful = new Rate({ burst: 1, perMinute: 2 });
  let since: number | null = null;
  let whole = { declined: 0, slowed: 0 };
  const nameOf = (visitor: string): string => createHmac('sha256', key).update(visitor).digest('base64');
  const seen = () => {
    const from = Math.floor(now() / MINUTE) - WINDOW;
    const sums = { declined: 0, paid: 0, slowed: 0 };
    for (const [minute, counts] of minutes) {
      if (minute <= from) minutes.delete(minute);
      else for (const what of ['declined', 'paid', 'slowed'] as const) sums[what] += counts[what];
    }
    return sums;
  };
  const count = (what: 'declined' | 'paid' | 'slowed'): void => {
    const minute = Math.floor(now() / MINUTE);
    const counts = minutes.get(minute) ?? { declined: 0, paid: 0, slowed: 0 };
    counts[what] += 1;
    minutes.set(minute, counts);
    if (what !== 'paid' && since !== null) whole[what] += 1;
  };
  /** Whether it is going on; says so when that changes. */
  const look = (): boolean => {
    const sums = seen();
    const many = sums.declined >= MANY && sums.declined > FOR_EACH_PAID * sums.paid;
    if (many && since === null) {
      since = now();
      whole = { declined: sums.declined, slowed: sums.slowed };
      told(
        `Many cards are declined, ${sums.declined} in ${WINDOW} minutes: somebody may be trying stolen ones. Attempts are slowed (docs/SUPPORT.md)`,
      );
    } else if (since !== null && sums.declined < MANY / 2) {
      told(`Few cards are declined now; ${whole.declined} were, and ${whole.slowed} attempts were slowed`);
      since = null;
    }
    return since !== null;
  };
  const ownWait = (name: string): number => {
    const one = declined.get(name);
    if (one === undefined || now() - one.at > HOUR) return 0;
    if (one.times < FREE) return 0;
    const seconds = Math.min(3_600, FIRST_WAIT * 2 ** (one.times - FREE));
    return Math.max(0, Math.ceil((one.at + seconds * 1_000 - now()) / 1_000));
  };
  return {
    wait(visitor) {
      const name = nameOf(visitor);
      let seconds = ownWait(name);
      if (seconds === 0 && look()) {
        const times = declined.get(name)?.times ?? 0;
        seconds = (times === 0 ? clean : times === 1 ? slipped : doubtful).take('all', now());
      }
      if (seconds > 0) count('slowed');
      return seconds;
    },
    saw(visitor, what) {
      count(what);
      if (what === 'declined') {
        const name = nameOf(visitor);
        const before = declined.get(name);
        const times = before === undefined || now() - before.at > HOUR ? 1 : before.times + 1;
        declined.delete(name);
        declined.set(name, { times, at: now() });
        if (declined.size > MOST) {
          const [oldest] = declined.keys();
          if (oldest !== undefined) declined.delete(oldest);
        }
      }
      look();
    },
    cardTesting() {
      look();
      const { declined: few, slowed } = seen();
      return since === null ? { declined: few, slowed, since } : { ...whole, since };
    },
  };
}
