const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Lengths between two marks of the axis, of which the first that gives at most eleven is taken. */
const STEPS = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY];
const MOST = 11;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Marks of an axis in UTC: times of day within days, else days. */
export function ticksOf(from: number, to: number): { at: number; label: string }[] {
  const step = STEPS.find((one) => (to - from) / one <= MOST) ?? (to - from) / MOST;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, nth) => {
    const at = first + nth * step;
    const date = new Date(at);
    const isMidnight = at % DAY === 0;
    return {
      at,
      label: isMidnight
        ? `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`
        : date.toISOString().slice(11, 16),
    };
  });
}

/** `2026-11-27 12:00` */
export const utcMinute = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
