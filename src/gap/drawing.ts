import { GapError } from './error.ts';

/** What a picture says, in the words of one language: finished sentences, with amounts and dates as readers write them. */
export interface GapWords {
  /** What is missing, or that nothing is: `$3,240 is missing this month`. */
  headline: string;
  /** What came in of what is needed: `$6,760 of the $10,000 that November costs has come in`. */
  detail: string;
  /** `As of 23 November 2026`. */
  dated: string;
}

export interface GapDrawing {
  /** BCP 47. */
  lang: string;
  direction: 'ltr' | 'rtl';
  /** Minor units of one currency. */
  cost: number;
  receipts: number;
  words: GapWords;
}

/** Below this part of the goal there is no bar: low progress was found to lower giving, words do not. */
export const BAR_FROM = 0.7;

const WIDTH = 360;
const PAD = 16;
const HEADLINE = { size: 20, line: 26 };
const TEXT = { size: 15, line: 21 };
/** How much wider bold letters are. */
const BOLD = 1.13;
const BAR = { height: 10, above: 8, below: 14 };

/**
 * The picture that pages show by reference: one file, no script, font or other file, readable in the light and in the
 * dark, with its sentences as text. The same words and amounts give the same bytes. Throws a GapError `bad_value` for
 * amounts that are none.
 */
export function drawGap({ lang, direction, cost, receipts, words }: GapDrawing): string {
  if (!Number.isSafeInteger(cost) || !Number.isSafeInteger(receipts) || cost < 0)
    throw new GapError('bad_value', 'The picture needs the cost and the receipts in whole minor units');
  const share = cost === 0 ? 1 : Math.min(1, receipts / cost);
  let y = PAD;
  const parts: string[] = [];
  const write = (text: string, name: string, { size, line }: { size: number; line: number }): void => {
    for (const each of wrapped(text, name === 'h' ? size * BOLD : size)) {
      y += line;
      parts.push(
        `<text class="${name}" x="${direction === 'rtl' ? WIDTH - PAD : PAD}" y="${y - 6}">${escaped(each)}</text>`,
      );
    }
  };
  write(words.headline, 'h', HEADLINE);
  // The day stands by what it is the day of: a strip shows no more than this.
  write(words.dated, 'd', TEXT);
  if (share >= BAR_FROM) {
    parts.push(bar(y + BAR.above, share, direction));
    y += BAR.above + BAR.height + BAR.below - 6;
  } else y += 4;
  write(words.detail, 't', TEXT);
  const height = y + PAD - 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
      `lang="${escaped(lang)}" direction="${direction}" role="img" aria-labelledby="a b">`,
    `<title id="a">${escaped(words.headline)}</title>`,
    `<desc id="b">${escaped(`${words.dated} ${words.detail}`)}</desc>`,
    `<style>${STYLE}</style>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

const STYLE =
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:#1b1b1b;text-anchor:start}' +
  `.h{font-size:${HEADLINE.size}px;font-weight:700}.t,.d{font-size:${TEXT.size}px}.d{fill:#595959}` +
  '.g{fill:#d9d9d9}.f{fill:#0b6b4f}' +
  '@media(prefers-color-scheme:dark){text{fill:#f2f2f2}.d{fill:#b5b5b5}.g{fill:#4a4a4a}.f{fill:#5fd0a8}}';

function bar(y: number, share: number, direction: 'ltr' | 'rtl'): string {
  const whole = WIDTH - 2 * PAD;
  const full = Math.round(whole * share);
  const x = direction === 'rtl' ? WIDTH - PAD - full : PAD;
  const rect = (name: string, from: number, width: number): string =>
    `<rect class="${name}" x="${from}" y="${y}" width="${width}" height="${BAR.height}" rx="${BAR.height / 2}"/>`;
  return rect('g', PAD, whole) + rect('f', x, full);
}

/**
 * Lines that fit, since text in a picture does not wrap. No font is measured here: a letter is taken for the width that
 * wide ones have in the fonts of phones and desktops.
 */
function wrapped(text: string, size: number): string[] {
  const room = (WIDTH - 2 * PAD) / size;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/).filter((each) => each !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** In units of the size of the font. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += widthOfSign(sign);
  return width;
}

function widthOfSign(sign: string): number {
  if (/\p{M}|\u200c|\u200d|[\u2066-\u2069\u200e\u200f]/u.test(sign)) return 0;
  if (/[ .,:;'’|!il]/.test(sign)) return 0.32;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(sign)) return 1;
  if (/\p{Lu}|[mwжшщюыфм]/u.test(sign)) return 0.75;
  if (/\p{Script=Arabic}/u.test(sign)) return 0.52;
  return /\p{Script=Cyrillic}/u.test(sign) ? 0.64 : 0.59;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
