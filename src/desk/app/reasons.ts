import type { Reason } from './client.ts';
import type { Words } from './languages/en.ts';
import { useTelling, useWords } from './words.tsx';

/** What a reason is about, in the interface's language. */
export type About = { id: string; where: string; language: string; when: string; count: number };

type Said = string | ((about: About) => string);

/** Says why something was refused: by its code where there are words for it, else as the server said it. */
export function useReason(): (reason: Reason) => string {
  const words = useWords();
  const { language, moment } = useTelling();
  return ({ code, message, about = {} }) => {
    const said = (words.reasons as Record<string, Said | undefined>)[code];
    if (said === undefined) return message;
    if (typeof said === 'string') return said;
    return said({
      id: about.id ?? '',
      where: words.places[about.where as keyof Words['places']] ?? words.places.body,
      language: about.lang === undefined ? '' : language(about.lang),
      when: about.at === undefined ? '' : moment(about.at),
      count: about.count ?? 1,
    });
  };
}
