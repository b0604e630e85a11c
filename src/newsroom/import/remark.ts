import type { Reason, Refused } from '../types.ts';

/** What is told of an item: by a stable code and what it is about, for words in any language, and in English. */
export type Remark = Told & {
  /** What lies behind it. */
  why?: Told;
};

type Told = { code: string; about: Record<string, string | number>; text: string };

/** What an earlier version kept of a quarantined item is its English alone. */
export type Said = string | Remark;

export function remark(code: string, text: string, about: Remark['about'] = {}, why?: Said): Remark {
  return { code, about, text, ...(typeof why === 'object' && { why }) };
}

/** Why the newsroom refused something, by the codes that it refuses with. */
export function refusalsSaid(outcome: { ok: true } | Refused): Remark[] {
  return outcome.ok ? [] : outcome.reasons.map(reasonSaid);
}

export function reasonSaid({ code, message, about = {} }: Reason): Remark {
  return remark(code, message, about);
}

export const textOf = (said: Said): string => (typeof said === 'string' ? said : said.text);

/** In English, as one line. */
export function joined(parts: readonly Said[]): string {
  return told(parts).map(textOf).join('. ');
}

/** Without what says nothing. */
export const told = (parts: readonly Said[]): Said[] => parts.filter((part) => textOf(part) !== '');

/** What stands in a file, by its line; with `times`, here first and as often in all. */
export function atLine(file: string, line: number, said: Remark, times = 1): Remark {
  const text = `${file}:${line}: ${said.text}`;
  if (times === 1) return remark('at_line', text, { name: file, count: line }, said);
  return remark('at_lines', `${text} (${times} times, here first)`, { name: file, line, count: times }, said);
}
