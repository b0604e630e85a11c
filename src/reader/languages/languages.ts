import { en } from './en.ts';
import { fa } from './fa.ts';
import type { Messages } from './messages.ts';
import { ru } from './ru.ts';

const tables: Readonly<Record<string, Messages>> = { en, ru, fa };
const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

function primary(lang: string): string {
  const dash = lang.indexOf('-');
  return (dash === -1 ? lang : lang.slice(0, dash)).toLowerCase();
}

/** Languages whose interface is written; others show the English one. */
export const interfaceLanguages: readonly string[] = Object.keys(tables);

/** The words of the interface in a language (`ru`, `fa-AF`), or in English where there is no table yet. */
export function messages(lang: string): Messages {
  return tables[primary(lang)] ?? en;
}

export function direction(lang: string): 'ltr' | 'rtl' {
  return rightToLeft.has(primary(lang)) ? 'rtl' : 'ltr';
}
