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

/** What a supporter asked for after she gave. The subject names neither paper nor money. */
export function receiptLetter({
  to,
  lang,
  paper,
  lines,
}: Reader & { paper: string; lines: readonly string[] }): Letter {
  const words = letterWords(lang);
  return {
    kind: 'receipt',
    to,
    lang: letterLanguage(lang),
    subject: words.receiptSubject,
    paragraphs: [words.receipt(paper), ...lines, words.receiptOnce],
    link: null,
    undo: null,
  };
}

/** That a payment failed, to whoever wished to be told. Neither subject nor words name paper or money. */
export function failedLetter({
  to,
  lang,
  last,
  address,
  undo,
}: Reader & { last: boolean; address: string; undo: string }): Letter {
  const words = letterWords(lang);
  return {
    kind: 'failed',
    to,
    lang: letterLanguage(lang),
    subject: words.failedSubject,
    paragraphs: [last ? words.failedLast : words.failed, words.failedWhat],
    link: { words: words.reminderLink, address },
    undo,
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
