/** Puts values into the places of a saying, numbers and times as the language writes them. */
export type Say = (saying: string, values?: Record<string, string | number | Date>) => string;

export function openSay({ lang, timeZone }: { lang: string; timeZone: string }): Say {
  const numbers = new Intl.NumberFormat(lang);
  // As pages write their dates: the day before the month.
  const times = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  const written = (value: string | number | Date): string => {
    // Of any direction, whatever that of the sentence around it: U+2068 and U+2069 keep the two apart.
    if (typeof value === 'string') return `\u2068${value}\u2069`;
    return typeof value === 'number' ? numbers.format(value) : times.format(value);
  };
  return (saying, values = {}) =>
    saying.replaceAll(/\{(\w+)\}/g, (place: string, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return value === undefined ? place : written(value);
    });
}
