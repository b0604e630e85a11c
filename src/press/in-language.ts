import type { ByLanguage } from '#newsroom';

/** The text of this language, else the one for all, else the first there is. */
export function inLanguage(texts: ByLanguage, lang: string): string {
  return texts[lang] ?? texts[''] ?? Object.values(texts)[0] ?? '';
}
