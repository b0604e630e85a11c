/*
 * What a language's typesetters want of someone who types on a plain keyboard. All of it is data: a language is
 * added by a row.
 */

export type Typography = {
  /** Opening and closing quotation marks, outer pair first. */
  quotes: readonly [open: string, close: string, innerOpen: string, innerClose: string];
  /** What a hyphen between two spaces becomes, with the spaces around it. */
  dash: string;
  /** Short words that must not stand at the end of a line: the space after them does not break. */
  clinging: readonly string[];
};

const NBSP = '\u00a0';
const EAST_SLAVIC_DASH = `${NBSP}— `;

export const TYPOGRAPHY: Readonly<Record<string, Typography>> = {
  en: { quotes: ['“', '”', '‘', '’'], dash: ' – ', clinging: [] },
  ru: {
    quotes: ['«', '»', '„', '“'],
    dash: EAST_SLAVIC_DASH,
    clinging: ['в', 'к', 'с', 'о', 'у', 'и', 'а', 'я', 'не', '№'],
  },
  uk: {
    quotes: ['«', '»', '„', '“'],
    dash: EAST_SLAVIC_DASH,
    clinging: ['в', 'у', 'з', 'і', 'й', 'о', 'а', 'я', 'не', '№'],
  },
  be: {
    quotes: ['«', '»', '„', '“'],
    dash: EAST_SLAVIC_DASH,
    clinging: ['у', 'з', 'і', 'й', 'а', 'я', 'не', '№'],
  },
  es: { quotes: ['«', '»', '“', '”'], dash: ' – ', clinging: [] },
  fa: { quotes: ['«', '»', '‹', '›'], dash: ' – ', clinging: [] },
  ar: { quotes: ['«', '»', '“', '”'], dash: ' – ', clinging: [] },
};

const PLAIN: Typography = { quotes: ['“', '”', '‘', '’'], dash: ' – ', clinging: [] };

/** What a language wants; one that has no row of its own is set like English. */
export function typographyOf(lang: string): Typography {
  const [primary = ''] = lang.toLowerCase().split('-');
  return Object.hasOwn(TYPOGRAPHY, primary) ? (TYPOGRAPHY[primary] ?? PLAIN) : PLAIN;
}

/** How a sign just typed is set: it and `back` characters before it give way to `text`. */
export type Setting = { back: number; text: string };

/**
 * How a sign is set after the text that stands before it in its block, or null where it stands as typed.
 *
 * @param before what stands before the sign, at most some hundred characters of it
 */
export function typeset(before: string, sign: string, typography: Typography): Setting | null {
  if (sign === '"') return quote(before, typography);
  if (sign === "'") return apostrophe(before, typography);
  if (sign === '-') return /(?:^|[^-—])-$/.test(before) ? emDash(before.slice(0, -1), typography, 1) : null;
  if (sign === '—') return emDash(before, typography, 0, true);
  if (sign === '.') return /(?:^|[^.])\.\.$/.test(before) ? { back: 2, text: '…' } : null;
  if (sign === ' ') return space(before, typography);
  return null;
}

const OPENS_AFTER = /(?:^|[\s([{\u2014\u2013\u00a0\ufffc«„“‘‹/])$/;

function quote(before: string, { quotes }: Typography): Setting | null {
  const open = openQuotes(before, quotes);
  if (OPENS_AFTER.test(before) && !endsWithClosing(before, open, quotes)) {
    return { back: 0, text: open.length === 0 ? quotes[0] : quotes[2] };
  }
  // An inch or a second stands after a number that nobody quoted.
  if (open.length === 0 && /\d$/.test(before)) return null;
  return { back: 0, text: open.at(-1) === 'inner' ? quotes[3] : quotes[1] };
}

/** `“` closes in one language and opens in another: where it has just closed, what follows closes as well. */
function endsWithClosing(before: string, open: readonly string[], quotes: Typography['quotes']): boolean {
  return before.endsWith(quotes[3]) && open.length > 0 && quotes[3] === '“';
}

function openQuotes(before: string, quotes: Typography['quotes']): ('outer' | 'inner')[] {
  const open: ('outer' | 'inner')[] = [];
  for (const sign of before) {
    if (sign === quotes[0]) open.push('outer');
    else if (sign === quotes[2]) open.push('inner');
    else if (sign === quotes[1] && open.at(-1) === 'outer') open.pop();
    else if (sign === quotes[3] && open.at(-1) === 'inner') open.pop();
  }
  return open;
}

function apostrophe(before: string, { quotes }: Typography): Setting | null {
  if (quotes[2] === '‘' && OPENS_AFTER.test(before)) return { back: 0, text: '‘' };
  return /[\p{L}\p{M}\p{N}.,!?…’”»]$/u.test(before) ? { back: 0, text: '’' } : null;
}

function emDash(before: string, typography: Typography, back: number, typed = false): Setting | null {
  const binds = typography.dash.startsWith(NBSP);
  if (binds && before.endsWith(' ')) return { back: back + 1, text: `${NBSP}—` };
  return typed ? null : { back, text: '—' };
}

function space(before: string, { dash, clinging }: Typography): Setting | null {
  if (/[^\s-] -$/.test(before)) return { back: 2, text: dash };
  const word = /(?:^|[\s\u00a0([«„“"—-])([\p{L}№]{1,2})$/u.exec(before)?.[1]?.toLowerCase();
  return word !== undefined && clinging.includes(word) ? { back: 0, text: NBSP } : null;
}
