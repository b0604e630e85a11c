/* Hours on a wall in some time zone, as `<input type="datetime-local">` writes them: `2026-11-27T18:30`. */

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  clocks.set(timeZone, made);
  return made;
}

const partsOf = (at: number, timeZone: string): Record<string, string> =>
  Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

/** What a clock in the zone shows at a moment. */
export function wallOf(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = partsOf(at, timeZone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The moment at which a clock in the zone shows this; null for what is no time. Where clocks are turned back and show
 * it twice, the first; where they are turned on and never show it, as much after the jump.
 */
export function momentOf(wall: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${wall}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) || Number.isNaN(asUtc)) return null;
  const offsetAt = (at: number): number => Date.parse(`${wallOf(at, timeZone)}:00Z`) - at;
  const DAY = 86_400_000;
  // Offsets before and after any turn of the clocks nearby; the greater one is the earlier moment.
  const before = offsetAt(asUtc - DAY);
  const after = offsetAt(asUtc + DAY);
  const fits = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)].filter(
    (at) => wallOf(at, timeZone) === wall,
  );
  return fits[0] ?? asUtc - before;
}
