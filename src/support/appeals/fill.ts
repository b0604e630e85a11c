import { type AppealTexts, type PlaceName, PLACES } from './appeal.ts';

/** What is put between the braces, as readers of the language write it; null: it is not known. */
export type Filling = Record<PlaceName, string | null>;

/** An appeal's words as they stand before readers. */
export type FilledTexts = { heading: string; paragraphs: string[]; button: string };

/** A sentence whose figure is not known is left out, and a heading or a button says no more than it can. */
export function fillTexts({ heading, text, button }: AppealTexts, filling: Filling): FilledTexts {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .flatMap((sentence) => filled(sentence, filling) ?? [])
        .join(' '),
    )
    .filter((paragraph) => paragraph !== '');
  return { heading: filled(heading, filling) ?? '', paragraphs, button: filled(button, filling) ?? '' };
}

function filled(text: string, filling: Filling): string | null {
  let whole = true;
  const words = text.trim().replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const value = PLACES.find((place) => place === name);
    const known = value === undefined ? null : filling[value];
    whole &&= known !== null;
    return known ?? '';
  });
  return whole ? words : null;
}
