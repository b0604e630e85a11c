import type { Letter } from './letter.ts';
import { letterLanguage, letterWords } from './words.ts';

type Reader = { to: string; lang: string };

/** What a reader asked to be reminded of, in a month of her choice. Neither subject nor words name paper or purpose. */
export function reminderLetter({ to, lang, address }: Reader & { address: string }): Letter {
  const words = letterWords(lang);
  return {
    kind: 'reminder',
    to,
    lang: letterLanguage(lang),
    subject: words.reminderSubject,
    paragraphs: [words.reminder, words.reminderOnce],
    link: { words: words.reminderLink, address },
    undo: null,
  };
}

export function testLetter({ to, lang, undo = null }: Reader & { undo?: string | null }): Letter {
  const words = letterWords(lang);
  return {
    kind: 'test',
    to,
    lang: letterLanguage(lang),
    subject: words.testSubject,
    paragraphs: [words.test],
    link: null,
    undo,
  };
}
