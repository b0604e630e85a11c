const formats = new Map<string, Intl.DateTimeFormat>();

/** A day as `yyyy-mm-dd`. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?)?$/i;

/**
 * A moment written by people or by WordPress, in milliseconds; null when it is none. Without a zone of its own it
 * is a wall clock's time in `timeZone`, a day alone is its noon there.
 */
export function readTime(text: string, timeZone: string): number | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, zone] = match;
  const [h, m, s] = hour === undefined ? [12, 0, 0] : [Number(hour), Number(minute), Number(second ?? 0)];
  const wall = utc(Number(year), Number(month), Number(day), h, m, s);
  if (wall === null) return null;
  if (zone === undefined) return wall - offsetAt(wall, timeZone);
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return wall;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return wall - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

export function isDay(text: string): boolean {
  const match = DAY.exec(text);
  return match !== null && utc(Number(match[1]), Number(match[2]), Number(match[3]), 0, 0, 0) !== null;
}

/** Null for a day or hour that no calendar has, like WordPress's `0000-00-00`. */
function utc(year: number, month: number, day: number, h: number, m: number, s: number): number | null {
  if (year < 1 || month < 1 || month > 12 || day < 1 || h > 23 || m > 59 || s > 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  date.setUTCHours(h, m, s);
  return date.getTime();
}

/** How far a wall clock in the zone is ahead of UTC when it shows `wall`; the earlier reading where it shows it twice. */
function offsetAt(wall: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const before = zoneOffset(wall - 24 * 3_600_000, timeZone);
  const first = zoneOffset(wall - before, timeZone);
  return first === before ? before : zoneOffset(wall - first, timeZone);
}

function zoneOffset(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const get = (name: string): number => parts[name] ?? 0;
  const wall = utc(get('year'), get('month'), get('day'), get('hour'), get('minute'), get('second'));
  return wall === null ? 0 : wall - Math.floor(at / 1000) * 1000;
}
