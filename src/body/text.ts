/*
 * What a string inside a body may hold. Control characters, the two noncharacters that XML forbids and lone
 * surrogates are refused: PostgreSQL cannot keep some of them, and feeds made of them are not well-formed.
 */
const CONTROL = '\\u0000-\\u0008\\u000b-\\u001f\\u007f\\ufffe\\uffff\\p{Cs}';
const NOT_IN_LINES = new RegExp(`[${CONTROL}]`, 'u');
const NOT_IN_LINE = new RegExp(`[${CONTROL}\\t\\n]`, 'u');
const ALL_NOT_IN_LINES = new RegExp(NOT_IN_LINES.source, 'gu');
const BREAKS = /\r\n?/g;
const BLANKS = /[\t\n\f\v\r]+/g;

/** The first character that one line of text must not hold, as `U+000A`; null when there is none. */
export function badInLine(text: string): string | null {
  return firstBad(text, NOT_IN_LINE);
}

/** As {@link badInLine} for text of several lines, where a tab and a line feed are welcome. */
export function badInLines(text: string): string | null {
  return firstBad(text, NOT_IN_LINES);
}

function firstBad(text: string, bad: RegExp): string | null {
  const found = bad.exec(text);
  if (found === null) return null;
  return `U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Any string as one line that a body accepts: runs of tabs and line ends become a space, forbidden characters go.
 * Spaces, no-break spaces and directional marks stay as they are.
 */
export function cleanLine(text: string): string {
  return text.replace(BLANKS, ' ').replace(ALL_NOT_IN_LINES, '');
}

/** Any string as text of several lines that a body accepts: line ends become `\n`, forbidden characters go. */
export function cleanLines(text: string): string {
  return text.replace(BREAKS, '\n').replace(ALL_NOT_IN_LINES, '');
}
