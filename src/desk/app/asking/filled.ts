import type { Filling, Texts } from './queries.ts';

/** Names between braces that nothing fills in. */
export const unknownFills = (text: string, filling: Filling): string[] =>
  [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(([, name = '']) =>
    Object.hasOwn(filling, name) ? [] : [name],
  );

/** A text as readers have it: without the sentences whose figure is not known. */
export function filledParagraphs(text: string, filling: Filling): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .flatMap((sentence) => filled(sentence, filling) ?? [])
        .join(' '),
    )
    .filter((paragraph) => paragraph !== '');
}

function filled(text: string, filling: Filling): string | null {
  let whole = true;
  const words = text.trim().replaceAll(/\{(\w+)\}/g, (all, name: string) => {
    if (!Object.hasOwn(filling, name)) return all;
    const value = filling[name as keyof Filling];
    whole &&= value !== null;
    return value ?? '';
  });
  return whole ? words : null;
}

/** Signs at most, by place; the server refuses more. */
export const LIMITS = {
  strip: { heading: 0, text: 240, button: 32 },
  epic: { heading: 80, text: 700, button: 32 },
  banner: { heading: 80, text: 360, button: 32 },
  newsletter: { heading: 80, text: 700, button: 32 },
} as const;

export const PARTS = ['heading', 'text', 'button'] as const;

export const signsOf = (text: string): number => Array.from(text.trim()).length;

/** Whether a text can be kept as it stands. */
export const isWhole = (texts: Texts, placement: keyof typeof LIMITS, filling: Filling): boolean =>
  texts.text.trim() !== '' &&
  texts.button.trim() !== '' &&
  PARTS.every(
    (part) =>
      signsOf(texts[part]) <= LIMITS[placement][part] && unknownFills(texts[part], filling).length === 0,
  );
