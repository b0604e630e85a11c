/** Slugs: a headline in any script as lower-case ASCII words joined by hyphens. */

const LONGEST = 80;

const CYRILLIC: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  ї: 'yi',
  є: 'ye',
  ґ: 'g',
  ў: 'u',
};
const UKRAINIAN: Record<string, string> = { г: 'h', и: 'y' };
const BELARUSIAN: Record<string, string> = { г: 'h' };

const ARABIC: Record<string, string> = {
  ا: 'a',
  آ: 'a',
  أ: 'a',
  إ: 'e',
  ء: '',
  ؤ: 'o',
  ئ: 'e',
  ب: 'b',
  پ: 'p',
  ت: 't',
  ث: 's',
  ج: 'j',
  چ: 'ch',
  ح: 'h',
  خ: 'kh',
  د: 'd',
  ذ: 'z',
  ر: 'r',
  ز: 'z',
  ژ: 'zh',
  س: 's',
  ش: 'sh',
  ص: 's',
  ض: 'z',
  ط: 't',
  ظ: 'z',
  ع: 'a',
  غ: 'gh',
  ف: 'f',
  ق: 'gh',
  ک: 'k',
  ك: 'k',
  گ: 'g',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ه: 'h',
  ة: 'a',
  ى: 'a',
};
const CONSONANTAL: Record<string, string> = { ...ARABIC, ث: 'th', ذ: 'dh', ض: 'd', ق: 'q' };

/**
 * A readable slug of at most 80 characters, cut between words; never empty: `otherwise` when nothing is left.
 * Persian and Arabic are written without their short vowels, so their slugs are too.
 */
export async function slugOf(text: string, lang: string, otherwise = 'story'): Promise<string> {
  let ascii = latin(text.normalize('NFKC').toLowerCase(), lang);
  if (/[^\p{ASCII}]/u.test(ascii)) {
    // Every other script: a table of all of Unicode, loaded only when someone needs it.
    const { default: anyAscii } = await import('any-ascii');
    ascii = anyAscii(ascii.replace(/[^\p{L}\p{M}\p{N}\p{ASCII}]/gu, ' ')).toLowerCase();
  }
  const words = ascii
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return cut(words) || otherwise;
}

function cut(words: string): string {
  if (words.length <= LONGEST) return words;
  const end = words.lastIndexOf('-', LONGEST);
  return words.slice(0, end > LONGEST / 2 ? end : LONGEST).replace(/-+$/, '');
}

function latin(text: string, lang: string): string {
  const cyrillic =
    lang === 'uk' ? { ...CYRILLIC, ...UKRAINIAN } : lang === 'be' ? { ...CYRILLIC, ...BELARUSIAN } : CYRILLIC;
  return text
    .replace(/[’‘ʼ\u00AD\u200B-\u200D\u2060]/g, '')
    .replace(/[а-яёіїєґў]/g, (letter) => cyrillic[letter] ?? letter)
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
    .replace(/[\u0621-\u06D3]+/g, (word) => abjad(word, lang === 'ar'))
    .normalize('NFD')
    .replace(/[\u0300-\u036F\u064B-\u0652\u0670\u0640]/g, '')
    .replace(/ß/g, 'ss')
    .replace(
      /[øœæłđð]/g,
      (letter) => ({ ø: 'o', œ: 'oe', æ: 'ae', ł: 'l', đ: 'd', ð: 'd' })[letter] ?? letter,
    );
}

/** One word in Arabic letters: و and ی are consonants at its start and mostly vowels after that. */
function abjad(word: string, arabic: boolean): string {
  const table = arabic ? CONSONANTAL : ARABIC;
  const letters = Array.from(word.replace(/[\u064B-\u0652\u0670\u0640]/g, ''));
  const out = letters.map((letter, at) => {
    const first = at === 0;
    const last = at === letters.length - 1;
    if (letter === 'و') return first ? (arabic ? 'w' : 'v') : 'o';
    if (letter === 'ی' || letter === 'ي') return first ? 'y' : 'i';
    if (letter === 'ه' && last && !first && !arabic && isConsonant(letters[at - 1])) return 'eh';
    return table[letter] ?? letter;
  });
  return arabic && letters.length > 3 && word.startsWith('ال') ? `al-${out.slice(2).join('')}` : out.join('');
}

function isConsonant(letter: string | undefined): boolean {
  return letter !== undefined && !'اآویي'.includes(letter);
}
