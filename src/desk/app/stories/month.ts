/* Days as the newsroom counts them, in its own zone: `2026-11-27`. */

/** The day in which a moment falls. */
export function dayOf(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(at);
}

/** The days of a month (`2026-11`) in whole weeks; `firstDay` 1 is Monday, 7 Sunday. */
export function weeksOf(month: string, firstDay: number): string[][] {
  const start = new Date(`${month}-01T00:00:00Z`);
  const before = (start.getUTCDay() - (firstDay % 7) + 7) % 7;
  const weeks: string[][] = [];
  const day = new Date(start);
  day.setUTCDate(1 - before);
  do {
    const week: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      week.push(day.toISOString().slice(0, 10));
      day.setUTCDate(day.getUTCDate() + 1);
    }
    weeks.push(week);
  } while (day.toISOString().slice(0, 7) === month);
  return weeks;
}

/** A month so many after another, before it when negative. */
export function monthAfter(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 7);
}

/** With which day a week begins where the language is spoken. */
export function firstDayOf(lang: string): number {
  const locale = new Intl.Locale(lang).maximize() as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}
