import type { LanguageData } from './data.ts';

/** Puts values into the places of a saying; names keep their own direction. Plain text. */
export function say(
  { lang }: LanguageData,
  saying: string,
  values: Readonly<Record<string, string | number | Date>>,
): string {
  return saying.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    if (typeof value === 'number') return new Intl.NumberFormat(lang).format(value);
    if (typeof value === 'string') return `\u2068${value}\u2069`;
    return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(value);
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ENTITIES[one] ?? '');
